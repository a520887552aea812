/**
 * Who sent a request to the embedded store: AWS's signatures, version 4, of requests and of their
 * bodies, and what the sender may do.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded.signature;
