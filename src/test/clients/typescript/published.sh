# shellcheck shell=bash
# Generates a client from the published document, compiles it with published.ts and runs that.
# Run it in the directory of generator/ and node_modules/. $OPENHTC is the repository; API, KEY and
# PROJECT are those of docs/clients.md.

clients=$OPENHTC/src/test/clients
jq -f "$clients/published.jq" "$OPENHTC/src/test/resources/reference/htc-api.json" >published.json
java -jar generator/openapi-generator-cli-*.jar generate -i published.json \
  -g typescript-fetch -o published-typescript >generator.log 2>&1
cp "$clients/typescript/published.ts" .
node_modules/.bin/tsc --strict --target es2022 --module commonjs --types node --outDir built published.ts
node built/published.js
