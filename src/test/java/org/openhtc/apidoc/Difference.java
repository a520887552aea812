package org.openhtc.apidoc;

/**
 * Something of the published document that is not so in ours.
 *
 * @param operation such as {@code GET /htc/regions}; "schemas" for the list of named schemas
 * @param what in one clause, such as {@code answer 200 is array, published is object}
 */
record Difference(String operation, String what) {
  @Override
  public String toString() {
    return operation + ": " + what;
  }
}
