# shellcheck shell=bash
# Tests a rolling upgrade from another commit of this repository.

readonly previous_dir=$source_dir/target/previous
readonly migrations=src/main/resources/db/migration

# test_upgrade [REF]: from that commit or tag; by default from the last release.
test_upgrade() {
  local from=${1:-}
  [[ -n $from ]] || from=$(git -C "$source_dir" describe --tags --abbrev=0 --match 'v*' 2>/dev/null) ||
    fail "No version is released yet: name a commit, for example ./openhtc upgrade-test HEAD~20"
  git -C "$source_dir" rev-parse --quiet --verify "$from^{commit}" >/dev/null || fail "There is no commit $from."
  require_same_migrations "$from"
  find_jdk
  step "Building $from"
  git -C "$source_dir" worktree remove --force "$previous_dir" 2>/dev/null || true
  git -C "$source_dir" worktree add --quiet --detach "$previous_dir" "$from" || fail "$from can't be checked out."
  (cd "$previous_dir" && ./mvnw -q -B package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dlicense.skipAddThirdParty=true) || fail "The build of $from failed."
  cp "$previous_dir/target/openhtc.jar" "$source_dir/target/openhtc-previous.jar"
  git -C "$source_dir" worktree remove --force "$previous_dir"
  run_one_test RollingUpgradeIT -Dopenhtc.previous-jar="$source_dir/target/openhtc-previous.jar"
}

# require_same_migrations REF: the present sources may have further ones. A database whose migrations have other
# checksums is refused at the start.
require_same_migrations() {
  local changed
  changed=$(git -C "$source_dir" diff --no-renames --name-only --diff-filter=MDT "$1" -- "$migrations" |
    xargs -r -n 1 basename | paste -sd ' ')
  [[ -z $changed ]] || fail "No upgrade from $1 is possible: $changed changed since. Before the first release" \
    "migrations are changed in place. The oldest commit with the present ones is" \
    "$(git -C "$source_dir" log -1 --format=%h -- "$migrations")."
}
