# shellcheck shell=bash
# Runs the tests on an engine that other programs use too, where the caller can't start one. Only
# objects of OpenHTC are compared and removed.

# run_on_shared_engine COMMAND...: the command's exit code, or 1 when it left something behind.
run_on_shared_engine() {
  local before left image code=0
  before=$(objects_on_engine)
  "$@" || code=$?
  for image in $(new_objects "$before" | new_test_images); do
    docker image rm "$image" >/dev/null || true
  done
  left=$(new_objects "$before")
  if [[ -n $left ]]; then
    step "The run left behind:" >&2
    echo "$left" >&2
    code=$((code ? code : 1))
  fi
  return "$code"
}

# Of the objects in the standard input; leftovers.sh gives the reasons for each of these names.
new_test_images() {
  sed -nE 's#^image ((openhtc-test/.*|openhtc/(pause|disk-probe|firewall):.*))#\1#p'
}

# new_objects BEFORE
new_objects() {
  comm -13 <(echo "$1") <(objects_on_engine)
}

objects_on_engine() {
  {
    docker ps -a --no-trunc --filter label=org.openhtc.installation --format 'container {{.Names}}'
    docker network ls --filter name=openhtc- --format 'network {{.Name}}'
    docker image ls --format 'image {{.Repository}}:{{.Tag}}' | grep openhtc || true
  } | sort
}
