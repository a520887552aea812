# shellcheck shell=bash
# Shows what costs most in the last test run.

readonly reports=$source_dir/target/failsafe-reports

# Seconds and class, from the slowest on.
show_slowest_classes() {
  compgen -G "$reports/TEST-*.xml" >/dev/null || return 0
  step "The ten slowest classes of integration tests, in seconds:"
  sed -nE 's/^<testsuite .* name="org\.openhtc\.([^"]+)" time="([0-9]+)[0-9.]*".*/\2 \1/p' \
    "$reports"/TEST-*.xml | sort -rn | awk 'NR <= 10 { printf "%6d  %s\n", $1, $2 }'
}
