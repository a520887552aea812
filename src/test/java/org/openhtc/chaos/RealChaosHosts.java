package org.openhtc.chaos;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** How long an engine may take on a busy machine until it has read a line. */
  private static final Duration READING = Duration.ofSeconds(1);

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
  private final List<Gap> gaps = new CopyOnWriteArrayList<>();

  /**
   * A time in which an engine had been killed. If a container ends in that time, the engine does
   * not read what it had printed since.
   *
   * @param engine its address
   * @param from by {@link System#nanoTime}
   */
  private record Gap(String engine, long from, long until) {
    boolean overlaps(ContainerRun run) {
      Long endedAt = run.endedAt();
      return run.startedAt() < until && (endedAt == null || endedAt + READING.toNanos() > from);
    }
  }

  private RealChaosHosts(List<ExtraEngine> engines, ChaosRegistry registry, MarkServer marks) {
    this.engines = engines;
    this.registry = registry;
    this.marks = marks;
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

  @Override
  public Set<ContainerRun> unread() {
    return gaps.stream()
        .flatMap(gap -> marks.runs(gap.engine).stream().filter(gap::overlaps))
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
            long killedAt = System.nanoTime();
            engine.kill();
            ChaosRun.await(restart.time());
            engine.restart();
            gaps.add(new Gap(engine.address(), killedAt, System.nanoTime()));
          }
        }
        case Step.FreezeEngine freeze -> {
          ExtraEngine engine = engines.get(freeze.engine());
          synchronized (engine) {
            engine.freeze();
            ChaosRun.await(freeze.time());
            engine.thaw();
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
