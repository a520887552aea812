#!/usr/bin/env bash
# Builds Helm from the Go module proxy, once for each version of go.sum, outside of the tree. Prints the path of the
# program as its last line. Takes some minutes.
set -euo pipefail

module=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${OPENHTC_KUBERNETES_CACHE:-$HOME/.cache/openhtc-kubernetes}
program=$cache/helm-$(sha256sum "$module/go.sum" | cut -c1-12)/helm
export GOMODCACHE=$cache/modules GOCACHE=$cache/build CGO_ENABLED=0 GOTOOLCHAIN=local
export GOFLAGS="${GOFLAGS:-} -mod=readonly -buildvcs=false"

if [[ ! -x $program ]]; then
  version=$(sed -n 's#.*helm.sh/helm/v3 \(v[0-9.]*\)$#\1#p' "$module/go.mod")
  # The version of Kubernetes that templates see without a cluster.
  minor=$(sed -n 's#.*k8s.io/client-go v0\.\([0-9]*\).*#\1#p' "$module/go.mod")
  flags="-X helm.sh/helm/v3/internal/version.version=$version"
  for package in pkg/chartutil pkg/lint/rules; do
    flags+=" -X helm.sh/helm/v3/$package.k8sVersionMajor=1 -X helm.sh/helm/v3/$package.k8sVersionMinor=$minor"
  done
  mkdir -p "$(dirname "$program")"
  echo "Building helm $version" >&2
  nice -n 19 go build -C "$module" -p "${OPENHTC_BUILD_PROCESSES:-2}" -trimpath \
    -ldflags "-s -w $flags" -o "$program.part" helm.sh/helm/v3/cmd/helm
  mv "$program.part" "$program"
fi
echo "$program"
