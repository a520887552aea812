# shellcheck shell=bash
# Makes sure that the image registry's program is there. The service runs one of its own; the one that
# Debian's package starts would only hold a port.

ensure_registry() {
  ! command -v docker-registry >/dev/null || return 0
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    step "No docker-registry here: jobs can use no images of their own (see openhtc.registry.host)"
    return 0
  fi
  install_packages docker-registry
  if [[ -d /run/systemd/system ]]; then
    systemctl disable -q --now docker-registry
  else
    service docker-registry stop >/dev/null 2>&1 || true
  fi
}
