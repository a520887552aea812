package org.openhtc.execution.slot;

import org.openhtc.region.Architecture;

/** The image of slots, for the tests of engines. */
public final class TestPause {
  private static final PauseImage IMAGE = PauseImage.of(Architecture.X86);

  private TestPause() {}

  public static String image() {
    return IMAGE.name();
  }

  public static byte[] archive() {
    return IMAGE.archive();
  }
}
