# shellcheck shell=bash
# Runs one service for each OPENHTC_HOME. The pid file contains its process id and its port.

readonly pid_file=$OPENHTC_HOME/service.pid
readonly log_file=$OPENHTC_HOME/service.log
readonly ready_wait_seconds=180
readonly stop_wait_seconds=60
# Not empty if this call has started the service.
launched=

serve() {
  refuse_second_service
  prepare
  enter_home
  echo "$$ $OPENHTC_PORT" >"$pid_file"
  step "Serving $(url "$OPENHTC_PORT"); the API key is in $OPENHTC_HOME/api-key"
  exec "${java_command[@]}"
}

up() {
  if running; then
    step "The service already runs."
  else
    refuse_second_service
    prepare
    launch
    launched=1
  fi
  wait_until_ready
  step "Ready at $(url "$running_port"), log in $log_file"
  step "The page for browsers is at ${running_scheme:-http}://localhost:$running_port/"
  step "The API key is in $OPENHTC_HOME/api-key"
}

down() {
  running || { end_restarts; step "No service runs for $OPENHTC_HOME."; return; }
  step "Stopping the service, process $running_pid"
  kill -TERM "$running_pid"
  if ! wait_until_gone; then
    step "It did not stop within $stop_wait_seconds s; killing it"
    end_restarts
    kill -KILL "$running_pid"
  fi
  end_restarts
}

# Without the file, a supervisor does not start the service again.
end_restarts() {
  rm -f "$pid_file"
}

status() {
  running || { step "No service runs for $OPENHTC_HOME."; exit 1; }
  if ready; then
    step "The service is ready: process $running_pid, $(url "$running_port")"
  else
    step "The service is not ready: process $running_pid, $(url "$running_port"), log in $log_file"
    exit 1
  fi
}

# url PORT: the scheme is known after `ready`.
url() {
  echo "${running_scheme:-http}://localhost:$1/api/v1"
}

# Succeeds when the process of the pid file is the service; sets running_pid and running_port.
running() {
  [[ -r $pid_file ]] || return 1
  read -r running_pid running_port <"$pid_file" || return 1
  # After a crash the id may belong to another process.
  [[ $(tr '\0' '\n' 2>/dev/null <"/proc/$running_pid/cmdline") == *"$app_jar"* ]]
}

ready() {
  local scheme health
  for scheme in http https; do
    # The certificate has another name than 127.0.0.1.
    health=$(curl -fsk -m 5 "$scheme://127.0.0.1:$running_port/actuator/health/readiness") || continue
    [[ $health == *'"UP"'* ]] || return 1
    running_scheme=$scheme
    return 0
  done
  return 1
}

# Otherwise a response of the other service would be mistaken for one of this service.
refuse_second_service() {
  ! running || fail "The service already runs, process $running_pid."
  end_restarts
  if (: <"/dev/tcp/127.0.0.1/$OPENHTC_PORT") 2>/dev/null; then
    fail "Port $OPENHTC_PORT is in use; set OPENHTC_PORT to another one."
  fi
}

# The service finds config/application.yaml here, and resolves relative paths in it.
enter_home() {
  # A killed service leaves its temporary files behind: the next one removes them here.
  rm -rf "$OPENHTC_HOME/tmp"
  mkdir -p "$OPENHTC_HOME/tmp"
  set_java_flags
  java_command=("$JAVA_HOME/bin/java" "${java_flags[@]}" -Djava.io.tmpdir="$OPENHTC_HOME/tmp")
  [[ ! -s $start_cache ]] || java_command+=(-XX:AOTCache="$start_cache")
  java_command+=(-jar "$app_jar")
  cd "$OPENHTC_HOME"
}

launch() {
  step "Starting the service"
  [[ ! -e $log_file ]] || mv "$log_file" "$log_file.1"
  enter_home
  setsid "$source_dir/launcher/supervise.sh" "$pid_file" "$OPENHTC_PORT" "${java_command[@]}" \
    >>"$log_file" 2>&1 </dev/null &
  running_pid=$! running_port=$OPENHTC_PORT
}

wait_until_ready() {
  local deadline=$((SECONDS + ready_wait_seconds))
  until ready; do
    if ! kill -0 "$running_pid" 2>/dev/null; then
      # The supervisor of an earlier call may have started another process.
      [[ -z $launched ]] && running || explain_early_end
    fi
    ((SECONDS < deadline)) || fail "The service is not ready after $ready_wait_seconds s; see $log_file"
    sleep 0.5
  done
}

explain_early_end() {
  [[ -z $launched ]] || end_restarts
  tail -n 25 "$log_file" >&2
  fail "The service ended while it started; the whole log is in $log_file"
}

wait_until_gone() {
  local deadline=$((SECONDS + stop_wait_seconds))
  while running; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}
