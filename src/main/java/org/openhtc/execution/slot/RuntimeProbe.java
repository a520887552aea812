package org.openhtc.execution.slot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.region.Architecture;

/**
 * Chooses the OCI runtime for the containers of a host. The runtime crun starts containers faster
 * than runc, but does not work on all machines, so it is used only where a test container runs, is
 * stopped by a signal, and returns its exit code.
 *
 * @param setting {@code auto}, or the engine's name of a runtime
 */
public record RuntimeProbe(String installation, String host, String setting) {
  private static final String AUTO = "auto";
  private static final String FAST = "crun";
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * @param name the engine's name of the runtime; null for its default
   * @param reason one clause for the log
   */
  public record Choice(@Nullable String name, String reason) {}

  /** Takes some calls, so it should be called once per connection. */
  public Choice choose(ContainerEngine engine, Architecture architecture) {
    if (!setting.equals(AUTO)) {
      return new Choice(setting, "set by openhtc.execution.runtime");
    }
    try {
      return test(engine, PauseImage.of(architecture));
    } catch (EngineException e) {
      return new Choice(null, "%s can't be used: %s".formatted(FAST, e.getMessage()));
    }
  }

  private Choice test(ContainerEngine engine, PauseImage image) {
    engine.importImage(image.name(), image.archive());
    ContainerSpec spec = spec(image);
    String id;
    try {
      id = engine.create(spec);
    } catch (EngineException.Refused unknown) {
      return new Choice(null, "the engine has no runtime " + FAST);
    }
    try {
      engine.start(id);
      engine.stop(id, GRACE);
      ContainerState state = engine.inspect(id).orElse(null);
      return state != null && state.startedAt() != null && state.exitCode() == 0
          ? new Choice(FAST, "a test container ran")
          : new Choice(null, "%s failed with a test container".formatted(FAST));
    } finally {
      engine.remove(id);
    }
  }

  /** Labelled as a slot: what a crash leaves is removed as an unused slot. */
  private ContainerSpec spec(PauseImage image) {
    String name = "openhtc-slot-%s-%s".formatted(installation.substring(0, 8), UUID.randomUUID());
    Map<String, String> labels =
        Map.of(
            ContainerLabels.INSTALLATION,
            installation,
            ContainerLabels.HOST,
            host,
            ContainerLabels.SLOT,
            name);
    return new ContainerSpec(
        name,
        labels,
        image.name(),
        List.of("/pause"),
        null,
        Map.of(),
        1,
        16,
        ProcessLimits.LEAST,
        null,
        1 << 20,
        NetworkPlace.own("none"),
        FAST);
  }
}
