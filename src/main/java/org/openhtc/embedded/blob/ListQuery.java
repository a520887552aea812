package org.openhtc.embedded.blob;

/**
 * Which keys to list.
 *
 * @param prefix of all listed keys; may be empty
 * @param delimiter keys with the delimiter after the prefix are grouped; empty for no groups
 * @param after only later keys and groups are listed; may be empty
 * @param limit most keys and groups of a page, at least 0
 */
public record ListQuery(String prefix, String delimiter, String after, int limit) {}
