package org.openhtc.testing;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets each wait of a test that states no limit take as long as a step may. The ten seconds of the
 * library are too short for a busy machine. JUnit registers it for every test class, by a file in
 * {@code META-INF/services}.
 */
public final class UsualWait implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Timeouts.STEP);
  }
}
