# shellcheck shell=bash
# Runs every command of the program htc and prints its output. Commands that this version lacks are
# named. Needs API, KEY, a PROJECT with an image hello:1, and an IMAGE of the local engine.

export RESCALE_API_KEY=$KEY XDG_CONFIG_HOME=$PWD/config
rm -rf "$XDG_CONFIG_HOME"

run() {
  echo "\$ htc $*"
  htc "$@" 2>&1
}

# has GROUP... COMMAND: whether the help of the group lists the command. The help is read completely
# first: with a pipe, grep would close it at the first match, which makes the program fail.
has() {
  local command=${*: -1} help
  help=$(htc "${@:1:$#-1}" --help 2>&1)
  if grep -q "^  $command " <<<"$help"; then
    return 0
  fi
  echo "this htc has no '$*'"
  return 1
}

run version
run config set api_url "$API"
run config set project_id "$PROJECT"
run auth login
run auth whoami
has region get && run region get
run config context get
run config context use other
run config context use default
run config context delete other

has project create && run project create - -o json <<'END'
{"projectName": "htc", "projectDescription": "made by htc", "regions": ["AWS_US_WEST_2"]}
END
run project get -l 500 -o json
has project limits && run project limits get
has project dimensions && run project dimensions get
if has project retention-policy; then
  ! has project retention-policy apply || run project retention-policy apply - <<'END'
{"archiveAfter": 24, "deleteAfter": 168}
END
  run project retention-policy get
fi
if has workspace; then
  ! has workspace clusters || run workspace clusters
  ! has workspace dimensions || run workspace dimensions get
  if has workspace retention-policy; then
    ! has workspace retention-policy apply || run workspace retention-policy apply - <<'END'
{"archiveAfter": 0, "deleteAfter": 0}
END
    run workspace retention-policy get
  fi
fi

if has image create-repo; then run image create-repo htc; fi
if has image login-repo; then run image login-repo; fi
if has image push; then
  docker tag "$IMAGE" htc:1
  run image push htc:1
  docker rmi htc:1 >/dev/null
fi
run image get
run image get hello:1

run task create angles "All angles" -o json | tee task.json
TASK=$(sed 1d task.json | jq -rs 'map(.taskId // empty) | .[0]')
run config set task_id "$TASK"
run task get -o json
cat >batch.json <<'END'
[{"batchSize": 2, "htcJobDefinition": {"imageName": "hello:1", "maxMemory": 64,
  "execTimeoutSeconds": 300, "commands": ["sh", "-c", "echo htc started job $AWS_BATCH_JOB_ARRAY_INDEX"]}}]
END
run job submit batch.json
deadline=$((SECONDS + 90))
until htc job get -o json 2>/dev/null | jq -e 'all(.[]; .status == "SUCCEEDED")' >/dev/null; do
  ((SECONDS < deadline)) || { echo "the jobs did not end"; exit 1; }
  sleep 1
done
run job get
JOB=$(htc job get -o json 2>/dev/null | jq -r '.[1].jobUUID')
run job get "$JOB"
if has job logs; then run job logs "$JOB"; fi
if has job events; then run job events "$JOB"; fi
if has task stats; then run task stats; fi
if has job cancel; then run job cancel; fi
run metrics get
run config unset task_id
if has auth logout; then run auth logout; fi
echo "every command was run"
