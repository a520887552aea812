#!/usr/bin/env bash
# supervise.sh PID_FILE PORT COMMAND...: runs the service, and starts it again when it was killed or ran
# out of memory: at once, and after growing pauses while it ends soon after its start. After each start
# PID_FILE contains the process id and the port of the service. Ends when the service was stopped, when its
# first start failed, or when PID_FILE is gone or of another start.
set -uo pipefail

readonly pid_file=$1
readonly port=$2
readonly longest_pause=60
shift 2
pause=0
starts=0

while :; do
  started=$SECONDS
  starts=$((starts + 1))
  "$@" &
  written="$! $port"
  echo "$written" >"$pid_file"
  wait $!
  code=$?
  case $code in
    0 | 130 | 143) exit "$code" ;;
    # The settings are wrong, for example. A later start can fail because the machine is busy.
    1) ((starts > 1)) || exit "$code" ;;
  esac
  if ((SECONDS - started > 60)); then pause=0; fi
  echo "The service ended with code $code; it is started again in $pause s"
  sleep "$pause"
  # It is gone if the service was stopped during the pause.
  [[ $(cat "$pid_file" 2>/dev/null) == "$written" ]] || exit "$code"
  pause=$((pause < longest_pause / 2 ? 2 * pause + 1 : longest_pause))
done
