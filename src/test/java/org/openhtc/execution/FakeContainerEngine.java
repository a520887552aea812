package org.openhtc.execution;

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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerState.Phase;
import org.openhtc.region.Architecture;

/**
 * An engine in memory that does what a test tells it. What a command does is looked up by its argv;
 * one that is not known runs until it is told to end. Listeners are called on the thread that
 * caused the event, before that call returns.
 */
public final class FakeContainerEngine implements ContainerEngine {
  private final Clock clock;
  private final Map<String, ImageFacts> images = new HashMap<>();
  private final Map<List<String>, FakeProgram> programs = new HashMap<>();
  private final Map<String, FakeContainer> containers = new LinkedHashMap<>();
  private final Map<String, Integer> starts = new HashMap<>();
  private final List<FakeWatch> watches = new CopyOnWriteArrayList<>();
  private final List<Runnable> untold = new ArrayList<>();
  private FakeProgram otherwise = FakeProgram.runs();
  private EngineFacts facts = new EngineFacts("fake", "0", Architecture.X86, 8, 16384, 100);
  private DiskMechanism disk = DiskMechanism.WATCH;
  private boolean reachable = true;
  private int answersToLose;
  private int created;
  private Instant lastStamp = Instant.EPOCH;

  public FakeContainerEngine(Clock clock) {
    this.clock = clock;
  }

  // What a test says before: the engine and its programs.

  public synchronized FakeContainerEngine holding(String image, Architecture architecture) {
    images.put(image, new ImageFacts("sha256:" + image, architecture, 1_000_000));
    return this;
  }

  public synchronized FakeContainerEngine program(List<String> argv, FakeProgram program) {
    programs.put(argv, program);
    return this;
  }

  /** What every other command does. */
  public synchronized FakeContainerEngine otherwise(FakeProgram program) {
    otherwise = program;
    return this;
  }

  public synchronized FakeContainerEngine saying(EngineFacts newFacts, DiskMechanism mechanism) {
    facts = newFacts;
    disk = mechanism;
    return this;
  }

  // What a test does meanwhile: the world outside.

  /** While not, every call fails and every watch is lost; containers go on. */
  public void reachable(boolean now) {
    synchronized (this) {
      reachable = now;
      if (!now) {
        watches.forEach(watch -> untold.add(watch.lost()));
        watches.clear();
      }
    }
    tell();
  }

  /** The next so many creates, starts, stops and removals take effect, but seem to fail. */
  public synchronized void loseAnswers(int count) {
    answersToLose = count;
  }

  public void end(String name, int exitCode) {
    happen(() -> end(named(name), exitCode, false));
  }

  public void endOutOfMemory(String name) {
    happen(() -> end(named(name), 137, true));
  }

  /** Somebody removes it behind our back. */
  public void vanish(String name) {
    happen(() -> discard(named(name)));
  }

  public void print(String name, String... lines) {
    happen(() -> print(named(name), List.of(lines)));
  }

  public void write(String name, long bytes) {
    happen(() -> named(name).writableBytes += bytes);
  }

  /** A container that was not made through this interface. */
  public String foreign(ContainerSpec spec) {
    synchronized (this) {
      return add(spec).id;
    }
  }

  // What a test asks afterwards.

  /** How often a container of that name was really started. */
  public synchronized int starts(String name) {
    return starts.getOrDefault(name, 0);
  }

  public synchronized List<String> names() {
    return List.copyOf(containers.keySet());
  }

  public synchronized ContainerSpec spec(String name) {
    return named(name).spec;
  }

  // The engine.

  @Override
  public EngineFacts facts() {
    return look(() -> facts);
  }

  @Override
  public DiskMechanism probeDisk() {
    return look(() -> disk);
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    return look(() -> Optional.ofNullable(images.get(name)));
  }

  @Override
  public String create(ContainerSpec spec) {
    return change(() -> {
      if (!images.containsKey(spec.image())) {
        throw new EngineException.ImageMissing("No such image: " + spec.image());
      }
      FakeContainer there = containers.get(spec.name());
      if (there != null && !there.spec.labels().equals(spec.labels())) {
        throw new EngineException.Refused("name in use");
      }
      return (there == null ? add(spec) : there).id;
    });
  }

  @Override
  public void start(String id) {
    change(() -> {
      FakeContainer container =
          find(id).orElseThrow(() -> new EngineException.Unreachable("no container " + id, null));
      if (container.phase() == Phase.CREATED) {
        start(container);
      }
      return id;
    });
  }

  @Override
  public List<ContainerSummary> list(String installation) {
    return look(() ->
        containers.values().stream()
            .filter(c -> installation.equals(installation(c)))
            .map(FakeContainer::summary)
            .toList());
  }

  @Override
  public Optional<ContainerState> inspect(String idOrName) {
    return look(() -> find(idOrName).map(FakeContainer::state));
  }

  @Override
  public Optional<Long> writableBytes(String id) {
    return look(() -> find(id).map(container -> container.writableBytes));
  }

  @Override
  public void stop(String id, Duration grace) {
    change(() -> {
      find(id).ifPresent(container -> end(container, container.program.exitCodeOnTerm(), false));
      return id;
    });
  }

  @Override
  public void remove(String id) {
    change(() -> {
      find(id).ifPresent(this::discard);
      return id;
    });
  }

  @Override
  public List<LogLine> log(String id, @Nullable Instant since) {
    return look(() ->
        find(id).stream()
            .flatMap(container -> container.log.stream())
            .filter(line -> since == null || !line.timestamp().isBefore(since))
            .toList());
  }

  @Override
  public AutoCloseable watch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    FakeWatch watch = new FakeWatch(installation, listener, lost);
    look(() -> watches.add(watch));
    return () -> watches.remove(watch);
  }

  @Override
  public void close() {
    watches.clear();
  }

  // How it works.

  private synchronized <T> T look(Supplier<T> question) {
    if (!reachable) {
      throw new EngineException.Unreachable("the fake engine is told not to answer", null);
    }
    return question.get();
  }

  private <T> T change(Supplier<T> action) {
    T answer;
    try {
      answer = look(action);
    } finally {
      tell();
    }
    synchronized (this) {
      if (answersToLose > 0) {
        answersToLose--;
        throw new EngineException.Unreachable("the fake engine loses its answer", null);
      }
    }
    return answer;
  }

  private void happen(Runnable event) {
    synchronized (this) {
      event.run();
    }
    tell();
  }

  /** Outside the lock, so that a listener may wait for a thread that calls the engine. */
  private void tell() {
    List<Runnable> now;
    synchronized (this) {
      now = List.copyOf(untold);
      untold.clear();
    }
    now.forEach(Runnable::run);
  }

  private FakeContainer add(ContainerSpec spec) {
    String id = "%064x".formatted(++created);
    FakeProgram program = programs.getOrDefault(spec.argv(), otherwise);
    FakeContainer container = new FakeContainer(id, spec, program);
    containers.put(spec.name(), container);
    return container;
  }

  private void start(FakeContainer container) {
    FakeProgram program = container.program;
    if (program.refusal() != null) {
      container.refused(program.refusal());
      throw new EngineException.Refused(program.refusal());
    }
    starts.merge(container.spec.name(), 1, Integer::sum);
    container.started(stamp());
    print(container, program.prints());
    if (program.exitCode() != null) {
      end(container, program.exitCode(), program.outOfMemory());
    }
  }

  private void end(FakeContainer container, int exitCode, boolean outOfMemory) {
    if (container.phase() != Phase.RUNNING) {
      return;
    }
    container.ended(stamp(), exitCode, outOfMemory);
    if (outOfMemory) {
      event(container, new EngineEvent.OutOfMemory(container.id, container.spec.labels()));
    }
    event(container, new EngineEvent.Ended(container.id, container.spec.labels()));
  }

  private void discard(FakeContainer container) {
    end(container, 137, false);
    containers.remove(container.spec.name());
    event(container, new EngineEvent.Removed(container.id, container.spec.labels()));
  }

  private void print(FakeContainer container, List<String> lines) {
    lines.forEach(line -> container.log.add(new LogLine(stamp(), line)));
  }

  private void event(FakeContainer container, EngineEvent event) {
    watches.stream()
        .filter(watch -> watch.installation().equals(installation(container)))
        .forEach(watch -> untold.add(() -> watch.listener().accept(event)));
  }

  /** Like a real engine's: no two are the same, however the clock stands. */
  private Instant stamp() {
    Instant now = clock.instant();
    lastStamp = now.isAfter(lastStamp) ? now : lastStamp.plusNanos(1);
    return lastStamp;
  }

  private FakeContainer named(String name) {
    return find(name).orElseThrow(() -> new AssertionError("no container " + name));
  }

  private Optional<FakeContainer> find(String idOrName) {
    return containers.values().stream()
        .filter(c -> c.id.equals(idOrName) || c.spec.name().equals(idOrName))
        .findFirst();
  }

  private static @Nullable String installation(FakeContainer container) {
    return container.spec.labels().get(ContainerLabels.INSTALLATION);
  }
}
