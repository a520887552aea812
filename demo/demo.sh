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

# Prints the path of a new project.
make_project() {
  local region
  region=$(call GET '/htc/regions?enabled=true' | jq -r '.[0].region')
  echo "/htc/projects/$(call POST /htc/projects "$(jq -n --arg region "$region" '{projectName: "demo",
    projectDescription: "Made by ./openhtc demo", regions: [$region]}')" | jq -r .projectId)"
}

# make_task PROJECT_PATH: prints the path of a new task.
make_task() {
  echo "$1/tasks/$(call POST "$1/tasks" \
    '{"taskName": "words", "taskDescription": "Longest words of a dictionary"}' | jq -r .taskId)"
}

# presigned PATH FILE [PARAMETERS]: a URL that carries its own permission for one file.
presigned() {
  call GET "$1/storage/presigned-url?filePath=$2${3:-}" | jq -r .url
}

upload_words() {
  curl -sS --fail -T "$words" "$(presigned "$1" web2)" || fail "The word list could not be uploaded."
}

batch() {
  jq -n --argjson jobs "$jobs" --arg architecture "$(architecture)" '[{
    jobName: "words", batchSize: $jobs, htcJobDefinition: {
      imageName: "words:1", maxVCpus: 1, maxMemory: 64, maxDiskGiB: 1, execTimeoutSeconds: 300,
      architecture: $architecture, priority: "ON_DEMAND_PRIORITY",
      commands: ["sh", "/demo/share.sh", "\($jobs)"]}}]'
}

architecture() {
  case $(docker version --format '{{.Server.Arch}}') in
    arm64) echo AARCH64 ;;
    *) echo X86 ;;
  esac
}

# collect TASK_PATH: what all jobs left in the task's folder.
collect() {
  local index
  for ((index = 0; index < jobs; index++)); do
    curl -sS --fail "$(presigned "$1" "found/$index" '&method=GET')" ||
      fail "Job $index left no result."
  done
}

# first_log TASK_PATH: what the first job printed.
first_log() {
  local job
  job=$(call GET "$1/jobs?pageSize=1" | jq -r '.items[0].jobUUID')
  all_items "$1/jobs/$job/logs?sort=asc" | jq -r '"  " + .message'
}

in_one_piece() {
  "$root/bin/busybox" awk -v share=0 -v shares=1 -f "$demo_dir/image/words.awk" "$words"
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
  local project task started
  [[ $jobs =~ ^([1-9][0-9]{2}|1000)$ ]] ||
    fail "OPENHTC_DEMO_JOBS '$jobs' is not a number from 100 to 1000."
  ensure_service
  say "Changing the API key into a token, and making a project with a task: projects are shared by" \
    "people, a task holds jobs that belong together."
  log_in
  project=$(make_project)
  task=$(make_task "$project")
  echo "  $api$task"
  say "Making an image with the program, and pushing it to the project's own registry:"
  push_image "$project" words
  say "Uploading the input to the project's shared folder: a dictionary of 234,937 words."
  upload_words "$project"
  say "Submitting one batch of $jobs jobs. They are equal but for AWS_BATCH_JOB_ARRAY_INDEX, which" \
    "tells each job its share of the words."
  started=$(now_micros)
  call POST "$task/jobs/batch" "$(batch)" >/dev/null
  say "The service places waiting jobs on hosts with room, one container each. Every job gets" \
    "credentials that reach the shared folder and its task's folder, and nothing else."
  watch_jobs "$task" "$jobs"
  show_figures $(($(now_micros) - started))
  say "What the first job printed is kept, though its container is gone:"
  first_log "$task"
  say "Fetching what all jobs left in the task's folder, and merging it:"
  collect "$task" | merge >"$work/result"
  awk -f "$demo_dir/show.awk" "$work/result"
  check
}

main
