package org.openhtc.execution.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;

/** Reads the engine's descriptions of a container. */
final class ContainerStates {
  private ContainerStates() {}

  static ContainerState of(InspectContainerResponse answer) {
    InspectContainerResponse.ContainerState state = answer.getState();
    Instant startedAt = instant(state.getStartedAt());
    Phase phase = phase(state.getStatus(), startedAt);
    return new ContainerState(
        answer.getId(),
        withoutSlash(answer.getName()),
        Objects.requireNonNullElse(answer.getConfig().getLabels(), Map.of()),
        phase,
        startedAt,
        phase == Phase.EXITED ? instant(state.getFinishedAt()) : null,
        isOpen(phase, state)
            ? 0
            : Objects.requireNonNullElse(state.getExitCodeLong(), 0L).intValue(),
        phase == Phase.EXITED && Boolean.TRUE.equals(state.getOOMKilled()),
        ErrorMessages.clean(Objects.requireNonNullElse(state.getError(), "")));
  }

  /**
   * A start that failed for want of a network or the like leaves an exit code too, yet may work.
   */
  private static boolean isOpen(Phase phase, InspectContainerResponse.ContainerState state) {
    String error = Objects.requireNonNullElse(state.getError(), "");
    return phase == Phase.CREATED && !ErrorTranslation.isFinal(error);
  }

  static ContainerSummary of(Container line) {
    return new ContainerSummary(
        line.getId(),
        line.getNames().length == 0 ? "" : withoutSlash(line.getNames()[0]),
        Map.copyOf(line.getLabels()),
        phase(line.getState()));
  }

  /**
   * A container that is being removed says so whether it ever ran or not; one that never ran must
   * not look like one that ended well.
   */
  private static Phase phase(@Nullable String status, @Nullable Instant startedAt) {
    Phase phase = phase(status);
    return phase == Phase.EXITED && startedAt == null ? Phase.CREATED : phase;
  }

  private static Phase phase(@Nullable String status) {
    return switch (status) {
      case "created" -> Phase.CREATED;
      case "exited", "dead", "removing" -> Phase.EXITED;
      // "running", "paused", "restarting", and what newer engines may add: not over yet.
      case null, default -> Phase.RUNNING;
    };
  }

  private static @Nullable Instant instant(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    Instant instant = OffsetDateTime.parse(text).toInstant();
    // The engine says "never" with Go's zero time, in the year 1.
    return instant.isBefore(Instant.EPOCH) ? null : instant;
  }

  private static String withoutSlash(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }
}
