package org.openhtc.apidoc;

import java.util.LinkedHashMap;
import java.util.Map;

/** Deliberate differences from the published document, each with its reason. */
final class DeliberateDifferences {
  private static final String URL_IS_TEXT =
      "A URL is a string, as the published example shows."
          + " The published schema lists the fields of a Java class by mistake.";
  private static final String BYTES_ARE_BASE64 =
      "JSON has no binary values. The value is Base64 text, which is the meaning of format byte.";
  private static final String REGIONS_ARE_A_LIST =
      "The response is a list of regions, each as in the response of /htc/regions/{region}."
          + " The published schema belongs to a different resource.";

  /** The reasons by difference, in the order of the page. */
  static final Map<Difference, String> REASONS = new LinkedHashMap<>();

  static {
    add(
        "GET /.well-known/jwks.json",
        "status 401 is missing",
        "The keys are public: the operation requires no token.");
    String ofKeys = "GET /.well-known/jwks.json";
    String encoded = "response 200.jsonWebKeys[].%s.encoded has format byte, published is binary";
    add(ofKeys, encoded.formatted("key"), BYTES_ARE_BASE64);
    add(ofKeys, encoded.formatted("publicKey"), BYTES_ARE_BASE64);
    add(
        "GET /auth/whoami",
        "response 200.userFeatures is object, published is array",
        "The published document contradicts itself: its schema WhoAmI has an object here.");
    String presigned = "response 200.url is string, published is object";
    add("GET /htc/projects/{projectId}/storage/presigned-url", presigned, URL_IS_TEXT);
    add(
        "GET /htc/projects/{projectId}/tasks/{taskId}/storage/presigned-url",
        presigned,
        URL_IS_TEXT);
    add("GET /htc/regions", "response 200 is array, published is object", REGIONS_ARE_A_LIST);
    add(
        "GET /htc/regions",
        "status 404 is missing",
        "The list always exists; it is empty when no region matches the filter.");
    add("schemas", "HTCInfraResource is missing", "Used only in the wrong schema of /htc/regions.");
    add("schemas", "Status1 is missing", "Used only in the wrong schema of /htc/regions.");
  }

  private DeliberateDifferences() {}

  private static void add(String operation, String what, String reason) {
    REASONS.put(new Difference(operation, what), reason);
  }
}
