/** Requests and responses of the embedded store, with their encodings, errors and minimum rate. */
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded.http;
