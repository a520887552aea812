# shellcheck shell=bash
# Builds a small image from Debian packages: busybox-static, a complete userland in one file, and this
# machine's curl with its libraries. The data is in the package miscfiles: the word list of Webster's
# Second International Dictionary (1934, public domain).

readonly root=$OPENHTC_HOME/demo/root
readonly words=$OPENHTC_HOME/demo/web2

# make_image NAME
make_image() {
  command -v docker >/dev/null || fail "The demo needs Docker's command-line client."
  [[ -e $root/bin/busybox && -e $words ]] || fetch_root
  mkdir -p "$root/demo"
  cp "$demo_dir"/image/* "$root/demo/"
  tar -C "$root" -c . | docker import -c 'ENV PATH=/bin:/usr/bin' - "$1" >/dev/null
}

# The result is complete or absent, also after an interrupted run.
fetch_root() {
  local draft=$work/root tool
  command -v apt-get >/dev/null || fail "The demo needs apt-get, because its data is in Debian packages."
  (cd "$work" && download busybox-static miscfiles)
  mkdir -p "$draft/bin" "$draft/tmp"
  cp "$(find "$work/packages" -path '*bin/busybox')" "$draft/bin/busybox"
  for tool in sh awk; do
    ln -s busybox "$draft/bin/$tool"
  done
  copy_program curl "$draft"
  mkdir -p "$(dirname "$root")"
  cp "$work/packages/usr/share/dict/web2" "$words"
  rm -rf "$root"
  mv "$draft" "$root"
}

# copy_program NAME ROOT: copies a program with its shared libraries.
copy_program() {
  local file
  for file in "$(command -v "$1")" $(ldd "$(command -v "$1")" | grep -o '/[^ ]*'); do
    install -D "$(readlink -f "$file")" "$2$file"
  done
}

download() {
  apt-get -q -o APT::Sandbox::User=root download "$@" >download.log 2>&1 || {
    [[ $EUID -ne 0 ]] || apt-get update -qq
    apt-get -q -o APT::Sandbox::User=root download "$@" >download.log 2>&1
  } || fail "apt-get could not download $*: $(tail -n 1 download.log)"
  local package
  for package in *.deb; do
    dpkg-deb -x "$package" packages
  done
}

# push_image PROJECT_PATH REPOSITORY: creates the repository, pushes the image and prints its name.
push_image() {
  local registry
  # Not the user's configuration, because the password is for this project and this run only.
  export DOCKER_CONFIG=$work/docker
  registry=$(call POST "$1/container-registry/repo/$2" | jq -r .registryURI)
  call GET "$1/container-registry/token" |
    docker login --username AWS --password-stdin "${registry%%/*}" >/dev/null 2>"$work/login.log" ||
    fail "docker login was refused: $(tail -n 1 "$work/login.log")"
  make_image "$registry$2:1"
  docker push -q "$registry$2:1" >/dev/null
  docker rmi "$registry$2:1" >/dev/null
  echo "  $registry$2:1"
}
