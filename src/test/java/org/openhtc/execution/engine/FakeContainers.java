package org.openhtc.execution.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.log.JobLogLine;

/** What happens on a {@link FakeContainerEngine}, which guards it. */
final class FakeContainers {
  final Map<List<String>, FakeProgram> programs = new HashMap<>();
  final Map<String, Integer> starts = new HashMap<>();

  /** The same by the job in a container's labels. */
  final Map<String, Integer> startsByJob = new HashMap<>();

  /** How many starts of jobs fail because the engine ended during an earlier one. */
  int interruptedStarts;

  /** How many starts of jobs an engine forgets, because it is killed then. */
  int forgottenStarts;

  final List<FakeWatch> watches = new CopyOnWriteArrayList<>();
  FakeProgram otherwise = FakeProgram.runs();

  private final Clock clock;

  /** How far the engine's clock is ahead of that of the test. */
  Duration ahead = Duration.ZERO;

  private final Map<String, FakeContainer> byName = new LinkedHashMap<>();
  private final List<Runnable> pendingNotifications = new ArrayList<>();
  private Instant lastStamp = Instant.EPOCH;
  private int created;

  FakeContainers(Clock clock) {
    this.clock = clock;
    programs.put(List.of("/pause"), FakeProgram.runs());
  }

  Stream<FakeContainer> all() {
    return byName.values().stream();
  }

  Optional<FakeContainer> find(String idOrName) {
    return all().filter(c -> c.id.equals(idOrName) || c.spec.name().equals(idOrName)).findFirst();
  }

  FakeContainer named(String name) {
    return find(name).orElseThrow(() -> new AssertionError("no container " + name));
  }

  FakeContainer add(ContainerSpec spec) {
    return add(programs.getOrDefault(spec.argv(), otherwise), spec);
  }

  private FakeContainer add(FakeProgram program, ContainerSpec spec) {
    FakeContainer container = new FakeContainer("%064x".formatted(++created), spec, program);
    byName.put(spec.name(), container);
    return container;
  }

  FakeContainer addSlot(SlotSpec slot) {
    NetworkPlace network = NetworkPlace.own(slot.network());
    FakeContainer container =
        add(
            FakeProgram.runs(),
            new ContainerSpec(
                slot.name(),
                slot.labels(),
                slot.image(),
                List.of("/pause"),
                null,
                Variables.NONE,
                1,
                16,
                ProcessLimits.LEAST,
                null,
                0,
                network,
                null,
                null));
    start(container);
    return container;
  }

  void start(FakeContainer container) {
    if (interruptedStarts > 0 && container.spec.labels().containsKey(ContainerLabels.JOB)) {
      interruptedStarts--;
      throw new EngineException.StartInterrupted("task: already exists");
    }
    FakeProgram program = container.program;
    if (program.refusal() != null) {
      if (!program.isFinal()) {
        throw new EngineException.Unreachable(program.refusal(), null);
      }
      container.refused(program.refusal());
      throw new EngineException.Refused(program.refusal());
    }
    requireSlot(container);
    starts.merge(container.spec.name(), 1, Integer::sum);
    startsByJob.merge(
        container.spec.labels().getOrDefault(ContainerLabels.JOB, ""), 1, Integer::sum);
    if (forgottenStarts > 0 && container.spec.labels().containsKey(ContainerLabels.JOB)) {
      forgottenStarts--;
      container.startForgotten();
      throw new EngineException.Unreachable("the engine was killed", null);
    }
    Instant startedAt = stamp();
    container.started(startedAt);
    happened(container, new EngineEvent.Started(container.id, container.labels(), startedAt));
    print(container, program.prints());
    if (program.exitCode() != null) {
      end(container, program.exitCode(), program.outOfMemory());
    }
  }

  private void requireSlot(FakeContainer container) {
    if (container.spec.network() instanceof NetworkPlace.Joined joined
        && find(joined.slot().id()).filter(slot -> slot.phase() == Phase.RUNNING).isEmpty()) {
      throw new EngineException.NetworkLost("No such container: " + joined.slot().id());
    }
  }

  void end(FakeContainer container, int exitCode, boolean outOfMemory) {
    if (container.phase() != Phase.RUNNING) {
      return;
    }
    Instant endedAt = stamp();
    container.ended(endedAt, exitCode, outOfMemory);
    if (outOfMemory) {
      outOfMemory(container);
    }
    happened(container, new EngineEvent.Ended(container.id, container.labels(), exitCode, endedAt));
  }

  void outOfMemory(FakeContainer container) {
    happened(container, new EngineEvent.OutOfMemory(container.id, container.labels()));
  }

  void signalled(FakeContainer container) {
    happened(container, new EngineEvent.Signalled(container.id, container.labels()));
  }

  void discard(FakeContainer container) {
    end(container, 137, false);
    byName.remove(container.spec.name());
    happened(container, new EngineEvent.Removed(container.id, container.labels()));
  }

  void print(FakeContainer container, List<String> lines) {
    lines.forEach(line -> container.log.add(new JobLogLine(stamp(), line)));
  }

  void loseWatches() {
    watches.forEach(watch -> pendingNotifications.add(watch::lose));
    watches.clear();
  }

  /** The calls to listeners that have not been made. */
  List<Runnable> takePending() {
    List<Runnable> due = List.copyOf(pendingNotifications);
    pendingNotifications.clear();
    return due;
  }

  private void happened(FakeContainer container, EngineEvent event) {
    watches.stream()
        .filter(watch -> watch.installation().equals(container.installation()))
        .forEach(watch -> pendingNotifications.add(() -> watch.pass(event)));
  }

  /** Unique like those of a real engine, even while the clock of the test does not move. */
  private Instant stamp() {
    Instant now = clock.instant().plus(ahead);
    lastStamp = now.isAfter(lastStamp) ? now : lastStamp.plusNanos(1);
    return lastStamp;
  }
}
