#!/usr/bin/env bash
# clean.sh SOCKET BRIDGE DIRECTORY...: ends what the containerd at SOCKET runs, after its kubelet has ended, and removes
# what both have set on the machine: mounts below each DIRECTORY, network namespaces, the bridge, groups of processes.
# Each step is tried, also if a node that never became ready lacks its object.
set -uo pipefail

readonly socket=$1 bridge=$2
readonly directories=("${@:3}")
readonly seconds=20

containers() {
  timeout "$seconds" ctr --address "$socket" --namespace k8s.io "$@" 2>/dev/null
}

end_containers() {
  local container
  for container in $(containers tasks ls -q); do
    containers tasks kill --signal SIGKILL "$container"
    containers tasks rm --force "$container"
  done
  for container in $(containers containers ls -q); do
    containers containers rm "$container"
  done
}

unmount() {
  local directory
  for directory in "${directories[@]}"; do
    awk -v below="$directory/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
      xargs -r -n 1 umount --lazy
  done
}

# The bridge has an interface in each network namespace of a pod, and the plugins keep a file for each.
remove_network() {
  local namespace
  while read -r namespace; do
    umount --lazy "$namespace"
    rm -f "$namespace"
  done < <(grep -oh '"sandbox":"[^"]*"' /var/lib/cni/results/"$bridge"-* | cut -d '"' -f 4 | sort -u)
  ip link del "$bridge"
  rm -f /var/lib/cni/results/"$bridge"-* /var/lib/cni/results/cni-loopback-*
}

remove_groups() {
  local group
  for group in /sys/fs/cgroup/kubepods /sys/fs/cgroup/*/kubepods; do
    [[ ! -d $group ]] || find "$group" -depth -type d -exec rmdir {} +
  done
}

end_containers
unmount
remove_network 2>/dev/null
remove_groups 2>/dev/null
true
