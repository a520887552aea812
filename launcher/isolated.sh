# shellcheck shell=bash
# Runs a command in Linux namespaces of its own, with a Docker engine that starts empty: own processes,
# own network, own /run and /tmp. Containers, images, networks, ports and files of the machine neither
# help nor disturb the command, and the command leaves nothing on the machine. Needs root.

# run_isolated COMMAND...: the command's exit code, or 1 when it left something behind.
run_isolated() {
  local inside code=0
  isolated_dir=$(mktemp -d /var/tmp/oht.XXXXXX) || fail "No directory can be made in /var/tmp."
  trap end_isolated EXIT
  mkfifo "$isolated_dir/connected" || fail "No named pipe can be made in $isolated_dir."
  unshare --mount --net --ipc --pid --fork --kill-child --mount-proc \
    "$source_dir/launcher/isolated-inside.sh" "$isolated_dir" "$@" &
  inside=$!
  connect_to_internet "$inside"
  wait "$inside" || code=$?
  return "$code"
}

# connect_to_internet PID: connects the process' network namespace to the machine's network without an
# address, a route or a firewall rule there. The machine's own ports can't be reached from inside.
connect_to_internet() {
  local deadline=$((SECONDS + 10))
  until [[ $(readlink "/proc/$1/ns/net") != "$(readlink /proc/self/ns/net)" ]]; do
    if ((SECONDS >= deadline)) || ! kill -0 "$1" 2>/dev/null; then
      fail "The isolated run did not start: this machine allows no namespaces."
    fi
    sleep 0.05
  done
  slirp4netns --configure --mtu=65520 --disable-host-loopback --ready-fd=3 "$1" tap0 \
    3>"$isolated_dir/connected" >"$isolated_dir/network.log" 2>&1 &
  network_pid=$!
}

end_isolated() {
  [[ -z ${network_pid:-} ]] || kill "$network_pid" || true
  rm -rf "$isolated_dir"
}
