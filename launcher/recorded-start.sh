# shellcheck shell=bash
# Records the classes that a start of the service loads. With this cache, later starts take half the CPU
# time, so that a killed service is back sooner.

readonly start_cache=$app_dir/openhtc.aot
readonly record_wait_seconds=120

# Java uses a cache only with the flags with which it was recorded.
set_java_flags() {
  local -a flags
  read -ra flags <<<"${OPENHTC_JAVA_OPTS:--Xmx512m}"
  # A process without memory continues in an undefined state; after an exit a supervisor can restart it.
  java_flags=(-XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED "${flags[@]}")
  recorded_start=$source_dir/target/start-$(cksum <<<"$JAVA_HOME ${java_flags[*]}" | cut -d' ' -f1).aot
}

# Once per build. The service starts without the cache as well, only slower.
record_start() {
  local directory
  set_java_flags
  if ! [[ $recorded_start -nt $build_time ]]; then
    step "Recording a start, which halves the time of later starts"
    directory=$(mktemp -d)
    (record_in "$directory") || step "It could not be recorded; see $directory.log"
    # Not written in place: running services use the earlier one. It is empty after a failure.
    touch "$directory/cache"
    mv "$directory/cache" "$recorded_start"
    rm -rf "$directory"
  fi
  # The installation keeps its own, as it keeps its copy of the service.
  [[ $start_cache -ef $recorded_start ]] || ln -f "$recorded_start" "$start_cache" 2>/dev/null ||
    cp "$recorded_start" "$start_cache"
}

# record_in DIRECTORY: starts a service of its own there, without the settings of this installation, and ends
# it, upon which Java writes the cache.
record_in() {
  local log=$1.log pid
  cd "$1"
  env -i PATH="$PATH" HOME="$1" LC_ALL=C.UTF-8 OPENHTC_HOME="$1" \
    "$JAVA_HOME/bin/java" "${java_flags[@]}" -XX:AOTCacheOutput="$1/cache" -Djava.io.tmpdir="$1" \
    -jar "$app_jar" --server.port=0 --openhtc.bootstrap-api-key=recorded-administrator-key-0123456789 \
    --openhtc.registry.program=no-registry \
    --openhtc.hosts[0].name=nowhere --openhtc.hosts[0].endpoint=tcp://127.0.0.1:1 >"$log" 2>&1 </dev/null &
  pid=$!
  await_started "$pid" "$log" || true
  kill -TERM "$pid" 2>/dev/null || true
  timeout "$record_wait_seconds" tail --pid="$pid" -f /dev/null || kill -KILL "$pid"
  [[ -s $1/cache ]] && rm "$log"
}

await_started() {
  local deadline=$((SECONDS + record_wait_seconds))
  until grep -q 'Started OpenHtcApplication' "$2"; do
    kill -0 "$1" 2>/dev/null && ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}
