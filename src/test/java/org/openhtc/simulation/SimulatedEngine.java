package org.openhtc.simulation;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openhtc.simulation.fault.Faults;
import org.openhtc.simulation.fault.Operation;

/** One simulated engine. Its methods may be called by any thread. */
public final class SimulatedEngine {
  private final EventLoop loop;
  private final EngineParts parts;
  private final EngineServer server;
  private final EngineApi api;
  private final Faults faults = new Faults();
  private final Counters own = new Counters();
  private final List<Counters> counters;

  SimulatedEngine(int number, EngineSettings settings, EventLoop loop, Counters total) {
    this.loop = loop;
    counters = List.of(own, total);
    EngineClock clock = new EngineClock(faults);
    ContainerTable table = new ContainerTable();
    EventStreams events = new EventStreams(faults);
    ContainerLifecycle lifecycle =
        new ContainerLifecycle(loop, table, clock, events, counters, settings.recordsStarts);
    parts =
        new EngineParts(
            number,
            settings,
            clock,
            new Programs(settings.program),
            table,
            new Images(settings.images, clock),
            new Networks(),
            events,
            lifecycle);
    api = new EngineApi(parts);
    server = new EngineServer(loop, socket(number, settings), () -> new HttpConnection(this));
    server.open();
  }

  private static @Nullable Path socket(int number, EngineSettings settings) {
    Path directory = settings.socketDirectory;
    return directory == null ? null : directory.resolve("engine-%d.sock".formatted(number));
  }

  /** Where the engine's API is: {@code tcp://127.0.0.1:port} or {@code unix:///path}. */
  public URI endpoint() {
    return server.endpoint();
  }

  // What a test sets or does.

  /** The present faults, which can be changed. */
  public Faults faults() {
    return faults;
  }

  /** The meaning of a job's command in containers that are created from now on. */
  public SimulatedEngine program(List<String> argv, SimulatedProgram program) {
    parts.programs().define(argv, program);
    return this;
  }

  /** The meaning of every job's command that is not defined otherwise, from now on. */
  public SimulatedEngine otherwise(SimulatedProgram program) {
    parts.programs().otherwise(program);
    return this;
  }

  /** Adds an image to the engine's registry, which gives it to every client. */
  public SimulatedEngine offer(String reference) {
    parts.images().offer(reference);
    return this;
  }

  /** Every pull fails with this message; null ends that. */
  public void registryFailure(@Nullable String message) {
    parts.images().registryFailure(message);
  }

  /** Kills a container as another client of the engine may do. */
  public void kill(String idOrName) {
    perform(() -> {
      SimulatedContainer container = parts.table().find(idOrName);
      if (container != null) {
        parts.lifecycle().kill(container);
      }
      return true;
    });
  }

  /** Ends a running container with an exit code. */
  public void end(String idOrName, int exitCode) {
    perform(() -> {
      SimulatedContainer container = parts.table().find(idOrName);
      if (container != null) {
        parts.lifecycle().end(container, exitCode, false);
      }
      return true;
    });
  }

  /** Closes the connections of all event streams; clients can open them again. */
  public void cutEventStreams() {
    perform(() -> {
      parts.events().cut();
      return true;
    });
  }

  /**
   * Closes the connections of the calls that a fault lets hang, so that their clients notice it.
   */
  public void endHangingCalls() {
    perform(() -> {
      server.closeHanging();
      return true;
    });
  }

  /**
   * Stops the engine: it closes all connections and accepts no new ones, until {@link #restart}.
   *
   * @param keepsContainers whether containers run on, as with Docker's live-restore; otherwise they
   *     are killed
   */
  public void stop(boolean keepsContainers) {
    perform(() -> {
      server.close();
      parts.events().forget();
      if (!keepsContainers) {
        List.copyOf(parts.table().all())
            .forEach(c -> parts.lifecycle().end(c, SimulatedProgram.KILLED, false));
      }
      return true;
    });
  }

  /** Starts a stopped engine again at the same address. */
  public void restart() {
    server.open();
  }

  // What happened.

  /** How often the operation was called since the start of the simulation. */
  public long calls(Operation operation) {
    return own.calls(operation);
  }

  public int running() {
    return own.running();
  }

  /** The largest number of containers that ran at the same time. */
  public int mostRunning() {
    return own.mostRunning();
  }

  /** How often a container of that name was started. */
  public int starts(String name) {
    return parts.lifecycle().starts.getOrDefault(name, 0);
  }

  /** The names of all containers that were ever started, with the number of their starts. */
  public Map<String, Integer> starts() {
    return Map.copyOf(parts.lifecycle().starts);
  }

  /** How often a container of each attempt was started, as {@code <batch>:<index>#<attempt>}. */
  public Map<String, Integer> startsOfAttempts() {
    return Map.copyOf(parts.lifecycle().jobStarts);
  }

  /** Every run of a job's container so far. */
  public List<ContainerRun> runs() {
    return List.copyOf(parts.lifecycle().runs.values());
  }

  /** The tokens that the jobs were given, by {@code <batch>:<index>#<attempt>}. */
  public Map<String, String> tokens() {
    return Map.copyOf(parts.lifecycle().tokens);
  }

  /** The names of the present containers. */
  public List<String> names() {
    return perform(() -> parts.table().all().stream().map(c -> c.name).toList());
  }

  /** The number of open event streams. */
  public int eventStreams() {
    return perform(() -> parts.events().count());
  }

  // For connections and the control server.

  Counters counters() {
    return own;
  }

  void called(Operation operation) {
    counters.forEach(each -> each.called(operation));
  }

  long delayNanos(Operation operation) {
    EngineSettings settings = parts.settings();
    Duration normal =
        operation == Operation.START ? settings.latency.plus(settings.startTime) : settings.latency;
    return faults.delayNanos(operation, normal);
  }

  void handle(Exchange exchange) {
    api.handle(exchange);
  }

  void close() {
    server.close();
  }

  private <T> T perform(Callable<T> action) {
    if (loop.inEventLoop()) {
      throw new IllegalStateException("called by the event loop itself");
    }
    return loop.submit(action).syncUninterruptibly().getNow();
  }
}
