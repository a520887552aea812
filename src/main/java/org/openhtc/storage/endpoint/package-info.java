/**
 * The operations on storage in the API: which folders a caller may use, their credentials and
 * presigned URLs.
 */
@org.jspecify.annotations.NullMarked
package org.openhtc.storage.endpoint;
