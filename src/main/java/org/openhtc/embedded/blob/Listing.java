package org.openhtc.embedded.blob;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds one page of a listing. It reads only directories that may contain keys of the page, and
 * keeps at most a page of entries of each directory on the path in memory.
 */
final class Listing {
  /** Deep directories are read in smaller portions, because each level of a path keeps one. */
  private static final int DEEP = 6;

  private static final int PORTION_IF_DEEP = 64;

  /** A small page must not read a directory once for each of its entries. */
  private static final int SMALLEST_PORTION = 256;

  private final KeyPaths paths;
  private final ListQuery query;
  private final List<BlobInfo> objects = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private @Nullable String lastGroup;
  private String last = "";
  private boolean isTruncated;

  private Listing(KeyPaths paths, ListQuery query) {
    this.paths = paths;
    this.query = query;
  }

  static ListPage page(KeyPaths paths, ListQuery query) throws IOException {
    Listing listing = new Listing(paths, query);
    if (query.limit() > 0) {
      String base = query.prefix().substring(0, query.prefix().lastIndexOf('/') + 1);
      listing.walk(new FolderEntry(base, true, paths.folder(base)), 0);
    }
    return new ListPage(listing.objects, listing.groups, listing.isTruncated ? listing.last : null);
  }

  private void walk(FolderEntry folder, int depth) throws IOException {
    int portion = depth < DEEP ? Math.max(query.limit() + 1, SMALLEST_PORTION) : PORTION_IF_DEEP;
    String done = "";
    List<FolderEntry> entries;
    do {
      String from = done;
      entries =
          FolderEntries.first(
              portion,
              folder.path(),
              folder.key(),
              e ->
                  isAfter(e, from)
                      && e.mayMatch(query.prefix())
                      && e.mayFollow(query.after())
                      && !isDone(groupOf(e.key())));
      for (FolderEntry entry : entries) {
        if (isTruncated) {
          return;
        }
        add(entry, depth);
        done = entry.key();
      }
    } while (entries.size() == portion && !isTruncated);
  }

  private static boolean isAfter(FolderEntry entry, String key) {
    return KeyOrder.BY_CODE_POINT.compare(entry.key(), key) > 0;
  }

  private void add(FolderEntry entry, int depth) throws IOException {
    String group = groupOf(entry.key());
    if (isDone(group)) {
      return;
    }
    if (!entry.isFolder()) {
      addObject(entry, group);
    } else if (group == null) {
      walk(entry, depth + 1);
    } else if (hasLaterObject(entry, group)) {
      addGroup(group);
    }
  }

  /** Whether the group is on this page already, or was on an earlier one. */
  private boolean isDone(@Nullable String group) {
    return group != null && (group.equals(lastGroup) || group.equals(query.after()));
  }

  /** The group of a key, or of all keys of a folder; null when there is none. */
  private @Nullable String groupOf(String key) {
    if (query.delimiter().isEmpty() || !key.startsWith(query.prefix())) {
      return null;
    }
    int at = key.indexOf(query.delimiter(), query.prefix().length());
    return at < 0 ? null : key.substring(0, at + query.delimiter().length());
  }

  private void addObject(FolderEntry entry, @Nullable String group) throws IOException {
    if (group != null) {
      addGroup(group);
      return;
    }
    try (OpenBlob blob = OpenBlob.of(entry.path())) {
      if (hasRoom(entry.key())) {
        objects.add(blob.info());
      }
    } catch (NoSuchFileException e) {
      // The object was deleted at the same moment.
    }
  }

  private void addGroup(String group) {
    lastGroup = group;
    if (hasRoom(group)) {
      groups.add(group);
    }
  }

  private boolean hasRoom(String key) {
    isTruncated = objects.size() + groups.size() == query.limit();
    if (!isTruncated) {
      last = key;
    }
    return !isTruncated;
  }

  /** Whether the folder contains an object of the group; empty folders have no group. */
  private boolean hasLaterObject(FolderEntry folder, String group) throws IOException {
    String after = query.after().startsWith(group) ? query.after() : "";
    ListQuery one = new ListQuery(folder.key(), "", after, 1);
    return !page(paths, one).objects().isEmpty();
  }
}
