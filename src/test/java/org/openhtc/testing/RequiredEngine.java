package org.openhtc.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class where no engine responds. */
final class RequiredEngine implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext tests) {
    TestImages.busybox(TestEngine.ENDPOINT);
  }
}
