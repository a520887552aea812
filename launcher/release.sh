# shellcheck shell=bash
# Makes the files of a release. The workflow of a tag uses the same commands.

readonly dist_dir=$source_dir/target/dist

# release [prepare]
release() {
  case ${1:-build} in
    prepare) prepare_release ;;
    build) build_release ;;
    *) fail "Run ./openhtc release prepare, commit, and then ./openhtc release" ;;
  esac
}

# Turns the development version into a release, to be committed: version and date in pom.xml, version in
# charts/, sections "Unreleased" in CHANGELOG.md and UPGRADING.md, sums of the migrations.
prepare_release() {
  local declared version today file
  declared=$(declared_version)
  version=${declared%-SNAPSHOT}
  [[ $version != "$declared" ]] || fail "pom.xml has the version $declared, which is a release already."
  today=$(date -u +%F)
  for file in CHANGELOG.md UPGRADING.md; do
    grep -qx '## Unreleased' "$source_dir/$file" || fail "$file has no section Unreleased."
  done
  sed -i "s|^  <version>$declared</version>|  <version>$version</version>|
    s|\(<project.build.outputTimestamp>\)[^<]*|\1${today}T00:00:00Z|" "$source_dir/pom.xml"
  sed -i "s/\b$declared\b/$version/g" "$source_dir/charts/openhtc/Chart.yaml" "$source_dir/charts/manifests.yaml"
  sed -i "s/^## Unreleased\$/## $version - $today/" "$source_dir/CHANGELOG.md" "$source_dir/UPGRADING.md"
  (cd "$source_dir/src/main/resources/db/migration" && sha256sum -- *.sql) \
    >"$source_dir/src/test/resources/schema/released.txt"
  step "Version $version is prepared. Commit the changes, then run ./openhtc release"
}

# Builds jar, software bill of materials, sources, Helm chart and the changelog's section, with checksums.
build_release() {
  local version
  version=$(declared_version)
  [[ $version != *-SNAPSHOT ]] || fail "pom.xml has the version $version: run ./openhtc release prepare, and commit."
  [[ -z $(git -C "$source_dir" status --porcelain) ]] || fail "There are changes that are not committed."
  find_jdk
  step "Building version $version"
  (cd "$source_dir" && ./mvnw -q -B clean package -Psbom -Dmaven.test.skip=true) || fail "The build failed."
  rm -rf "$dist_dir"
  mkdir -p "$dist_dir"
  changelog_section "$version" >"$dist_dir/changes.md"
  [[ -s $dist_dir/changes.md ]] || fail "CHANGELOG.md has no section $version."
  cp "$built_jar" "$dist_dir/openhtc-$version.jar"
  cp "$source_dir/target/classes/META-INF/sbom/application.cdx.json" "$dist_dir/openhtc-$version.cdx.json"
  git -C "$source_dir" archive --prefix="openhtc-$version/" -o "$dist_dir/openhtc-$version.tar.gz" HEAD
  git -C "$source_dir" archive --prefix=openhtc/ -o "$dist_dir/openhtc-chart-$version.tgz" HEAD:charts/openhtc
  (cd "$dist_dir" && sha256sum openhtc-* >SHA256SUMS)
  step "The release is in $dist_dir. To publish it: git tag -s v$version && git push origin v$version"
}

# The version of the project, which comes after the one of its parent.
declared_version() {
  sed -n 's|^  <version>\(.*\)</version>|\1|p' "$source_dir/pom.xml"
}

# changelog_section VERSION: without its title.
changelog_section() {
  awk -v title="## $1" '
    /^## / { inside = $0 == title || index($0, title " ") == 1; next }
    inside' "$source_dir/CHANGELOG.md"
}
