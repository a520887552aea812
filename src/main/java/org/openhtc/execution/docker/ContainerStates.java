package org.openhtc.execution.docker;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;

/** Converts the engine's descriptions of a container. */
final class ContainerStates {
  private ContainerStates() {}

  static ContainerState of(EngineJson.Inspected container) {
    EngineJson.State state = container.state();
    Instant startedAt = instant(state.startedAt());
    Phase phase = phase(state.status(), startedAt);
    String error = Objects.requireNonNullElse(state.error(), "");
    return new ContainerState(
        container.id(),
        withoutSlash(container.name()),
        Objects.requireNonNullElse(container.config().labels(), Map.of()),
        phase,
        startedAt,
        hasEnded(phase, error) ? instant(state.finishedAt()) : null,
        mayStillStart(phase, error) ? 0 : (int) state.exitCode(),
        phase == Phase.EXITED && state.isOutOfMemory(),
        phase == Phase.CREATED ? ErrorMessages.clean(error) : "");
  }

  /** An engine that was killed during a start may later know of the end only. */
  private static boolean hasEnded(Phase phase, String error) {
    return phase == Phase.EXITED || (phase == Phase.CREATED && error.isEmpty());
  }

  /**
   * A start that failed for a temporary reason, such as a missing network, leaves an exit code too.
   */
  private static boolean mayStillStart(Phase phase, String error) {
    return phase == Phase.CREATED && !ErrorTranslation.isFinal(error);
  }

  static ContainerSummary of(EngineJson.Listed listed) {
    List<String> names = Objects.requireNonNullElse(listed.names(), List.of());
    return new ContainerSummary(
        listed.id(),
        names.isEmpty() ? "" : withoutSlash(names.getFirst()),
        Objects.requireNonNullElse(listed.labels(), Map.of()),
        phase(listed.state()));
  }

  /**
   * A container in removal has the status "removing" whether it ever ran or not. One that never ran
   * must not count as one that ended with exit code 0.
   */
  private static Phase phase(@Nullable String status, @Nullable Instant startedAt) {
    Phase phase = phase(status);
    return phase == Phase.EXITED && startedAt == null ? Phase.CREATED : phase;
  }

  private static Phase phase(@Nullable String status) {
    return switch (status) {
      case "created" -> Phase.CREATED;
      case "exited", "dead", "removing" -> Phase.EXITED;
      // "running", "paused", "restarting", and statuses of newer engines: it has not ended.
      case null, default -> Phase.RUNNING;
    };
  }

  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Instant instant = OffsetDateTime.parse(text).toInstant();
    // The engine represents "never" by Go's zero time, in the year 1.
    return instant.isBefore(Instant.EPOCH) ? null : instant;
  }

  private static String withoutSlash(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }
}
