# shellcheck shell=bash
# The HTTP API, one call at a time.

# call METHOD PATH [JSON]: prints the answer; PATH may be a whole URL.
call() {
  local url=$2 answer
  [[ $url == http* ]] || url=$api$url
  answer=$(curl -sS -m 60 --fail-with-body -X "$1" -H "@$work/authorization" \
    ${3:+-H 'Content-Type: application/json' --data-binary "$3"} "$url") ||
    fail "$1 $url was refused: $(jq -r '.errorDescription // .' <<<"$answer" 2>/dev/null || true)"
  printf '%s\n' "$answer"
}

# The key and the token go through files: the command line is everyone's to read.
log_in() {
  local key=$OPENHTC_HOME/api-key token
  [[ -r $key ]] || fail "There is no readable API key at $key."
  (umask 077 && echo "Authorization: Token $(<"$key")" >"$work/authorization")
  token=$(call GET /auth/token | jq -r .tokenValue)
  echo "Authorization: Bearer $token" >"$work/authorization"
}

# all_items PATH: every element of a list, one a line, over all its pages.
all_items() {
  local page next=$1
  while [[ -n $next ]]; do
    page=$(call GET "$next")
    jq -c '.items[]' <<<"$page"
    next=$(jq -r '.next // ""' <<<"$page")
  done
}
