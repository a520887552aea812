/**
 * The operations of S3 on the objects of the embedded store, and the server for them. Signatures
 * are checked before a body is read, and bodies are written to files while they arrive.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.embedded.s3;
