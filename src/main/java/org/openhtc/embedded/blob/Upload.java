package org.openhtc.embedded.blob;

import java.util.Map;

/**
 * A multipart upload that is neither completed nor aborted.
 *
 * @param attributes those that the object will have, and what the protocol needs to know
 */
public record Upload(String id, String key, Map<String, String> attributes) {}
