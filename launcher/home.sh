# shellcheck shell=bash
# Directory and port of this installation. The service reads both variables too.

: "${OPENHTC_HOME:=$HOME/.openhtc}"
OPENHTC_HOME=$(readlink -m "$OPENHTC_HOME")
: "${OPENHTC_PORT:=8080}"
[[ $OPENHTC_PORT =~ ^[0-9]+$ ]] || fail "OPENHTC_PORT '$OPENHTC_PORT' is not a port number."
export OPENHTC_HOME OPENHTC_PORT

make_home() {
  mkdir -p -m 700 "$OPENHTC_HOME" || fail "OPENHTC_HOME '$OPENHTC_HOME' can't be made."
  # It contains keys, and programs that the service runs.
  chmod 700 "$OPENHTC_HOME" || fail "OPENHTC_HOME '$OPENHTC_HOME' belongs to another user."
}
