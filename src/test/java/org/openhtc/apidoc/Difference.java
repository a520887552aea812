package org.openhtc.apidoc;

/**
 * A part of the published document that {@code openapi.yaml} lacks or defines differently.
 *
 * @param operation such as {@code GET /htc/regions}; "schemas" for the list of named schemas
 * @param what in one clause, such as {@code response 200 is array, published is object}
 */
record Difference(String operation, String what) {
  @Override
  public String toString() {
    return operation + ": " + what;
  }
}
