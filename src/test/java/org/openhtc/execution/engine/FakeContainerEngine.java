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
import org.openhtc.job.log.JobLogLine;
import org.openhtc.region.Architecture;

/**
 * An engine in memory, controlled by a test. The argv of a container determines its program; a
 * container with another argv runs until the test ends it. Listeners are called on the thread that
 * caused the event, before that call returns.
 */
public final class FakeContainerEngine implements ContainerEngine {
  private final Map<String, ImageFacts> images = new HashMap<>();
  private final FakeContainers containers;
  private final Map<String, ImageFacts> offered = new HashMap<>();
  private final Map<String, Integer> pulls = new HashMap<>();
  private @Nullable String registryOutage;
  private EngineFacts facts =
      new EngineFacts("fake", "0", Architecture.X86, 8, 16384, 100L, null, Duration.ZERO);
  private DiskMechanism disk = DiskMechanism.WATCH;
  private Isolation isolation = new Isolation(Isolation.Level.FIREWALL, "set by the test");
  private final Map<String, Map<String, String>> networks = new HashMap<>();
  private boolean reachable = true;
  private @Nullable RuntimeException failure;
  private int responsesToLose;
  private int errorsToThrow;
  private boolean logsUnreachable;
  private volatile CountDownLatch imageResponses = new CountDownLatch(0);
  private final AtomicInteger pendingImageRequests = new AtomicInteger();

  public FakeContainerEngine(Clock clock) {
    containers = new FakeContainers(clock);
  }

  // Set-up: the engine and its programs.

  public synchronized FakeContainerEngine holding(String image, Architecture architecture) {
    images.put(image, new ImageFacts("sha256:" + image, architecture, 1_000_000));
    return this;
  }

  /** Adds an image that can be pulled with any token. */
  public synchronized FakeContainerEngine offering(String reference, Architecture architecture) {
    offered.put(reference, new ImageFacts("sha256:" + reference, architecture, 1_000_000));
    return this;
  }

  public synchronized FakeContainerEngine program(List<String> argv, FakeProgram program) {
    containers.programs.put(argv, program);
    return this;
  }

  /** The program of every other argv. */
  public synchronized FakeContainerEngine otherwise(FakeProgram program) {
    containers.otherwise = program;
    return this;
  }

  public synchronized FakeContainerEngine describedBy(
      EngineFacts newFacts, DiskMechanism mechanism) {
    facts = newFacts;
    disk = mechanism;
    return this;
  }

  public synchronized FakeContainerEngine isolating(Isolation newIsolation) {
    isolation = newIsolation;
    return this;
  }

  // What happens to the engine and its containers from outside.

  /** While it is unreachable, every call fails and every watch is lost; containers keep running. */
  public void reachable(boolean now) {
    synchronized (this) {
      reachable = now;
      if (!now) {
        containers.loseWatches();
      }
    }
    notifyListeners();
  }

  /** Every watch is lost, and all calls succeed. */
  public void breakWatches() {
    synchronized (this) {
      containers.loseWatches();
    }
    notifyListeners();
  }

  /** Every call fails with this exception, and watches continue; null ends that. */
  public synchronized void failing(@Nullable RuntimeException with) {
    failure = with;
  }

  /** Every pull fails with this message; null ends the outage. */
  public synchronized void registryOutage(@Nullable String message) {
    registryOutage = message;
  }

  /** The next creates, starts, stops and removals take effect, but their responses are lost. */
  public synchronized void loseResponses(int count) {
    responsesToLose = count;
  }

  /** Logs can't be read, although all other calls succeed. */
  public synchronized void logsUnreachable(boolean now) {
    logsUnreachable = now;
  }

  /** Calls of {@link #image} block until {@link #releaseImageResponses}. */
  public void holdImageResponses() {
    imageResponses = new CountDownLatch(1);
  }

  public void releaseImageResponses() {
    imageResponses.countDown();
  }

  /** The next calls throw an {@link Error}, like a defect of the program. */
  public synchronized void throwErrors(int count) {
    errorsToThrow = count;
  }

  public void end(String name, int exitCode) {
    happen(() -> containers.end(containers.named(name), exitCode, false));
  }

  public void endOutOfMemory(String name) {
    happen(() -> containers.end(containers.named(name), 137, true));
  }

  /** Another program removes the container. */
  public void removeFromOutside(String name) {
    happen(() -> containers.discard(containers.named(name)));
  }

  public void print(String name, String... lines) {
    happen(() -> containers.print(containers.named(name), List.of(lines)));
  }

  public void write(String name, long bytes) {
    happen(() -> containers.named(name).writableBytes += bytes);
  }

  public void writeToVolume(String name, long bytes) {
    happen(() -> containers.named(name).volumeBytes += bytes);
  }

  public void use(String name, ContainerUsage usage) {
    happen(() -> containers.named(name).usage = usage);
  }

  /** A container that was not made through this interface. */
  public String foreign(ContainerSpec spec) {
    synchronized (this) {
      return containers.add(spec).id;
    }
  }

  // What a test checks afterwards.

  /** How often a container of that name was started. */
  public synchronized int starts(String name) {
    return containers.starts.getOrDefault(name, 0);
  }

  /** How many calls of {@link #image} have not returned. */
  public int pendingImageRequests() {
    return pendingImageRequests.get();
  }

  /** Whether there is an open watch. */
  public synchronized boolean isWatched() {
    return containers.watches.stream().anyMatch(FakeWatch::isOpen);
  }

  /** How often a pull of that image was tried. */
  public synchronized int pulls(String reference) {
    return pulls.getOrDefault(reference, 0);
  }

  /** How often a pull was tried, for each image whose reference has this prefix. */
  public synchronized Map<String, Integer> pullsMatching(String prefix) {
    Map<String, Integer> found = new HashMap<>(pulls);
    found.keySet().removeIf(reference -> !reference.startsWith(prefix));
    return found;
  }

  /** How often containers whose names contain this part were started, in total. */
  public synchronized int startsMatching(String part) {
    return containers.starts.entrySet().stream()
        .filter(entry -> entry.getKey().contains(part))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** The containers that are no slots. */
  public synchronized List<String> names() {
    return containers.all().filter(c -> !c.isSlot()).map(c -> c.spec.name()).toList();
  }

  /** The containers that run and are no slots. */
  public synchronized List<String> running() {
    return containers
        .all()
        .filter(c -> !c.isSlot() && c.phase() == Phase.RUNNING)
        .map(c -> c.spec.name())
        .toList();
  }

  public synchronized List<String> slots() {
    return containers.all().filter(FakeContainer::isSlot).map(c -> c.spec.name()).toList();
  }

  public synchronized ContainerSpec spec(String name) {
    return containers.named(name).spec;
  }

  // The engine.

  @Override
  public EngineFacts facts() {
    return read(() -> facts);
  }

  @Override
  public DiskMechanism probeDisk() {
    return read(() -> disk);
  }

  @Override
  public Isolation ensureJobNetwork(JobNetwork network) {
    return read(() -> {
      networks.putIfAbsent(network.name(), network.labels());
      if (!network.labels().equals(networks.get(network.name()))) {
        throw new EngineException.Refused(
            "the name belongs to a network that OpenHTC did not create");
      }
      return isolation;
    });
  }

  @Override
  public void importImage(String name, byte[] archive) {
    read(() -> images.putIfAbsent(name, new ImageFacts("sha256:" + name, facts.architecture(), 1)));
  }

  /** Not among the calls whose responses are lost. */
  @Override
  public Slot makeSlot(SlotSpec spec) {
    Slot made =
        read(() -> {
          if (!images.containsKey(spec.image())) {
            throw new EngineException.ImageMissing("No such image: " + spec.image());
          }
          String id = containers.addSlot(spec).id;
          return new Slot(id, spec.name(), id + "/hosts", id + "/dns", id + "/name");
        });
    notifyListeners();
    return made;
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    pendingImageRequests.incrementAndGet();
    try {
      imageResponses.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pendingImageRequests.decrementAndGet();
    }
    return read(() -> Optional.ofNullable(images.get(name)));
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
  public List<String> pulledImages(String prefix) {
    return read(() -> images.keySet().stream().filter(name -> name.startsWith(prefix)).toList());
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
        throw new EngineException.Refused(
            "the name belongs to a container that OpenHTC did not create");
      }
      if (container.phase() != Phase.CREATED) {
        throw new EngineException.AlreadyStarted("the container was started before");
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
      if (container.phase() != Phase.RUNNING) {
        containers.start(container);
      }
      return id;
    });
  }

  @Override
  public List<ContainerSummary> list(String installation) {
    return read(() ->
        containers
            .all()
            .filter(container -> installation.equals(container.installation()))
            .map(FakeContainer::summary)
            .toList());
  }

  @Override
  public Optional<ContainerState> inspect(String idOrName) {
    return read(() -> containers.find(idOrName).map(FakeContainer::state));
  }

  @Override
  public Optional<Long> writableBytes(String id) {
    return read(() -> containers.find(id).map(container -> container.writableBytes));
  }

  @Override
  public Optional<Long> volumeBytes(String id) {
    return read(() -> containers.find(id).map(container -> container.volumeBytes));
  }

  @Override
  public boolean hasUsage() {
    return true;
  }

  @Override
  public Optional<ContainerUsage> usage(String id) {
    return read(() ->
        containers
            .find(id)
            .filter(container -> container.phase() == Phase.RUNNING)
            .map(container -> container.usage));
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
  public boolean readLog(String id, @Nullable Instant since, Consumer<JobLogLine> sink) {
    return read(() -> {
      if (logsUnreachable) {
        throw new EngineException.Unreachable("the logs of the fake engine are unreachable", null);
      }
      containers.find(id).stream()
          .flatMap(container -> container.log.stream())
          .filter(line -> since == null || !line.timestamp().isBefore(since))
          .forEach(sink);
      return containers.find(id).isPresent();
    });
  }

  @Override
  public boolean readFinalLog(String id, Consumer<JobLogLine> sink) {
    return readLog(id, null, sink);
  }

  @Override
  public EngineWatch watch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    FakeWatch watch = new FakeWatch(installation, listener, lost);
    read(() -> containers.watches.add(watch));
    return watch;
  }

  @Override
  public void close() {
    containers.watches.forEach(FakeWatch::close);
    containers.watches.clear();
  }

  // Implementation.

  private synchronized <T> T read(Supplier<T> request) {
    if (errorsToThrow > 0) {
      errorsToThrow--;
      throw new StackOverflowError("an error of the fake engine");
    }
    if (!reachable) {
      throw new EngineException.Unreachable("the fake engine is unreachable", null);
    }
    if (failure != null) {
      throw failure;
    }
    return request.get();
  }

  private <T> T change(Supplier<T> action) {
    T result;
    try {
      result = read(action);
    } finally {
      notifyListeners();
    }
    synchronized (this) {
      if (responsesToLose > 0) {
        responsesToLose--;
        throw new EngineException.Unreachable("the response of the fake engine is lost", null);
      }
    }
    return result;
  }

  private void happen(Runnable event) {
    synchronized (this) {
      event.run();
    }
    notifyListeners();
  }

  /** Outside the lock, so that a listener may wait for a thread that calls the engine. */
  private void notifyListeners() {
    List<Runnable> now;
    synchronized (this) {
      now = containers.takePending();
    }
    now.forEach(Runnable::run);
  }
}
