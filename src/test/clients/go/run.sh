# shellcheck shell=bash
# Generates the client from the published document with the program's additions, and runs main.go with
# it. $OPENHTC is the repository; API, KEY and PROJECT are those of docs/clients.md.

clients=$OPENHTC/src/test/clients
jq -f "$clients/published.jq" "$OPENHTC/src/test/resources/reference/htc-api.json" |
  jq -f "$clients/go/refusals.jq" >published.json
./ogen --target oas --package oas --clean --config ogen.yml published.json >ogen.log 2>&1
go build -o htcrequests .
./htcrequests
