package org.openhtc.execution.slot;

import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;
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

  /**
   * @param name the engine's name of the runtime; null for its default
   * @param reason one clause for the log
   */
  public record Choice(@Nullable String name, String reason) {}

  /** Takes some calls, so it should be called once per connection. */
  public Choice choose(ContainerEngine engine, Architecture architecture) {
    if (!engine.holdsImages()) {
      return new Choice(null, "a cluster has runtime classes instead");
    }
    if (!setting.equals(AUTO)) {
      return new Choice(setting, "set by openhtc.execution.runtime");
    }
    try {
      return test(engine, architecture);
    } catch (EngineException e) {
      return new Choice(null, "%s can't be used: %s".formatted(FAST, e.getMessage()));
    }
  }

  private Choice test(ContainerEngine engine, Architecture architecture) {
    TestContainer.Run run =
        new TestContainer(installation, host).run(engine, architecture, "none", FAST);
    ContainerState ended = run.ended();
    return ended != null && ended.startedAt() != null && ended.exitCode() == 0
        ? new Choice(FAST, "a test container ran")
        : new Choice(null, "%s failed with a test container".formatted(FAST));
  }
}
