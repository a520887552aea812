package org.openhtc.simulation;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openhtc.simulation.SimulatedContainer.Status;

/** Starts, ends and removes the containers of one engine, and publishes the events. */
final class ContainerLifecycle {
  private final EventLoop loop;
  private final ContainerTable table;
  private final EngineClock clock;
  private final EventStreams events;
  private final List<Counters> counters;

  /** How often a container of each name was started; empty if this is not recorded. */
  final Map<String, Integer> starts = new ConcurrentHashMap<>();

  /** By job and attempt. */
  final Map<String, Integer> jobStarts = new ConcurrentHashMap<>();

  /** The tokens of the jobs for the service, by job and attempt. */
  final Map<String, String> tokens = new ConcurrentHashMap<>();

  /** By the containers' ids and the times of their starts. */
  final Map<String, ContainerRun> runs = new ConcurrentHashMap<>();

  private final boolean recordsStarts;

  ContainerLifecycle(
      EventLoop loop,
      ContainerTable table,
      EngineClock clock,
      EventStreams events,
      List<Counters> counters,
      boolean recordsStarts) {
    this.loop = loop;
    this.table = table;
    this.clock = clock;
    this.events = events;
    this.counters = counters;
    this.recordsStarts = recordsStarts;
  }

  void created(SimulatedContainer container) {
    table.add(container);
    events.publish(container, "create", container.createdAt, "");
  }

  /** Of a container that is not running. */
  void start(SimulatedContainer container) {
    Instant now = clock.now();
    container.started(now);
    if (container.isOfJob()) {
      counters.forEach(Counters::started);
    }
    if (recordsStarts) {
      starts.merge(container.name, 1, Integer::sum);
      String job = container.labels.get(Programs.JOB);
      if (job != null) {
        String attempt = container.labels.get("org.openhtc.attempt");
        jobStarts.merge(job + "#" + attempt, 1, Integer::sum);
        if (attempt != null && !attempt.isEmpty()) {
          tokens.put(job + "#" + attempt, container.token);
          runs.put(
              run(container),
              new ContainerRun(job, Integer.parseInt(attempt), System.nanoTime(), null, null));
        }
      }
    }
    events.publish(container, "start", now, "");
    scheduleEnd(container);
  }

  private static String run(SimulatedContainer container) {
    return container.id + " " + container.starts.size();
  }

  private void scheduleEnd(SimulatedContainer container) {
    SimulatedProgram program = container.program.afterStart();
    if (program.runTime() != null) {
      container.end =
          loop.schedule(
              () -> end(container, program.exitCode(), program.outOfMemory()),
              program.runTime().toNanos(),
              TimeUnit.NANOSECONDS);
    }
  }

  /** Has no effect on a container that does not run. */
  void end(SimulatedContainer container, int exitCode, boolean outOfMemory) {
    if (!container.isRunning()) {
      return;
    }
    Instant now = clock.now();
    cancelEnd(container);
    container.status = Status.EXITED;
    container.finishedAt = now;
    container.exitCode = exitCode;
    container.outOfMemory = outOfMemory;
    if (container.isOfJob()) {
      counters.forEach(Counters::ended);
    }
    runs.computeIfPresent(
        run(container),
        (key, run) ->
            new ContainerRun(
                run.job(), run.attempt(), run.startedAt(), System.nanoTime(), exitCode));
    if (outOfMemory) {
      events.publish(container, "oom", now, "");
    }
    events.publish(container, "die", now, ",\"exitCode\":\"" + exitCode + '"');
    container.notifyWaiting();
  }

  private static void cancelEnd(SimulatedContainer container) {
    if (container.end != null) {
      container.end.cancel(false);
      container.end = null;
    }
  }

  void kill(SimulatedContainer container) {
    events.publish(container, "kill", clock.now(), ",\"signal\":\"9\"");
    end(container, SimulatedProgram.KILLED, false);
  }

  /** Sends the signal that a program may handle, and kills it after the grace time. */
  void stop(SimulatedContainer container, long graceSeconds) {
    events.publish(container, "kill", clock.now(), ",\"signal\":\"15\"");
    if (container.program.ignoresTerm()) {
      var _ = loop.schedule(() -> kill(container), graceSeconds, TimeUnit.SECONDS);
    } else {
      end(container, container.program.exitCodeOnTerm(), false);
    }
  }

  void remove(SimulatedContainer container) {
    if (container.isRunning()) {
      kill(container);
    }
    table.remove(container);
    events.publish(container, "destroy", clock.now(), "");
  }
}
