# shellcheck shell=bash
# Writes the plain manifests of the Helm chart.

readonly charts_dir=$source_dir/charts

# The values are examples: users replace the addresses of example.org.
write_manifests() {
  find_helm
  "$helm" template openhtc "$charts_dir/openhtc" --namespace openhtc \
    --values "$charts_dir/openhtc/ci/manifests-values.yaml" >"$charts_dir/manifests.yaml.part" ||
    fail "The chart can't be rendered."
  mv "$charts_dir/manifests.yaml.part" "$charts_dir/manifests.yaml"
}

# Sets helm to the program on the path, or builds one, which requires Go.
find_helm() {
  helm=$(command -v helm) && return
  command -v go >/dev/null || fail "Install helm, or go to build it."
  helm=$("$source_dir/src/test/kubernetes/helm/build.sh" | tail -n 1) || fail "Helm can't be built."
}
