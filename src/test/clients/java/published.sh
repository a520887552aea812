# shellcheck shell=bash
# Generates a client from the published document, compiles it and runs Published.java with it.
# Run it in the directory of generator/. $OPENHTC is the repository; API, KEY and PROJECT are those of
# docs/clients.md.

clients=$OPENHTC/src/test/clients
jq -f "$clients/published.jq" "$OPENHTC/src/test/resources/reference/htc-api.json" >published.json
java -jar generator/openapi-generator-cli-*.jar generate -i published.json \
  -g java --library native -o published-java >generator.log 2>&1
"$OPENHTC/mvnw" -q -B -f published-java/pom.xml compile \
  dependency:build-classpath -Dmdep.outputFile=classpath
java -cp "published-java/target/classes:$(cat published-java/classpath)" "$clients/java/Published.java"
