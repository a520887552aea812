package org.openhtc.embedded.blob;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param groups prefixes of the keys that are grouped by the delimiter
 * @param next where the next page continues; null when this is the last page
 */
public record ListPage(List<BlobInfo> objects, List<String> groups, @Nullable String next) {}
