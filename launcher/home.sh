# shellcheck shell=bash
# Where this installation lives and listens. The service reads both variables too.

mkdir -p -m 700 "${OPENHTC_HOME:=$HOME/.openhtc}" || fail "OPENHTC_HOME '$OPENHTC_HOME' can't be made."
OPENHTC_HOME=$(cd "$OPENHTC_HOME" && pwd)
: "${OPENHTC_PORT:=8080}"
[[ $OPENHTC_PORT =~ ^[0-9]+$ ]] || fail "OPENHTC_PORT '$OPENHTC_PORT' is not a port number."
export OPENHTC_HOME OPENHTC_PORT
