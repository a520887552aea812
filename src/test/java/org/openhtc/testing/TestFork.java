package org.openhtc.testing;

import java.nio.file.Path;

/**
 * One of the JVMs that run integration tests side by side. What a class may use in two of them at
 * once has a directory for each, below {@code target/fork-<number>}.
 */
public final class TestFork {
  /** The directory, as part of a Spring property's value. */
  static final String DIRECTORY = "target/${openhtc.test.directory:fork-1}";

  private TestFork() {}

  /** A file or directory of this JVM. */
  public static Path path(String name) {
    return Path.of("target", System.getProperty("openhtc.test.directory", "fork-1"), name);
  }
}
