package org.openhtc.embedded.blob;

/**
 * A part of a multipart upload.
 *
 * @param number from 1 to 10,000
 * @param info its content; the key is that of the upload
 */
public record UploadedPart(int number, BlobInfo info) {}
