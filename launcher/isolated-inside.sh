#!/usr/bin/env bash
# isolated-inside.sh DIRECTORY COMMAND...: the part of isolated.sh that runs inside the namespaces.
# DIRECTORY holds what the namespaces' /tmp and Docker engine keep.
set -euo pipefail
shopt -s inherit_errexit

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly source_dir
readonly isolated_dir=$1
readonly isolated_tmp=$isolated_dir/tmp
shift

# shellcheck source=launcher/output.sh
source "$source_dir/launcher/output.sh"
# shellcheck source=launcher/engine.sh
source "$source_dir/launcher/engine.sh"
# shellcheck source=launcher/leftovers.sh
source "$source_dir/launcher/leftovers.sh"

# /tmp is in memory: databases force each change to the disk, which takes 1 to 10 ms each time, and nothing
# of it is needed after the end of the run. The engine's data is not: files of containers in memory would
# count as memory of the containers.
make_own_tmp() {
  mkdir "$isolated_tmp"
  mount -t tmpfs -o mode=1777 tmpfs "$isolated_tmp"
}

# An empty /run hides the machine's engine and its named network namespaces.
make_own_folders() {
  local name_server_file
  name_server_file=$(readlink -m /etc/resolv.conf)
  make_own_tmp
  keep_visible "$source_dir"
  mount -t tmpfs -o mode=755 tmpfs /run
  mount --rbind "$isolated_tmp" /tmp
  mkdir -p /run/lock "$(dirname "$name_server_file")"
  # The address at which slirp4netns passes requests to the machine's name server.
  echo "nameserver 10.0.2.3" >"$isolated_dir/resolv.conf"
  [[ -e $name_server_file ]] || : >"$name_server_file"
  mount --bind "$isolated_dir/resolv.conf" "$name_server_file"
}

# keep_visible DIRECTORY: also when it is below /tmp.
keep_visible() {
  [[ $1 == /tmp/* ]] || return 0
  mkdir -p "$isolated_tmp/${1#/tmp/}"
  mount --rbind "$1" "$isolated_tmp/${1#/tmp/}"
}

await_network() {
  local ready=''
  read -r -N 1 -t 30 ready <"$isolated_dir/connected" || true
  [[ $ready == 1 ]] ||
    fail "The isolated run has no network: $(cat "$isolated_dir/network.log")"
  ip link set lo up
}

start_own_engine() {
  unset DOCKER_HOST DOCKER_CONTEXT
  dockerd --data-root "$isolated_dir/docker" >"$isolated_dir/dockerd.log" 2>&1 </dev/null &
  engine_pid=$!
  wait_for_engine "$engine_pid" "$isolated_dir/dockerd.log"
}

stop_own_engine() {
  kill "$engine_pid"
  wait "$engine_pid" || true
}

main() {
  local code=0
  make_own_folders
  await_network
  start_own_engine
  engine_is_empty || fail "The engine of this run does not start empty."
  (cd "$source_dir" && "$@") || code=$?
  remove_test_images
  report_leftovers || code=$((code ? code : 1))
  stop_own_engine
  exit "$code"
}

main "$@"
