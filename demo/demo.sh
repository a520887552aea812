#!/usr/bin/env bash
# Runs a real computation as many jobs, and compares the merged result with that of a single run.
# Called by `./openhtc demo`, which has installed curl and jq.
set -euo pipefail
shopt -s inherit_errexit

readonly launcher=$1
readonly jobs=${OPENHTC_DEMO_JOBS:-120}
readonly ready_seconds=60
demo_dir=$(dirname "$launcher")/demo
work=$(mktemp -d)
readonly demo_dir work
trap 'rm -rf "$work"' EXIT

# shellcheck source=launcher/output.sh
source "$demo_dir/../launcher/output.sh"
# shellcheck source=demo/image.sh
source "$demo_dir/image.sh"
# shellcheck source=demo/api.sh
source "$demo_dir/api.sh"
# shellcheck source=demo/progress.sh
source "$demo_dir/progress.sh"
# shellcheck source=demo/figures.sh
source "$demo_dir/figures.sh"

print() {
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

# Prints the region of the jobs: that of the cluster, or the first one.
region() {
  if [[ -n ${OPENHTC_DEMO_HOST:-} ]]; then
    call GET "/admin/hosts/$OPENHTC_DEMO_HOST" | jq -r .region
  else
    call GET '/htc/regions?enabled=true' | jq -r '.[0].region'
  fi
}

# A cluster is described only after the start of the service.
await_cluster() {
  local deadline=$((SECONDS + ready_seconds)) host
  until host=$(call GET "/admin/hosts/$OPENHTC_DEMO_HOST") && [[ $(jq .takesJobs <<<"$host") == true ]]; do
    ((SECONDS < deadline)) || fail "The cluster gets no jobs: $(jq -r .healthReason <<<"$host")"
    sleep 0.5
  done
  jq -r '"  \(.name): \(.vcpusForJobs) vCPUs and \(.memoryForJobsMib) MiB for jobs"' <<<"$host"
}

# Prints the path of a new project.
make_project() {
  local region
  region=$(region)
  echo "/htc/projects/$(call POST /htc/projects "$(jq -n --arg region "$region" '{projectName: "demo",
    projectDescription: "Made by ./openhtc demo", regions: [$region]}')" | jq -r .projectId)"
}

# make_task PROJECT_PATH: prints the path of a new task.
make_task() {
  echo "$1/tasks/$(call POST "$1/tasks" \
    '{"taskName": "words", "taskDescription": "Longest words of a dictionary"}' | jq -r .taskId)"
}

# presigned PATH FILE [PARAMETERS]: prints a URL that gives access to one file.
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

# collect TASK_PATH: prints the results of all jobs, which are in the task's folder.
collect() {
  curl -sS --fail -H "@$work/authorization" \
    "$api$1/storage/presigned-url?filePath=found/[0-$((jobs - 1))]&method=GET" |
    jq -r '"url = \(.url | @json)"' | curl -sS --fail --globoff -K - ||
    fail "The results of the jobs could not be downloaded."
}

# first_log TASK_PATH: prints the log of the first job.
first_log() {
  local job
  job=$(call GET "$1/jobs?pageSize=1" | jq -r '.items[0].jobUUID')
  all_items "$1/jobs/$job/logs?sort=asc" | jq -r '"  " + .message'
}

single_run() {
  "$root/bin/busybox" awk -v share=0 -v shares=1 -f "$demo_dir/image/words.awk" "$words"
}

merge() {
  "$root/bin/busybox" awk -f "$demo_dir/merge.awk" | LC_ALL=C sort
}

check() {
  print "For comparison, the same computation as a single run on this machine, without the service:"
  single_run | merge >"$work/expected"
  if ! diff "$work/expected" "$work/result"; then
    fail "checked: the results DIFFER"
  fi
  echo "checked: the results agree"
}

now_micros() {
  echo "${EPOCHREALTIME/[.,]/}"
}

main() {
  local project task started took
  [[ $jobs =~ ^([1-9][0-9]{2}|1000)$ ]] ||
    fail "OPENHTC_DEMO_JOBS '$jobs' is not a number from 100 to 1000."
  ensure_service
  print "Exchanging the API key for a token, and creating a project with a task. Users share a project; a" \
    "task groups jobs that belong together."
  log_in
  [[ -z ${OPENHTC_DEMO_HOST:-} ]] || await_cluster
  project=$(make_project)
  task=$(make_task "$project")
  echo "  $api$task"
  print "Building an image with the program, and pushing it to the project's registry:"
  push_image "$project" words
  print "Uploading the input to the project's shared folder: a dictionary of 234,937 words."
  upload_words "$project"
  print "Submitting one batch of $jobs jobs. They are identical, except that AWS_BATCH_JOB_ARRAY_INDEX gives" \
    "each job its share of the words."
  started=$(now_micros)
  call POST "$task/jobs/batch" "$(batch)" >/dev/null
  print "The service places waiting jobs on hosts with enough free capacity, one container per job. Every job" \
    "gets credentials for the shared folder and its task's folder only."
  watch_jobs "$task" "$jobs"
  took=$(($(now_micros) - started))
  show_run_times "$task"
  show_figures "$took"
  print "The log of the first job, which is kept after its container was removed:"
  first_log "$task"
  print "Downloading the results of all jobs from the task's folder, and merging them:"
  collect "$task" | merge >"$work/result"
  awk -f "$demo_dir/show.awk" "$work/result"
  check
}

main
