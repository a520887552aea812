#!/usr/bin/env bash
# supervise.sh PID_FILE PORT COMMAND...: runs the service, and starts it again when it was killed or ran
# out of memory. Writes the process id and the port of the service to PID_FILE after each start. Ends when
# the service was stopped, could not start (code 1), or PID_FILE is gone.
set -uo pipefail

readonly pid_file=$1
readonly port=$2
shift 2
pause=1

while :; do
  started=$SECONDS
  "$@" &
  echo "$! $port" >"$pid_file"
  wait $!
  code=$?
  case $code in
    0 | 1 | 130 | 143) exit "$code" ;;
  esac
  [[ -e $pid_file ]] || exit "$code"
  # Longer pauses while it ends soon after its start.
  if ((SECONDS - started > 60)); then pause=1; fi
  echo "The service ended with code $code; it is started again in $pause s"
  sleep "$pause"
  pause=$((pause < 30 ? pause * 2 : 60))
done
