package org.openhtc.apidoc;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where we leave the published document on purpose, each with its reason. */
final class DeliberateDifferences {
  private static final String URL_IS_TEXT =
      "A URL is a string, as the published example shows."
          + " The published schema lists the fields of a Java class by mistake.";
  private static final String BYTES_ARE_BASE64 =
      "JSON has no bytes: it is Base64, which the format byte says and binary does not.";
  private static final String REGIONS_ARE_A_LIST =
      "It lists regions, and what each looks like says the answer of /htc/regions/{region}."
          + " The published schema is that of something else.";

  /** The reason by difference, in the order of the page. */
  static final Map<Difference, String> REASONS = new LinkedHashMap<>();

  static {
    add(
        "GET /.well-known/jwks.json",
        "status 401 is missing",
        "The keys are public: no token is asked for, so none can be wrong.");
    String ofKeys = "GET /.well-known/jwks.json";
    String encoded = "answer 200.jsonWebKeys[].%s.encoded has format byte, published is binary";
    add(ofKeys, encoded.formatted("key"), BYTES_ARE_BASE64);
    add(ofKeys, encoded.formatted("publicKey"), BYTES_ARE_BASE64);
    add(
        "GET /auth/whoami",
        "answer 200.userFeatures is object, published is array",
        "The published document contradicts itself: its schema WhoAmI has an object here.");
    String presigned = "answer 200.url is string, published is object";
    add("GET /htc/projects/{projectId}/storage/presigned-url", presigned, URL_IS_TEXT);
    add(
        "GET /htc/projects/{projectId}/tasks/{taskId}/storage/presigned-url",
        presigned,
        URL_IS_TEXT);
    add("GET /htc/regions", "answer 200 is array, published is object", REGIONS_ARE_A_LIST);
    add(
        "GET /htc/regions",
        "status 404 is missing",
        "The list of regions is always there; a filter that matches none answers an empty one.");
    add("schemas", "HTCInfraResource is missing", "Only the wrong answer of /htc/regions has it.");
    add("schemas", "Status1 is missing", "Only the wrong answer of /htc/regions has it.");
  }

  private DeliberateDifferences() {}

  private static void add(String operation, String what, String reason) {
    REASONS.put(new Difference(operation, what), reason);
  }
}
