package org.openhtc.storage;

import java.util.List;
import org.openhtc.testing.FakeObjectStore;

class FakeObjectStoreTest extends ObjectStoreContract {
  private final FakeObjectStore store = new FakeObjectStore();

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Override
  protected ObjectStore unreachableStore() {
    FakeObjectStore unreachable = new FakeObjectStore();
    unreachable.setReachable(false);
    return unreachable;
  }

  @Override
  protected void beginUpload(String key) {
    store.beginUpload(key);
  }

  @Override
  protected List<String> uploads() {
    return store.uploads();
  }
}
