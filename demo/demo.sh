#!/usr/bin/env bash
# Runs a real computation as many jobs and checks the merged result against one run in one piece.
# Called by `./openhtc demo`, which has made sure of curl and jq.
set -euo pipefail
shopt -s inherit_errexit

readonly launcher=$1
readonly jobs=${OPENHTC_DEMO_JOBS:-120}
demo_dir=$(dirname "$launcher")/demo
work=$(mktemp -d)
readonly demo_dir work
trap 'rm -rf "$work"' EXIT

# shellcheck source=launcher/say.sh
source "$demo_dir/../launcher/say.sh"
# shellcheck source=demo/image.sh
source "$demo_dir/image.sh"
# shellcheck source=demo/api.sh
source "$demo_dir/api.sh"
# shellcheck source=demo/progress.sh
source "$demo_dir/progress.sh"

say() {
  printf '\n%s\n' "$*"
}

ensure_service() {
  local port before
  before=$("$launcher" status) || true
  "$launcher" up
  if [[ $before == *"No service runs"* ]]; then
    trap 'rm -rf "$work"; "$launcher" down' EXIT
  fi
  read -r _ port <"$OPENHTC_HOME/service.pid"
  api=http://localhost:$port/api/v1
}

# Prints the path of a new task in a new project.
make_task() {
  local region project task
  region=$(call GET '/htc/regions?enabled=true' | jq -r '.[0].region')
  project=$(call POST /htc/projects "$(jq -n --arg region "$region" '{projectName: "demo",
    projectDescription: "Made by ./openhtc demo", regions: [$region]}')" | jq -r .projectId)
  task=$(call POST "/htc/projects/$project/tasks" \
    '{"taskName": "words", "taskDescription": "Longest words of a dictionary"}' | jq -r .taskId)
  echo "/htc/projects/$project/tasks/$task"
}

batch() {
  jq -n --arg image "$image" --argjson jobs "$jobs" --arg architecture "$(architecture)" '[{
    jobName: "words", batchSize: $jobs, htcJobDefinition: {
      imageName: $image, maxVCpus: 1, maxMemory: 64, maxDiskGiB: 1, execTimeoutSeconds: 300,
      architecture: $architecture, priority: "ON_DEMAND_PRIORITY",
      commands: ["sh", "-c",
        "exec awk -v share=$AWS_BATCH_JOB_ARRAY_INDEX -v shares=\($jobs) -f /demo/words.awk /demo/web2"]}}]'
}

architecture() {
  case $(docker version --format '{{.Server.Arch}}') in
    arm64) echo AARCH64 ;;
    *) echo X86 ;;
  esac
}

# collect TASK_PATH: what all jobs printed.
collect() {
  local job
  all_items "$1/jobs?pageSize=1000" | jq -r .jobUUID | while read -r job; do
    all_items "$1/jobs/$job/logs?sort=asc&pageSize=1000" | jq -r .message
  done
}

in_one_piece() {
  "$root/bin/busybox" awk -v share=0 -v shares=1 -f "$root/demo/words.awk" "$root/demo/web2"
}

merge() {
  "$root/bin/busybox" awk -f "$demo_dir/merge.awk" | LC_ALL=C sort
}

show_figures() {
  local seconds
  seconds=$(awk -v micros="$1" 'BEGIN { printf "%.1f", micros / 1e6 }')
  say "$jobs jobs in $seconds s: $(awk -v jobs="$jobs" -v micros="$1" \
    'BEGIN { printf "%.1f", jobs * 1e6 / micros }') jobs/s, from the submission to the last end."
}

check() {
  say "The same computation in one piece, on this machine without the service, for comparison:"
  in_one_piece | merge >"$work/expected"
  if ! diff "$work/expected" "$work/result"; then
    fail "checked: the results DIFFER"
  fi
  echo "checked: the results agree"
}

now_micros() {
  echo "${EPOCHREALTIME/[.,]/}"
}

main() {
  local task started
  [[ $jobs =~ ^([1-9][0-9]{2}|1000)$ ]] ||
    fail "OPENHTC_DEMO_JOBS '$jobs' is not a number from 100 to 1000."
  ensure_service
  say "Making an image with the program and its data: a dictionary of 234,937 words."
  make_image
  say "Changing the API key into a token, and making a project with a task: projects are shared by" \
    "people, a task holds jobs that belong together."
  log_in
  task=$(make_task)
  echo "  $api$task"
  say "Submitting one batch of $jobs jobs. They are equal but for AWS_BATCH_JOB_ARRAY_INDEX, which" \
    "tells each job its share of the words."
  started=$(now_micros)
  call POST "$task/jobs/batch" "$(batch)" >/dev/null
  say "The service places waiting jobs on hosts with room, one container each, and keeps what they" \
    "print."
  watch_jobs "$task" "$jobs"
  show_figures $(($(now_micros) - started))
  say "Reading the logs of all jobs, whose containers are gone, and merging them:"
  collect "$task" | merge >"$work/result"
  awk -f "$demo_dir/show.awk" "$work/result"
  check
}

main
