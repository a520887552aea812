package org.openhtc.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.ObjectContent;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.StoreUnavailable;

/** An object store in memory that a test can make unreachable. */
public final class FakeObjectStore implements ObjectStore {
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Set<String> uploads = new ConcurrentSkipListSet<>();
  private volatile boolean reachable = true;

  /** While it is false, every call throws {@link StoreUnavailable}. */
  public void setReachable(boolean reachable) {
    this.reachable = reachable;
  }

  @Override
  public void put(String key, ObjectContent content) {
    checkReachable();
    try (InputStream stream = content.open().get()) {
      objects.put(key, stream.readAllBytes());
    } catch (IOException e) {
      throw new StoreUnavailable("the content can't be read", e);
    }
  }

  @Override
  public boolean read(String key, ContentReader reader) {
    checkReachable();
    byte[] content = objects.get(key);
    if (content == null) {
      return false;
    }
    try {
      reader.read(new ByteArrayInputStream(content));
      return true;
    } catch (IOException e) {
      throw new StoreUnavailable("the content can't be read", e);
    }
  }

  /** The keys of all objects, in order. */
  public List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  @Override
  public FolderPage list(String prefix, @Nullable String next, int limit) {
    ObjectStore.requireFolder(prefix);
    checkReachable();
    List<String> entries =
        objects.keySet().stream()
            .filter(key -> key.startsWith(prefix) && key.length() > prefix.length())
            .map(key -> key.substring(0, end(key, prefix.length())))
            .distinct()
            .filter(entry -> next == null || entry.compareTo(next) > 0)
            .toList();
    List<String> shown = entries.stream().limit(limit).toList();
    return new FolderPage(
        shown.stream()
            .filter(entry -> !entry.endsWith("/"))
            .map(key -> new StoredFile(key, size(key), Instant.EPOCH))
            .toList(),
        shown.stream().filter(entry -> entry.endsWith("/")).toList(),
        shown.size() < entries.size() ? shown.getLast() : null);
  }

  /** Behind the first slash after the position, or behind the key if there is none. */
  private static int end(String key, int position) {
    int slash = key.indexOf('/', position);
    return slash < 0 ? key.length() : slash + 1;
  }

  private long size(String key) {
    return Objects.requireNonNull(objects.get(key)).length;
  }

  @Override
  public void deletePrefix(String prefix) {
    ObjectStore.requireFolder(prefix);
    checkReachable();
    objects.keySet().removeIf(key -> key.startsWith(prefix));
  }

  @Override
  public void abortUploads(String prefix) {
    ObjectStore.requireFolder(prefix);
    checkReachable();
    uploads.removeIf(key -> key.startsWith(prefix));
  }

  /** Begins a multipart upload that is never completed. */
  public void beginUpload(String key) {
    uploads.add(key);
  }

  public List<String> uploads() {
    return List.copyOf(uploads);
  }

  private void checkReachable() {
    if (!reachable) {
      throw new StoreUnavailable("the test has made the object store unreachable");
    }
  }
}
