package org.openhtc.execution.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.region.Architecture;

/**
 * An engine in memory, controlled by a test. The argv of a container determines its program; a
 * container with another argv runs until the test ends it. Listeners are called on the thread that
 * caused the event, before that call returns.
 */
public final class FakeContainerEngine extends FakeEngineState implements ContainerEngine {
  private EngineFacts facts =
      new EngineFacts("fake", "0", Architecture.X86, 8, 16384, 100L, null, Duration.ZERO);
  private DiskMechanism disk = DiskMechanism.WATCH;
  private Isolation isolation = new Isolation(Isolation.Level.FIREWALL, "set by the test");
  private boolean isIsolationKnownAtOnce = true;
  private boolean isIsolationFailing;
  private final Map<String, Map<String, String>> networks = new HashMap<>();

  public FakeContainerEngine(Clock clock) {
    super(clock);
  }

  // Set-up: the engine and its programs.

  public synchronized FakeContainerEngine holding(String image, Architecture architecture) {
    images.hold(image, architecture);
    return this;
  }

  /** Adds an image that can be pulled with any token. */
  public FakeContainerEngine offering(String reference, Architecture architecture) {
    return offering(reference, architecture, 1_000_000);
  }

  public synchronized FakeContainerEngine offering(
      String reference, Architecture architecture, long bytes) {
    images.offer(reference, architecture, bytes);
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

  public synchronized void interruptNextStart() {
    containers.interruptedStarts++;
  }

  /** The engine is killed during the next start of a job, after its container ran. */
  public synchronized void forgetNextStart() {
    containers.forgottenStarts++;
  }

  public synchronized FakeContainerEngine describedBy(
      EngineFacts newFacts, DiskMechanism mechanism) {
    facts = newFacts;
    disk = mechanism;
    return this;
  }

  /** The engine's clock is ahead of that of the test by this much, and its facts show it. */
  public synchronized void clockAhead(Duration by) {
    containers.ahead = by;
    facts =
        new EngineFacts(
            facts.engineId(),
            facts.version(),
            facts.architecture(),
            facts.vcpus(),
            facts.memoryMib(),
            facts.diskFreeGib(),
            facts.hyperthreading(),
            by);
  }

  public synchronized FakeContainerEngine isolating(Isolation newIsolation) {
    isolation = newIsolation;
    return this;
  }

  /** Its firewall can't be set or tested. */
  public synchronized void failingToIsolate(boolean isFailing) {
    isIsolationFailing = isFailing;
  }

  /** Only a longer test shows what its network isolates. */
  public synchronized FakeContainerEngine isolatingLater() {
    isIsolationKnownAtOnce = false;
    return this;
  }

  // The engine.

  @Override
  public EngineFacts facts() {
    return read(() -> facts);
  }

  @Override
  public boolean holdsImages() {
    return true;
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
      if (isIsolationFailing) {
        throw new EngineException.Unreachable("the firewall can't be set in time", null);
      }
      return isolation;
    });
  }

  @Override
  public Optional<Isolation> beginJobNetwork(JobNetwork network) {
    Isolation found = ensureJobNetwork(network);
    return isIsolationKnownAtOnce ? Optional.of(found) : Optional.empty();
  }

  @Override
  public void importImage(String name, byte[] archive) {
    perform(() -> images.load(name, facts.architecture()));
  }

  /** Not among the calls whose responses are lost. */
  @Override
  public Slot makeSlot(SlotSpec spec) {
    Slot made =
        read(() -> {
          images.require(spec.image());
          String id = containers.addSlot(spec).id;
          return new Slot(id, spec.name(), id + "/hosts", id + "/dns", id + "/name");
        });
    notifyListeners();
    return made;
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    awaitImageResponses();
    return read(() -> images.find(name));
  }

  @Override
  public void pull(String reference, String registryToken) {
    change(() -> {
      images.pull(reference);
      return reference;
    });
  }

  @Override
  public List<String> pulledImages(String prefix) {
    return read(() -> images.names(prefix));
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
      images.require(spec.image());
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
  public boolean mayHaveForgottenStart(String id) {
    return read(() -> containers.find(id).filter(FakeContainer::isStartForgotten).isPresent());
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
      containers
          .find(id)
          .ifPresent(container -> {
            containers.signalled(container);
            containers.end(container, container.program.exitCodeOnTerm(), false);
          });
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
      checkLogs();
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
}
