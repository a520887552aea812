# shellcheck shell=bash
# Short commands for developers: each one calls the build or a benchmark.

readonly benchmark_dir=$source_dir/benchmarks

run_unit_tests() {
  find_jdk
  cd "$source_dir"
  exec ./mvnw -B test "$@"
}

# run_one_test CLASS [FLAG...]
run_one_test() {
  [[ $# -gt 0 ]] || fail "Name a test class, for example: ./openhtc it SubmitJobsIT"
  prepare_tests
  [[ $1 != ComposeIT* ]] || install_compose_tools
  cd "$source_dir"
  exec ./mvnw -B test -Dtest="$1" "${@:2}"
}

format_sources() {
  find_jdk
  cd "$source_dir"
  exec ./mvnw -q -B spotless:apply
}

write_docs() {
  local tests
  tests=$(grep -rl 'GeneratedPage.require' "$source_dir/src/test/java" | xargs -n 1 basename -s .java | paste -sd ,)
  run_one_test "$tests" -Dopenhtc.write-docs=true
}

# run_benchmark NAME [ARGUMENT...]: the file has underscores in place of hyphens.
run_benchmark() {
  local name=${1:-}
  name=${name//-/_}
  [[ -f $benchmark_dir/$name.py ]] || fail "Name a benchmark, one of: $(benchmark_names)"
  need_command python3 python3
  find_jdk
  [[ $name == report ]] || build_jar
  cd "$source_dir"
  exec python3 "$benchmark_dir/$name.py" "${@:2}"
}

# run_chaos [--real] [--seeds 1-200] [--seconds 20] [--report]
run_chaos() {
  find_jdk
  build_jar
  cd "$source_dir"
  ./mvnw -q -B test-compile -Dspotless.check.skip=true
  exec "$JAVA_HOME/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED \
    -cp "target/test-classes:target/classes:$(<target/test-class-path)" org.openhtc.chaos.ChaosProgram "$@"
}

# A benchmark is a Python file that can be executed; report.py writes docs/performance.md.
benchmark_names() {
  find "$benchmark_dir" -maxdepth 1 -name '*.py' -executable -printf '%f\n' | sed 's/\.py$//' | sort | paste -sd ' '
}

# Writes the pictures of the page in docs/images.
write_screenshots() {
  need_command python3 python3
  need_command chromedriver chromium-driver
  find_jdk
  ensure_engine
  exec python3 "$benchmark_dir/screenshots.py"
}

# Integration tests use an engine, the registry's program and, where they start the service as a
# process, its jar.
prepare_tests() {
  need_command curl curl
  find_jdk
  ensure_engine
  ensure_registry
  build_jar
}
