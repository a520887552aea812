# shellcheck shell=bash
# Output of the launcher: one line for each step, a sentence for each failure.

step() {
  echo "openhtc: $*"
}

fail() {
  echo "openhtc: $*" >&2
  exit 1
}
