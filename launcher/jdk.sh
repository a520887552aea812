# shellcheck shell=bash
# Finds a JDK that is new enough, or installs one.

readonly oldest_jdk=25

# Sets and exports JAVA_HOME.
find_jdk() {
  local jdk
  jdk=$(installed_jdk)
  if [[ -z $jdk ]]; then
    install_jdk
    jdk=$(installed_jdk)
  fi
  [[ -n $jdk ]] || fail "No JDK $oldest_jdk or newer found: install Eclipse Temurin $oldest_jdk (https://adoptium.net) and set JAVA_HOME to it."
  export JAVA_HOME=$jdk
}

# Prints JAVA_HOME when it is new enough, else the newest other JDK, or nothing.
installed_jdk() {
  local jdk version best='' best_version=$((oldest_jdk - 1))
  if [[ $(jdk_version "${JAVA_HOME:-}") -ge $oldest_jdk ]]; then
    echo "$JAVA_HOME"
    return
  fi
  for jdk in /usr/lib/jvm/* "$(jdk_on_path)"; do
    version=$(jdk_version "$jdk")
    if ((version > best_version)); then
      best=$jdk best_version=$version
    fi
  done
  echo "$best"
}

jdk_on_path() {
  local javac
  javac=$(command -v javac) || return 0
  dirname "$(dirname "$(readlink -f "$javac")")"
}

# The major version of the JDK in a directory; 0 when there is none.
jdk_version() {
  local version=0
  if [[ -x $1/bin/javac && -r $1/release ]]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  echo "${version:-0}"
}

# Does nothing where the distribution has no package of that version, as Debian 12.
install_jdk() {
  local package=openjdk-$oldest_jdk-jdk-headless
  [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null || return 0
  refresh_package_lists
  ! apt-cache show "$package" >/dev/null 2>&1 || install_packages "$package"
}
