package org.openhtc.execution.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.region.Architecture;

/**
 * An engine in memory that does what a test tells it. What a command does is looked up by its argv;
 * one that is not known runs until it is told to end. Listeners are called on the thread that
 * caused the event, before that call returns.
 */
public final class FakeContainerEngine implements ContainerEngine {
  private final Map<String, ImageFacts> images = new HashMap<>();
  private final FakeContainers containers;
  private final Map<String, ImageFacts> offered = new HashMap<>();
  private final Map<String, Integer> pulls = new HashMap<>();
  private @Nullable String registryOutage;
  private EngineFacts facts = new EngineFacts("fake", "0", Architecture.X86, 8, 16384, 100L, null);
  private DiskMechanism disk = DiskMechanism.WATCH;
  private Isolation isolation = new Isolation(Isolation.Level.FIREWALL, "the fake says so");
  private final Map<String, Map<String, String>> networks = new HashMap<>();
  private boolean reachable = true;
  private @Nullable RuntimeException failure;
  private int answersToLose;
  private int stumbles;
  private boolean logsAreAway;
  private volatile CountDownLatch imageAnswers = new CountDownLatch(0);
  private final AtomicInteger imageQuestions = new AtomicInteger();

  public FakeContainerEngine(Clock clock) {
    containers = new FakeContainers(clock);
  }

  // What a test says before: the engine and its programs.

  public synchronized FakeContainerEngine holding(String image, Architecture architecture) {
    images.put(image, new ImageFacts("sha256:" + image, architecture, 1_000_000));
    return this;
  }

  /** An image that its registry has for whoever comes with a token. */
  public synchronized FakeContainerEngine offering(String reference, Architecture architecture) {
    offered.put(reference, new ImageFacts("sha256:" + reference, architecture, 1_000_000));
    return this;
  }

  public synchronized FakeContainerEngine program(List<String> argv, FakeProgram program) {
    containers.programs.put(argv, program);
    return this;
  }

  /** What every other command does. */
  public synchronized FakeContainerEngine otherwise(FakeProgram program) {
    containers.otherwise = program;
    return this;
  }

  public synchronized FakeContainerEngine saying(EngineFacts newFacts, DiskMechanism mechanism) {
    facts = newFacts;
    disk = mechanism;
    return this;
  }

  public synchronized FakeContainerEngine isolating(Isolation newIsolation) {
    isolation = newIsolation;
    return this;
  }

  // What a test does meanwhile: the world outside.

  /** While not, every call fails and every watch is lost; containers go on. */
  public void reachable(boolean now) {
    synchronized (this) {
      reachable = now;
      if (!now) {
        containers.loseWatches();
      }
    }
    tell();
  }

  /** While there is one, every call fails with it and watches go on; null ends that. */
  public synchronized void failing(@Nullable RuntimeException with) {
    failure = with;
  }

  /** While there are words, every pull fails with them; null ends the outage. */
  public synchronized void registryOutage(@Nullable String words) {
    registryOutage = words;
  }

  /** The next so many creates, starts, stops and removals take effect, but seem to fail. */
  public synchronized void loseAnswers(int count) {
    answersToLose = count;
  }

  /** While they are, logs can't be read although the engine answers everything else. */
  public synchronized void logsAreAway(boolean now) {
    logsAreAway = now;
  }

  /** Whoever asks for an image waits for {@link #giveImageAnswers}. */
  public void holdImageAnswers() {
    imageAnswers = new CountDownLatch(1);
  }

  public void giveImageAnswers() {
    imageAnswers.countDown();
  }

  /** The next so many calls end with an {@link Error}, as a fault of the program does. */
  public synchronized void stumble(int count) {
    stumbles = count;
  }

  public void end(String name, int exitCode) {
    happen(() -> containers.end(containers.named(name), exitCode, false));
  }

  public void endOutOfMemory(String name) {
    happen(() -> containers.end(containers.named(name), 137, true));
  }

  /** Somebody removes it behind our back. */
  public void vanish(String name) {
    happen(() -> containers.discard(containers.named(name)));
  }

  public void print(String name, String... lines) {
    happen(() -> containers.print(containers.named(name), List.of(lines)));
  }

  public void write(String name, long bytes) {
    happen(() -> containers.named(name).writableBytes += bytes);
  }

  /** A container that was not made through this interface. */
  public String foreign(ContainerSpec spec) {
    synchronized (this) {
      return containers.add(spec).id;
    }
  }

  // What a test asks afterwards.

  /** How often a container of that name was really started. */
  public synchronized int starts(String name) {
    return containers.starts.getOrDefault(name, 0);
  }

  /** How many wait for an answer about an image. */
  public int imageQuestions() {
    return imageQuestions.get();
  }

  /** Whether anybody listens to what happens to containers. */
  public synchronized boolean isWatched() {
    return !containers.watches.isEmpty();
  }

  /** How often a pull of that image was tried. */
  public synchronized int pulls(String reference) {
    return pulls.getOrDefault(reference, 0);
  }

  /** How often a pull was tried, for every image whose reference begins so. */
  public synchronized Map<String, Integer> pullsMatching(String start) {
    Map<String, Integer> found = new HashMap<>(pulls);
    found.keySet().removeIf(reference -> !reference.startsWith(start));
    return found;
  }

  /** How often containers with that in their names were really started, together. */
  public synchronized int startsMatching(String part) {
    return containers.starts.entrySet().stream()
        .filter(entry -> entry.getKey().contains(part))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  public synchronized List<String> names() {
    return containers.all().map(container -> container.spec.name()).toList();
  }

  public synchronized ContainerSpec spec(String name) {
    return containers.named(name).spec;
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
  public Isolation ensureJobNetwork(JobNetwork network) {
    return look(() -> {
      networks.putIfAbsent(network.name(), network.labels());
      if (!network.labels().equals(networks.get(network.name()))) {
        throw new EngineException.Refused("the name belongs to somebody else's network");
      }
      return isolation;
    });
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    imageQuestions.incrementAndGet();
    try {
      imageAnswers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      imageQuestions.decrementAndGet();
    }
    return look(() -> Optional.ofNullable(images.get(name)));
  }

  @Override
  public void pull(String reference, String registryToken) {
    change(() -> {
      pulls.merge(reference, 1, Integer::sum);
      if (registryOutage != null) {
        throw new EngineException.PullFailed(registryOutage);
      }
      ImageFacts image = offered.get(reference);
      if (image == null) {
        throw new EngineException.ImageMissing("manifest for " + reference + " not found");
      }
      images.put(reference, image);
      return reference;
    });
  }

  @Override
  public List<String> pulledImages(String start) {
    return look(() -> images.keySet().stream().filter(name -> name.startsWith(start)).toList());
  }

  @Override
  public boolean removeImage(String reference) {
    return change(() -> {
      boolean isFree =
          containers.all().noneMatch(container -> container.spec.image().equals(reference));
      if (isFree) {
        images.remove(reference);
      }
      return isFree;
    });
  }

  @Override
  public String create(ContainerSpec spec) {
    return change(() -> {
      if (!images.containsKey(spec.image())) {
        throw new EngineException.ImageMissing("No such image: " + spec.image());
      }
      FakeContainer container = containers.find(spec.name()).orElseGet(() -> containers.add(spec));
      if (!container.spec.labels().equals(spec.labels())) {
        throw new EngineException.Refused("the name belongs to somebody else's container");
      }
      return container.id;
    });
  }

  @Override
  public void start(String id) {
    change(() -> {
      FakeContainer container =
          containers
              .find(id)
              .orElseThrow(() -> new EngineException.Unreachable("no container " + id, null));
      if (container.phase() == Phase.CREATED) {
        containers.start(container);
      }
      return id;
    });
  }

  @Override
  public List<ContainerSummary> list(String installation) {
    return look(() ->
        containers
            .all()
            .filter(container -> installation.equals(container.installation()))
            .map(FakeContainer::summary)
            .toList());
  }

  @Override
  public Optional<ContainerState> inspect(String idOrName) {
    return look(() -> containers.find(idOrName).map(FakeContainer::state));
  }

  @Override
  public Optional<Long> writableBytes(String id) {
    return look(() -> containers.find(id).map(container -> container.writableBytes));
  }

  @Override
  public void stop(String id, Duration grace) {
    change(() -> {
      containers.find(id).ifPresent(c -> containers.end(c, c.program.exitCodeOnTerm(), false));
      return id;
    });
  }

  @Override
  public void remove(String id) {
    change(() -> {
      containers.find(id).ifPresent(containers::discard);
      return id;
    });
  }

  @Override
  public List<LogLine> log(String id, @Nullable Instant since) {
    return look(() -> {
      if (logsAreAway) {
        throw new EngineException.Unreachable("the fake engine is told to keep its logs", null);
      }
      return containers.find(id).stream()
          .flatMap(container -> container.log.stream())
          .filter(line -> since == null || !line.timestamp().isBefore(since))
          .toList();
    });
  }

  @Override
  public AutoCloseable watch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    FakeWatch watch = new FakeWatch(installation, listener, lost);
    look(() -> containers.watches.add(watch));
    return () -> containers.watches.remove(watch);
  }

  @Override
  public void close() {
    containers.watches.clear();
  }

  // How it works.

  private synchronized <T> T look(Supplier<T> question) {
    if (stumbles > 0) {
      stumbles--;
      throw new StackOverflowError("the fake engine is told to stumble");
    }
    if (!reachable) {
      throw new EngineException.Unreachable("the fake engine is told not to answer", null);
    }
    if (failure != null) {
      throw failure;
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
      now = containers.takeUntold();
    }
    now.forEach(Runnable::run);
  }
}
