/** The object store over the S3 protocol. */
@org.jspecify.annotations.NullMarked
package org.openhtc.storage.s3;
