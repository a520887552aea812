# shellcheck shell=bash
# Records the classes that a start of the service loads. With this cache, later starts take half the CPU
# time, so that a killed service is back sooner.

readonly record_wait_seconds=120

# Java uses a cache only with the flags with which it was recorded, and does not start with a cache that was
# recorded in another directory. A new build removes the caches with the directory of the service.
set_java_flags() {
  local -a flags
  read -ra flags <<<"${OPENHTC_JAVA_OPTS:--Xmx512m}"
  # A process without memory continues in an undefined state; after an exit a supervisor can restart it.
  java_flags=(-XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED "${flags[@]}")
  start_cache=$app_dir/start-$(cksum <<<"$JAVA_HOME $app_dir ${java_flags[*]}" | cut -d' ' -f1).aot
}

# Once per build and installation. The service starts without the cache as well, only slower.
record_start() {
  local directory
  set_java_flags
  [[ ! -e $start_cache && ${java_flags[*]} != *-XX:AOT* ]] || return 0
  step "Recording a start, which halves the time of later starts"
  directory=$(mktemp -d)
  (record_in "$directory") || step "It could not be recorded; see $directory.log"
  # Empty after a failure.
  touch "$directory/cache"
  mv "$directory/cache" "$start_cache"
  rm -rf "$directory"
}

# record_in DIRECTORY: starts a service of its own there, without the settings of this installation, and ends
# it, upon which Java writes the cache.
record_in() {
  local directory=$1 log=$1.log pid
  cd "$1"
  env -i PATH="$PATH" HOME="$1" LC_ALL=C.UTF-8 OPENHTC_HOME="$1" \
    "$JAVA_HOME/bin/java" "${java_flags[@]}" -XX:AOTCacheOutput="$1/cache" -Djava.io.tmpdir="$1" \
    -jar "$app_jar" --server.port=0 --server.address=127.0.0.1 --openhtc.embedded.s3-address=127.0.0.1 \
    --openhtc.registry.program=no-registry \
    --openhtc.hosts[0].name=nowhere --openhtc.hosts[0].endpoint=tcp://127.0.0.1:1 >"$log" 2>&1 </dev/null &
  pid=$!
  # A background process ignores the interrupt of a terminal.
  trap 'abandon_record "$pid" "$directory"' INT TERM
  await_started "$pid" "$log" || true
  kill -TERM "$pid" 2>/dev/null || true
  timeout "$record_wait_seconds" tail --pid="$pid" -f /dev/null || kill -KILL "$pid"
  [[ -s $1/cache ]] && rm "$log"
}

# abandon_record PID DIRECTORY: ends the service and its database, and this subshell as by an interrupt.
abandon_record() {
  kill -TERM "$1" 2>/dev/null
  timeout "$record_wait_seconds" tail --pid="$1" -f /dev/null
  rm -rf "$2"
  trap - INT
  kill -INT "$BASHPID"
}

await_started() {
  local deadline=$((SECONDS + record_wait_seconds))
  until grep -q 'Started OpenHtcApplication' "$2"; do
    kill -0 "$1" 2>/dev/null && ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}
