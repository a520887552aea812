# shellcheck shell=bash
# Makes sure that a Docker engine is reachable.

readonly engine_socket=/var/run/docker.sock
readonly engine_pid_file=/var/run/docker.pid
readonly engine_wait_seconds=60

ensure_engine() {
  engine_is_reachable && return
  [[ -z ${DOCKER_HOST:-} ]] || fail "No Docker engine is reachable at DOCKER_HOST=$DOCKER_HOST."
  [[ $EUID -eq 0 ]] || explain_missing_engine
  install_engine
  # The package may have started it.
  engine_is_reachable || start_engine
}

install_engine() {
  command -v dockerd >/dev/null || install_packages docker.io iptables ca-certificates
  # From Debian 13 on the client is a separate package.
  need_command docker docker-cli
}

engine_is_reachable() {
  local address=${DOCKER_HOST:-unix://$engine_socket}
  case $address in
    unix://*) curl -fs -m 5 --unix-socket "${address#unix://}" http://engine/_ping >/dev/null ;;
    tcp://127.0.0.1:*) curl -fs -m 5 "http://${address#tcp://}/_ping" >/dev/null ;;
    *) timeout 10 docker version >/dev/null 2>&1 ;;
  esac
}

explain_missing_engine() {
  if [[ -S $engine_socket && ! -w $engine_socket ]]; then
    fail "You may not use Docker's engine; as root: usermod -aG docker $(id -un), then log in again."
  fi
  fail "No Docker engine runs here. Start one, or run this command once as root to install one."
}

start_engine() {
  local pid=$$
  step "Starting Docker's engine"
  if [[ -d /run/systemd/system ]]; then
    systemctl start docker || fail "systemctl could not start Docker; see: journalctl -u docker"
  elif ! pid=$(starting_engine); then
    rm -f "$engine_pid_file"
    make_home
    setsid dockerd >>"$OPENHTC_HOME/dockerd.log" 2>&1 </dev/null &
    pid=$!
  fi
  wait_for_engine "$pid" "$OPENHTC_HOME/dockerd.log"
}

# The process that the package's own script may have started just before. After a crash the id in the
# file may belong to another program, which would prevent the start of dockerd.
starting_engine() {
  local pid
  [[ -r $engine_pid_file ]] || return 1
  pid=$(<"$engine_pid_file")
  [[ $(cat "/proc/$pid/comm" 2>/dev/null) == dockerd ]] || return 1
  echo "$pid"
}

# wait_for_engine PID LOG: fails when the process ends.
wait_for_engine() {
  local deadline=$((SECONDS + engine_wait_seconds))
  until engine_is_reachable; do
    kill -0 "$1" 2>/dev/null || break
    ((SECONDS < deadline)) || break
    sleep 0.3
  done
  engine_is_reachable || fail "Docker's engine did not start; see $2"
}
