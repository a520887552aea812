package org.openhtc.execution;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The default execution settings. */
public final class TestSettings {
  public static final ExecutionSettings DEFAULTS = withNetwork("isolated");

  private TestSettings() {}

  /** The defaults with another network mode. */
  public static ExecutionSettings withNetwork(String mode) {
    return new ExecutionSettings(
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(10),
        4,
        4096,
        DataSize.ofMegabytes(16),
        10,
        mode,
        "auto",
        true,
        URI.create("http://172.17.0.1:8080/api/v1"),
        new JobLimitSettings(List.of("CHOWN", "SETUID"), 1024, 65536, 2, 100));
  }
}
