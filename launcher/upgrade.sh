# shellcheck shell=bash
# Tests a rolling upgrade from another commit of this repository.

readonly previous_dir=$source_dir/target/previous

# test_upgrade [REF]: from that commit or tag; by default from the last release.
test_upgrade() {
  local from=${1:-}
  [[ -n $from ]] || from=$(git -C "$source_dir" describe --tags --abbrev=0 --match 'v*' 2>/dev/null) ||
    fail "No version is released yet: name a commit, for example ./openhtc upgrade-test HEAD~20"
  find_jdk
  step "Building $from"
  git -C "$source_dir" worktree remove --force "$previous_dir" 2>/dev/null || true
  git -C "$source_dir" worktree add --quiet --detach "$previous_dir" "$from" || fail "There is no commit $from."
  (cd "$previous_dir" && ./mvnw -q -B package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dlicense.skipAddThirdParty=true) || fail "The build of $from failed."
  cp "$previous_dir/target/openhtc.jar" "$source_dir/target/openhtc-previous.jar"
  git -C "$source_dir" worktree remove --force "$previous_dir"
  run_one_test RollingUpgradeIT -Dopenhtc.previous-jar="$source_dir/target/openhtc-previous.jar"
}
