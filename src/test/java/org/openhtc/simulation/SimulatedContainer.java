package org.openhtc.simulation;

import io.netty.util.concurrent.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A container of a {@link SimulatedEngine}, whose event loop alone reads and changes it. */
final class SimulatedContainer {
  /** How far a container has come, as the Docker API names it. */
  enum Status {
    CREATED,
    RUNNING,
    EXITED
  }

  final String id;
  final String name;
  final String image;
  final List<String> argv;
  final Map<String, String> labels;
  final String networkMode;
  final String token;
  final SimulatedProgram program;
  final Instant createdAt;

  /** The members of the attributes in an event, as JSON without braces. */
  final String attributes;

  Status status = Status.CREATED;

  /** When its program was started, the last time last; a program prints at each start. */
  List<Instant> starts = List.of();

  @Nullable Instant finishedAt;
  int exitCode;
  boolean outOfMemory;
  String error = "";

  /** The scheduled end of the program. */
  @Nullable Future<?> end;

  /** Run at the end of the container. */
  private List<Runnable> waiting = List.of();

  SimulatedContainer(
      String id,
      CreateRequest request,
      SimulatedProgram program,
      String attributes,
      Instant createdAt) {
    this.id = id;
    this.name = request.name();
    this.image = request.image();
    this.argv = request.argv();
    this.labels = request.labels();
    this.networkMode = request.networkMode();
    this.token = request.token();
    this.program = program;
    this.attributes = attributes;
    this.createdAt = createdAt;
  }

  @Nullable Instant startedAt() {
    return starts.isEmpty() ? null : starts.getLast();
  }

  void started(Instant now) {
    status = Status.RUNNING;
    starts =
        starts.isEmpty() ? List.of(now) : Stream.concat(starts.stream(), Stream.of(now)).toList();
    finishedAt = null;
    error = "";
  }

  /** The others are OpenHTC's own, such as slots, and are not counted. */
  boolean isOfJob() {
    return labels.containsKey(Programs.JOB);
  }

  boolean isRunning() {
    return status == Status.RUNNING;
  }

  void whenEnded(Runnable action) {
    if (waiting.isEmpty()) {
      waiting = new ArrayList<>(1);
    }
    waiting.add(action);
  }

  void notifyWaiting() {
    List<Runnable> now = waiting;
    waiting = List.of();
    now.forEach(Runnable::run);
  }
}
