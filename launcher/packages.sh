# shellcheck shell=bash
# Installs Debian packages that are missing.

install_packages() {
  [[ $EUID -eq 0 ]] || fail "Missing: $*. Install it as root, for example: sudo apt-get install $*"
  command -v apt-get >/dev/null || fail "Missing: $*. Install it with this system's package manager."
  refresh_package_lists
  step "Installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null ||
    fail "apt-get could not install $*."
}

# Once for each run of the launcher.
refresh_package_lists() {
  [[ -z ${lists_are_fresh:-} ]] || return 0
  apt-get update -qq || fail "apt-get update failed; is there a network?"
  lists_are_fresh=yes
}

# need_command COMMAND PACKAGE
need_command() {
  command -v "$1" >/dev/null || install_packages "$2"
}

# Tools of the tests that act as root on further Docker hosts or build clients; without root the tests
# whose tools are missing are skipped.
install_test_tools() {
  [[ $EUID -eq 0 ]] || return 0
  need_command jq jq
  need_command ip iproute2
  need_command iptables iptables
  need_command mkfs.btrfs btrfs-progs
  need_command slirp4netns slirp4netns
  install_engine
  python3 -c 'import ensurepip' 2>/dev/null || install_packages python3-venv
  need_command node nodejs
  need_command npm npm
  need_command chromedriver chromium-driver
  need_command go golang-go
  command -v promtool >/dev/null || install_promtool
}

# Programs for docker-compose.yml and for the images that the test makes; without root the test is skipped.
install_compose_tools() {
  [[ $EUID -eq 0 ]] || return 0
  docker compose version >/dev/null 2>&1 || need_command docker-compose docker-compose
  need_command debootstrap debootstrap
  need_command unzip unzip
  need_command xz xz-utils
}

# Debian has promtool in the package of the server, which is not needed and would occupy a port.
install_promtool() {
  install_packages prometheus
  if [[ -d /run/systemd/system ]]; then
    systemctl disable -q --now prometheus
  else
    service prometheus stop >/dev/null 2>&1 || true
  fi
}
