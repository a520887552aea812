package org.openhtc.embedded.blob;

import java.time.Instant;
import java.util.Map;

/**
 * What is stored about an object.
 *
 * @param size of the content in bytes
 * @param etag without quotes
 * @param attributes response headers by their names in lower case: media type, metadata of the
 *     user, checksums
 */
public record BlobInfo(
    String key, long size, String etag, Instant modified, Map<String, String> attributes) {}
