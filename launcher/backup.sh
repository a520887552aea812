# shellcheck shell=bash
# Backs up and restores the data of this installation, by commands of the service's own program.

# backup DIRECTORY
backup() {
  local target
  target=$(named_directory backup "$@")
  [[ -f $app_jar ]] || fail "No service was started for $OPENHTC_HOME yet."
  find_jdk
  "$JAVA_HOME/bin/java" -jar "$app_jar" backup "$target"
  sync -f "$target"
}

# restore DIRECTORY
restore() {
  local source
  source=$(named_directory restore "$@")
  ! running || fail "The service of $OPENHTC_HOME runs, process $running_pid."
  make_home
  find_jdk
  build_jar
  unpack_app
  "$JAVA_HOME/bin/java" -jar "$app_jar" restore "$source"
  sync -f "$OPENHTC_HOME"
}

# named_directory COMMAND DIRECTORY: its absolute path.
named_directory() {
  [[ $# -eq 2 ]] || fail "Name one directory: ./openhtc $1 DIRECTORY"
  readlink -m -- "$2"
}
