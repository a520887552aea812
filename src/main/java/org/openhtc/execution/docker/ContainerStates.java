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

/** Converts the engine's descriptions of a container. */
final class ContainerStates {
  private ContainerStates() {}

  static ContainerState of(InspectContainerResponse response) {
    InspectContainerResponse.ContainerState state = response.getState();
    Instant startedAt = instant(state.getStartedAt());
    Phase phase = phase(state.getStatus(), startedAt);
    return new ContainerState(
        response.getId(),
        withoutSlash(response.getName()),
        Objects.requireNonNullElse(response.getConfig().getLabels(), Map.of()),
        phase,
        startedAt,
        phase == Phase.EXITED ? instant(state.getFinishedAt()) : null,
        mayStillStart(phase, state)
            ? 0
            : Objects.requireNonNullElse(state.getExitCodeLong(), 0L).intValue(),
        phase == Phase.EXITED && Boolean.TRUE.equals(state.getOOMKilled()),
        ErrorMessages.clean(Objects.requireNonNullElse(state.getError(), "")));
  }

  /**
   * A start that failed for a temporary reason, such as a missing network, leaves an exit code too.
   */
  private static boolean mayStillStart(Phase phase, InspectContainerResponse.ContainerState state) {
    String error = Objects.requireNonNullElse(state.getError(), "");
    return phase == Phase.CREATED && !ErrorTranslation.isFinal(error);
  }

  static ContainerSummary of(Container listed) {
    return new ContainerSummary(
        listed.getId(),
        listed.getNames().length == 0 ? "" : withoutSlash(listed.getNames()[0]),
        Map.copyOf(listed.getLabels()),
        phase(listed.getState()));
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
