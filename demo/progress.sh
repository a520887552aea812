# shellcheck shell=bash
# Shows the progress of a task until all of its jobs have ended.

# Short enough for a line of 80 characters.
readonly bar_width=10
readonly give_up_seconds=900

# watch_jobs TASK_PATH JOBS: fails when a job failed.
watch_jobs() {
  local deadline=$((SECONDS + give_up_seconds)) next_line=0
  while true; do
    read_counts "$1"
    if [[ -t 1 ]]; then
      printf '\r%s\e[K' "$(progress_line "$2")"
    elif ((SECONDS >= next_line || ended == $2)); then
      progress_line "$2"
      next_line=$((SECONDS + 5))
    fi
    ((ended < $2)) || break
    ((SECONDS < deadline)) || fail "The jobs did not end within $give_up_seconds s."
    sleep 0.2
  done
  [[ ! -t 1 ]] || echo
  ((failed == 0)) || explain_failures "$1"
}

read_counts() {
  local counts
  counts=$(call GET "$1/summary-statistics" | jq -r '.jobStatuses |
    [.SUBMITTED_TO_RESCALE + .SUBMITTED_TO_PROVIDER + .RUNNABLE, .STARTING, .RUNNING,
      .SUCCEEDED, .FAILED] | @tsv')
  read -r waiting starting running succeeded failed <<<"$counts"
  ended=$((succeeded + failed))
}

progress_line() {
  local filled=$((bar_width * ended / $1)) bar
  printf -v bar '%*s' "$filled" ''
  printf '[%-*s] %d/%d  waiting %d  starting %d  running %d  succeeded %d  failed %d\n' \
    "$bar_width" "${bar// /#}" "$ended" "$1" "$waiting" "$starting" "$running" "$succeeded" "$failed"
}

explain_failures() {
  all_items "$1/jobs?pageSize=1000" |
    jq -r 'select(.status == "FAILED") | "  \(.jobUUID) \(.failureCode): \(.statusReason)"' |
    sed -n 1,5p
  fail "$failed jobs failed."
}
