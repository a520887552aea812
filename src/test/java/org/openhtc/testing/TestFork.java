package org.openhtc.testing;

import java.nio.file.Path;

/**
 * One of the JVMs that run integration tests in parallel. Each has its own directory, {@code
 * target/fork-<number>}, for files that must not be shared.
 */
public final class TestFork {
  /** The directory, as part of a Spring property's value. */
  public static final String DIRECTORY = "target/${openhtc.test.directory:fork-1}";

  private TestFork() {}

  /** A file or directory of this JVM's own. */
  public static Path path(String name) {
    return Path.of("target", System.getProperty("openhtc.test.directory", "fork-1"), name);
  }
}
