# shellcheck shell=bash
# Shows how long the jobs ran, and how fast the service was.

# show_run_times TASK_PATH: ten jobs in each line, in seconds from the start of a container to its end.
show_run_times() {
  print "Run times of the jobs in seconds, from the start of each container to its end:"
  all_items "$1/jobs?pageSize=1000" | jq -r '
    def seconds: (.[:19] + "Z" | fromdate) + ("0" + (.[19:] | rtrimstr("Z")) | tonumber);
    [(.jobUUID | split(":")[1] | tonumber), (.completedAt | seconds) - (.startedAt | seconds)] | @tsv' |
    sort -n >"$work/run-times"
  awk -f "$demo_dir/run-times.awk" "$work/run-times"
}

# show_figures MICROSECONDS: from the submission to the end of the last job.
show_figures() {
  awk -v jobs="$jobs" -v micros="$1" '
    { sum += $2 }
    END {
      seconds = micros / 1e6
      printf "\n%d jobs in %.1f s: %.1f jobs/s, from the submission to the end of the last job.\n",
        jobs, seconds, jobs / seconds
      printf "Together they ran for %.1f s: %.1f at the same time on average.\n", sum, sum / seconds
    }' "$work/run-times"
}
