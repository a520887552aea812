# shellcheck shell=bash
# Shows what a run left in its namespaces: each of these would have stayed on a machine without them.

# Succeeds when nothing is left.
report_leftovers() {
  local found
  found=$(
    list_leftovers container docker ps -aq --no-trunc
    list_leftovers network other_networks
    list_leftovers volume docker volume ls -q
    list_leftovers image described_images
    list_leftovers "firewall rule" own_firewall_rules
    list_leftovers "network namespace" ip netns list
    list_leftovers "temporary file" temporary_files
    list_leftovers mount other_mounts
    list_leftovers process other_processes
  )
  [[ -n $found ]] || return 0
  step "The run left behind:" >&2
  echo "$found" >&2
  return 1
}

engine_is_empty() {
  [[ -z $(docker ps -aq)$(docker image ls -aq)$(docker volume ls -q)$(other_networks) ]]
}

# list_leftovers KIND COMMAND...: one line for each line of the command.
list_leftovers() {
  local kind=$1
  shift
  "$@" | sort -u | sed "s/^/  $kind /"
}

# With what identifies the test that made an image.
described_images() {
  docker image ls --format '{{.ID}} {{.Repository}}:{{.Tag}}@{{.Digest}}, created {{.CreatedAt}}'
}

other_networks() {
  docker network ls --format '{{.Name}}' | grep -vxE 'bridge|host|none' || true
}

own_firewall_rules() {
  iptables -w 10 -S | grep OPENHTC || true
}

# Left out: the sources, where they are below /tmp; the Java machine's performance data; the stacks that
# an engine's containerd writes when it responds late, which happens on a busy machine; and the empty
# directory that the library for the embedded PostgreSQL makes, although the service names another one.
temporary_files() {
  find /tmp -mindepth 1 -maxdepth 1 ! -name 'hsperfdata_*' ! -name 'containerd.*.stacks.log' \
    ! \( -name embedded-pg -empty \) \
    ! -exec mountpoint -q {} \; -print
}

# Left out: this script with its commands, and the engine with its containerd.
other_processes() {
  ps -eo pid=,ppid=,args= | awk -v engine="$engine_pid" '
    $1 == engine || $2 == engine || /isolated-inside\.sh/ { next }
    $3 == "ps" || $3 == "awk" || $3 == "sort" || $3 == "sed" { next }
    { print }'
}

# Below the sources, where they are below /tmp, other mounts than theirs are not expected either.
other_mounts() {
  awk -v sources="$source_dir" '$2 ~ "^/tmp/" && $2 != sources { print $2 }' /proc/mounts
}

# Test classes share their images, so none of them can remove them. The service leaves its image of
# slots, of less than a kilobyte, on each host; if two services make it at the same time, one of the two
# images has no name. Tests kill services with SIGKILL, also while these use an image to probe the disk or
# to set the firewall, and the next service removes such an image only when it is ten minutes old.
# An image that can't be removed is one of the leftovers.
remove_test_images() {
  local image
  for image in $(test_images); do
    docker image rm "$image" >/dev/null || true
  done
  docker image prune --force >/dev/null || true
}

test_images() {
  local repository
  for repository in 'openhtc-test/*' openhtc/pause openhtc/disk-probe openhtc/firewall; do
    docker image ls --format '{{.Repository}}:{{.Tag}}' "$repository"
  done
}
