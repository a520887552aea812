# shellcheck shell=bash
# Runs the tests of Kubernetes by levels, and shows which of them a test run has run.

# Each line is a level: its number, its test classes, and what they need.
readonly kubernetes_levels='
1 KubernetesEngineTest,KubernetesHostIT the client and jobs on a simulated API server
2 KubernetesFaultsTest faults of a simulated cluster
3 KubernetesApiServerIT,NodeControllersIT a real API server, etcd, scheduler and the controllers of nodes
4 RealNodeIT,RealNodeJobsIT,ChartNodeIT a real node with kubelet and containerd'

# run_kubernetes_tests [FLAG...]: other test runs include the levels 1 and 2 too, and 3 once the programs are built.
run_kubernetes_tests() {
  local code=0 classes
  need_command go golang
  need_command curl curl
  need_command openssl openssl
  find_jdk
  ensure_registry
  step "Building the programs of Kubernetes that are missing"
  "$source_dir/src/test/kubernetes/build.sh"
  "$source_dir/src/test/kubernetes/helm/build.sh"
  cd "$source_dir"
  rm -rf target/surefire-reports target/failsafe-reports
  classes=$(awk 'NF { print $2 }' <<<"$kubernetes_levels" | paste -sd ,)
  if [[ $EUID -eq 0 ]]; then
    install_node_tools
    run_isolated ./mvnw -B test -Dtest="$classes" "$@" || code=$?
  else
    ./mvnw -B test -Dtest="$classes" "$@" || code=$?
  fi
  show_kubernetes_levels
  return "$code"
}

# What a node and the namespaces around it need.
install_node_tools() {
  need_command containerd containerd
  need_command runc runc
  [[ -x /usr/lib/cni/bridge ]] || install_packages containernetworking-plugins
  need_command ip iproute2
  need_command slirp4netns slirp4netns
  need_command debootstrap debootstrap
  need_command unzip unzip
  install_engine
}

# One line for each level, from the reports of the last test run.
show_kubernetes_levels() {
  local number classes needs
  step "Tests of Kubernetes by level:"
  while read -r number classes needs; do
    [[ -z $number ]] || echo "  $number ($needs): $(result_of_classes "$classes")"
  done <<<"$kubernetes_levels"
}

# result_of_classes CLASS,...: the number of tests, or why they did not run.
result_of_classes() {
  local class file files=() counts reason
  for class in ${1//,/ }; do
    for file in "$source_dir"/target/*-reports/TEST-*."$class".xml; do
      [[ ! -e $file ]] || files+=("$file")
    done
  done
  counts=$(cat /dev/null "${files[@]}" |
    sed -nE 's/^<testsuite .* tests="([0-9]+)" errors="([0-9]+)" skipped="([0-9]+)" failures="([0-9]+)".*/\1 \2 \3 \4/p' |
    awk '{ tests += $1; failed += $2 + $4; skipped += $3 }
         END { if (tests) printf "%d passed, %d failed, %d skipped", tests - failed - skipped, failed, skipped }')
  # A class that is skipped as a whole has a report without tests.
  if [[ -z $counts ]]; then
    echo "not run; ./openhtc test-kubernetes runs them"
    return
  fi
  reason=$(sed -nE 's/.*<skipped message="[^"]*(skipped: [^"]*)".*/\1/p' "${files[@]}" | sort -u | head -n 1)
  echo "$counts${reason:+; $reason}"
}
