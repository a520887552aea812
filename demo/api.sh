# shellcheck shell=bash
# The HTTP API, one call at a time.

# call METHOD PATH [JSON]: prints the response; PATH may be a complete URL.
call() {
  local url=$2 response
  [[ $url == http* ]] || url=$api$url
  response=$(curl -sS -m 60 --fail-with-body -X "$1" -H "@$work/authorization" \
    ${3:+-H 'Content-Type: application/json' --data-binary "$3"} "$url") ||
    fail "$1 $url was refused: $(jq -r '.errorDescription // .' <<<"$response" 2>/dev/null || true)"
  printf '%s\n' "$response"
}

# The key and the token are passed in files, because every user can read command lines.
log_in() {
  local key=$OPENHTC_HOME/api-key token
  [[ -r $key ]] || fail "There is no readable API key at $key."
  (umask 077 && echo "Authorization: Token $(<"$key")" >"$work/authorization")
  token=$(call GET /auth/token | jq -r .tokenValue)
  echo "Authorization: Bearer $token" >"$work/authorization"
}

# all_items PATH: prints all elements of a list, one per line, from all of its pages.
all_items() {
  local page next=$1
  while [[ -n $next ]]; do
    page=$(call GET "$next")
    jq -c '.items[]' <<<"$page"
    next=$(jq -r '.next // ""' <<<"$page")
  done
}
