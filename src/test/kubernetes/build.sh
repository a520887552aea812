#!/usr/bin/env bash
# Builds etcd, the servers of Kubernetes and kwok from the Go module proxy, once for each version of the go.sum
# files, outside of the tree: in OPENHTC_KUBERNETES_CACHE, by default ~/.cache/openhtc-kubernetes. Prints the directory
# of the programs as its last line. Takes about 15 minutes on two free processors, and 6 GB.
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${OPENHTC_KUBERNETES_CACHE:-$HOME/.cache/openhtc-kubernetes}
programs=$cache/$(cat "$source_dir/go.sum" "$source_dir/kwok/go.sum" | sha256sum | cut -c1-12)
export GOMODCACHE=$cache/modules GOCACHE=$cache/build CGO_ENABLED=0 GOTOOLCHAIN=local
export GOFLAGS="${GOFLAGS:-} -mod=readonly -buildvcs=false"

# build NAME MODULE PACKAGE [LINKER-FLAGS]: a program appears under its name only when it is complete.
build() {
  [[ ! -x $programs/$1 ]] || return 0
  echo "Building $1" >&2
  nice -n 19 go build -C "$source_dir/$2" -p "${OPENHTC_BUILD_PROCESSES:-2}" -trimpath -ldflags "-s -w ${4:-}" -o "$programs/$1.part" "$3"
  mv "$programs/$1.part" "$programs/$1"
}

mkdir -p "$programs"
version=$(sed -n 's#^\tk8s.io/kubernetes \(v[0-9.]*\)$#\1#p' "$source_dir/go.mod")
minor=${version#*.}
names=k8s.io/component-base/version
flags="-X $names.gitVersion=$version -X $names.gitMajor=1 -X $names.gitMinor=${minor%.*}"
build etcd . ./etcd
build kube-apiserver . k8s.io/kubernetes/cmd/kube-apiserver "$flags"
build kube-scheduler . k8s.io/kubernetes/cmd/kube-scheduler "$flags"
build kwok kwok sigs.k8s.io/kwok/cmd/kwok
build kube-controller-manager . k8s.io/kubernetes/cmd/kube-controller-manager "$flags"
build kubelet . k8s.io/kubernetes/cmd/kubelet "$flags"
echo "$programs"
