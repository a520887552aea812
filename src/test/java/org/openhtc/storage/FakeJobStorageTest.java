package org.openhtc.storage;

class FakeJobStorageTest implements JobStorageContract {
  private final FakeJobStorage storage = new FakeJobStorage();

  @Override
  public JobStorage storage() {
    return storage;
  }
}
