package org.openhtc.execution.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.log.JobLogLine;

/** A container of a {@link FakeContainerEngine}, which guards it. */
final class FakeContainer {
  final String id;
  final ContainerSpec spec;
  final FakeProgram program;
  final List<JobLogLine> log = new ArrayList<>();
  long writableBytes;
  long volumeBytes;
  ContainerUsage usage = new ContainerUsage(1L << 20, Duration.ofMillis(1));
  private Phase phase = Phase.CREATED;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private boolean isStartForgotten;
  private int exitCode;
  private boolean outOfMemory;
  private String error = "";

  FakeContainer(String id, ContainerSpec spec, FakeProgram program) {
    this.id = id;
    this.spec = spec;
    this.program = program;
  }

  /** As an engine reports them: with the name of the slot that the container uses. */
  Map<String, String> labels() {
    if (spec.network() instanceof NetworkPlace.Joined joined) {
      Map<String, String> labels = new HashMap<>(spec.labels());
      labels.put(ContainerLabels.SLOT, joined.label());
      return labels;
    }
    return spec.labels();
  }

  boolean isSlot() {
    return spec.argv().equals(List.of("/pause"));
  }

  @Nullable String installation() {
    return spec.labels().get(ContainerLabels.INSTALLATION);
  }

  Phase phase() {
    return phase;
  }

  void started(Instant now) {
    phase = Phase.RUNNING;
    startedAt = now;
    finishedAt = null;
    exitCode = 0;
    outOfMemory = false;
  }

  /** It has run, and the engine lost the state of that time. */
  void startForgotten() {
    phase = Phase.CREATED;
    startedAt = null;
    isStartForgotten = true;
  }

  boolean isStartForgotten() {
    return isStartForgotten;
  }

  void refused(String message) {
    exitCode = 128;
    error = message;
  }

  void ended(Instant now, int code, boolean oom) {
    phase = Phase.EXITED;
    finishedAt = now;
    exitCode = code;
    outOfMemory = oom;
  }

  ContainerState state() {
    return new ContainerState(
        id, spec.name(), labels(), phase, startedAt, finishedAt, exitCode, outOfMemory, error);
  }

  ContainerSummary summary() {
    return new ContainerSummary(id, spec.name(), labels(), phase);
  }
}
