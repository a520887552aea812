# shellcheck shell=bash
# Makes a small image from two Debian packages: busybox-static, a whole userland in one file, and
# miscfiles with the word list of Webster's Second International Dictionary (1934, public domain).

readonly image=openhtc-demo/words:1
readonly root=$OPENHTC_HOME/demo/root

make_image() {
  command -v docker >/dev/null || fail "The demo needs Docker's command-line client."
  [[ -e $root/demo/web2 ]] || fetch_root
  cp "$demo_dir"/image/* "$root/demo/"
  tar -C "$root" -c . | docker import -c 'ENV PATH=/bin' - "$image" >/dev/null
}

# Complete or absent: an interrupted run leaves no half of it.
fetch_root() {
  local draft=$work/root tool
  command -v apt-get >/dev/null || fail "The demo takes its data from Debian packages; no apt-get here."
  (cd "$work" && download busybox-static miscfiles)
  mkdir -p "$draft/bin" "$draft/demo" "$draft/tmp"
  cp "$(find "$work/packages" -path '*bin/busybox')" "$draft/bin/busybox"
  cp "$work/packages/usr/share/dict/web2" "$draft/demo/web2"
  for tool in sh awk sort; do
    ln -s busybox "$draft/bin/$tool"
  done
  mkdir -p "$(dirname "$root")"
  rm -rf "$root"
  mv "$draft" "$root"
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
