package org.openhtc.execution.log;

import org.openhtc.execution.TestSettings;
import org.openhtc.storage.ObjectStore;

/** Makes a log archive for tests of other packages. */
public final class TestArchive {
  private TestArchive() {}

  public static LogArchive in(ObjectStore store) {
    return new LogArchive(store, TestSettings.DEFAULTS);
  }
}
