# shellcheck shell=bash
# Builds the service when its sources are newer, and unpacks it for this installation.

readonly built_jar=$source_dir/target/openhtc.jar
# Shows when the jar was built: the jar itself carries a fixed time, so that builds are reproducible.
readonly build_time=$source_dir/target/openhtc.jar.original
readonly app_dir=$OPENHTC_HOME/app
readonly app_jar=$app_dir/openhtc.jar

# Makes a copy of the service in the installation, ready to start. The copy of a running service stays: a
# supervisor would start the new one after a crash.
build() {
  build_jar
  if running; then
    step "The service runs: it is replaced after \`./openhtc down\`, at the next start."
    return
  fi
  unpack_app
  record_start
}

build_jar() {
  jar_is_fresh && return
  step "Building the service (the first time this downloads its libraries)"
  (cd "$source_dir" && ./mvnw -q -B package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dlicense.skipAddThirdParty=true) ||
    fail "The build failed."
}

jar_is_fresh() {
  local newer
  [[ -f $built_jar && -f $build_time ]] || return 1
  newer=$(find "$source_dir/pom.xml" "$source_dir/openapi.yaml" "$source_dir/src/main" \
    -newer "$build_time" -print -quit)
  [[ -z $newer ]]
}

# The installation has its own copy, so that a later build does not replace the classes of a running
# service. Unpacked, it also starts faster. Another version may have made a copy later than this one was built.
unpack_app() {
  local sum
  sum=$(sha256sum <"$built_jar")
  [[ $(cat "$app_dir/unpacked" 2>/dev/null) == "$sum" ]] && return
  rm -rf "$app_dir"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$built_jar" extract --destination "$app_dir" \
    >/dev/null || fail "The service could not be unpacked into $app_dir."
  echo "$sum" >"$app_dir/unpacked"
}
