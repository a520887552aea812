package org.openhtc.chaos;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openhtc.simulation.ContainerRun;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;

/**
 * Hosts with Docker engines of their own, which pull the images of all jobs from one registry. The
 * jobs send marks to this process.
 */
final class RealChaosHosts implements ChaosHosts {
  private static final String SLOT = "openhtc-slot-";
  private static final int OVERCOMMIT = 4;
  private static final int LINES = 20_000;

  /**
   * A mark is repeated until it has arrived, so that a missing one proves something. The option -T
   * of busybox's wget ends with SIGSEGV.
   */
  private static final String SCRIPT =
      """
      run=$(cat /proc/sys/kernel/random/uuid)
      mark() {
        until timeout 2 wget -q -O /dev/null http://%s:%d/$1/$RESCALE_JOB_ID/$run; do sleep 0.2; done
      }
      mark begin
      echo begin
      %s
      echo end
      mark end-%d
      exit %d
      """;

  private final List<ExtraEngine> engines;
  private final ChaosRegistry registry;
  private final MarkServer marks;
  private final Map<ExtraEngine, UnreadTimes> unread;

  private RealChaosHosts(List<ExtraEngine> engines, ChaosRegistry registry, MarkServer marks) {
    this.engines = engines;
    this.registry = registry;
    this.marks = marks;
    this.unread = engines.stream().collect(Collectors.toMap(e -> e, e -> new UnreadTimes()));
  }

  static RealChaosHosts start(int count) throws IOException {
    List<ExtraEngine> engines = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      engines.add(ExtraEngine.withPlainRegistries());
    }
    ChaosRegistry registry = ChaosRegistry.at(engines.getFirst().machineAddress());
    return new RealChaosHosts(engines, registry, MarkServer.start());
  }

  @Override
  public boolean isSimulated() {
    return false;
  }

  /** The registry starts with the first run, because it needs the certificate of the service. */
  @Override
  public void prepare(TestTask task, List<Integer> batches) {
    registry.start(task.api.withoutBasePath().plain("/registry/certificates.pem"));
    ChaosImages.push(registry.url(), task, batches);
  }

  @Override
  public Map<String, Object> definition(Step.Work work, int step) {
    int exitCode = work.exitCode();
    String address = engines.getFirst().machineAddress();
    Map<String, Object> definition =
        TestTask.script(SCRIPT.formatted(address, marks.port(), body(work), exitCode, exitCode));
    definition.put("imageName", ChaosImages.name(step));
    return definition;
  }

  private static String body(Step.Work work) {
    return switch (work) {
      case SHORT, FAILING -> "sleep 0.1";
      case LONG -> "for i in $(seq 1 10); do sleep 0.5; mark runs; done";
      case LARGE -> "seq 1 " + LINES;
    };
  }

  @Override
  public List<String> log(Step.Work work) {
    Stream<String> lines =
        work == Step.Work.LARGE
            ? IntStream.rangeClosed(1, LINES).mapToObj(Integer::toString)
            : Stream.of();
    return Stream.of(Stream.of("begin"), lines, Stream.of("end")).flatMap(each -> each).toList();
  }

  private UnreadTimes times(ExtraEngine engine) {
    return Objects.requireNonNull(unread.get(engine));
  }

  /**
   * @throws IllegalStateException if a mark came from another address than those of the engines
   */
  @Override
  public Set<ContainerRun> unread() {
    int known = engines.stream().mapToInt(engine -> marks.runs(engine.address()).size()).sum();
    if (known != marks.runs().size()) {
      throw new IllegalStateException("%d of %d runs".formatted(known, marks.runs().size()));
    }
    return engines.stream()
        .flatMap(engine -> marks.runs(engine.address()).stream().filter(times(engine)::overlap))
        .collect(Collectors.toSet());
  }

  /** Their environment is not read. */
  @Override
  public Map<String, String> tokens() {
    return Map.of();
  }

  @Override
  public void perform(Step.OfHosts step) {
    try {
      switch (step) {
        case Step.RestartEngine restart -> {
          ExtraEngine engine = engines.get(restart.engine());
          synchronized (engine) {
            long from = System.nanoTime();
            engine.kill();
            ChaosRun.await(restart.time());
            engine.restart();
            times(engine).killed(from, System.nanoTime());
          }
        }
        case Step.FreezeEngine freeze -> {
          ExtraEngine engine = engines.get(freeze.engine());
          synchronized (engine) {
            long from = System.nanoTime();
            engine.freeze();
            ChaosRun.await(freeze.time());
            engine.thaw();
            times(engine).suspended(from, System.nanoTime());
          }
        }
        case Step.OfRegistry ofRegistry -> registry.perform(ofRegistry);
        case Step.FaultyCalls none -> throw new UnsupportedOperationException(none.toString());
        case Step.CutEvents none -> throw new UnsupportedOperationException(none.toString());
        case Step.LoseEvents none -> throw new UnsupportedOperationException(none.toString());
        case Step.SkewClock none -> throw new UnsupportedOperationException(none.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each fault ends with its step. */
  @Override
  public void endFaults() {}

  @Override
  public int count() {
    return engines.size();
  }

  @Override
  public List<String> settings() {
    List<String> settings = new ArrayList<>(registry.settings());
    for (int n = 0; n < engines.size(); n++) {
      settings.add("openhtc.hosts[%d].name=real-%d".formatted(n, n));
      settings.add("openhtc.hosts[%d].endpoint=%s".formatted(n, engines.get(n).endpoint()));
      settings.add("openhtc.hosts[%d].vcpu-overcommit=%d".formatted(n, OVERCOMMIT));
    }
    return settings;
  }

  @Override
  public List<ContainerRun> runs() {
    return marks.runs();
  }

  @Override
  public List<String> containers() {
    return engines.stream().flatMap(RealChaosHosts::containers).toList();
  }

  private static Stream<String> containers(ExtraEngine engine) {
    try (DockerClient client = TestImages.client(engine.endpoint())) {
      return client.listContainersCmd().withShowAll(true).exec().stream()
          .flatMap(container -> Arrays.stream(container.getNames()))
          .map(name -> name.substring(1)) // they begin with a slash
          .filter(name -> !name.startsWith(SLOT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (ExtraEngine engine : engines) {
      engine.close();
    }
    registry.close();
    marks.close();
  }
}
