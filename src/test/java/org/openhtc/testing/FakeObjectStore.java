package org.openhtc.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
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
  public void put(String key, byte[] content) {
    checkReachable();
    objects.put(key, content.clone());
  }

  @Override
  public Optional<byte[]> get(String key) {
    checkReachable();
    return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
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
