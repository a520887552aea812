# shellcheck shell=bash
# Makes sure that the program of the image registry is installed. The service runs its own process; the
# one that Debian's package starts would only occupy a port.

ensure_registry() {
  ! command -v docker-registry >/dev/null || return 0
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    step "There is no docker-registry program: projects can have no images (see openhtc.registry.host)"
    return 0
  fi
  install_packages docker-registry
  if [[ -d /run/systemd/system ]]; then
    systemctl disable -q --now docker-registry
  else
    service docker-registry stop >/dev/null 2>&1 || true
  fi
}
