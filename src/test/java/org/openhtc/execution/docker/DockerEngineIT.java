package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerSpecBuilder;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.MachineEngineContract;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.region.Architecture;
import org.openhtc.testing.PublicRegistry;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.Timeouts;

class DockerEngineIT extends MachineEngineContract {
  private static ContainerEngine engine;
  private static DockerClient outside;
  private @Nullable PublicRegistry registry;

  @BeforeAll
  static void connect() {
    TestImages.busybox(TestEngine.ENDPOINT);
    engine =
        new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
            .connect(new EngineAddress(TestEngine.ENDPOINT, null, null));
    outside = TestImages.client(TestEngine.ENDPOINT);
  }

  @AfterAll
  static void close() throws IOException {
    if (engine != null) {
      engine.close();
      outside.close();
    }
  }

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected String image() {
    return TestImages.BUSYBOX;
  }

  @Override
  protected String unstartableImage() {
    return TestImages.unknownUser(TestEngine.ENDPOINT);
  }

  @Override
  protected String offeredImage() throws IOException {
    registry = PublicRegistry.offering(outside, TestImages.BUSYBOX);
    return registry.image();
  }

  @Override
  protected void registryReachable(boolean now) throws IOException {
    PublicRegistry used = Objects.requireNonNull(registry);
    if (now) {
      used.start();
    } else {
      used.stop();
    }
  }

  @AfterEach
  void closeRegistry() throws IOException {
    if (registry != null) {
      registry.close();
    }
  }

  @Override
  protected void killFromOutside(String id) {
    outside.killContainerCmd(id).exec();
  }

  @Test
  void limitsAreSet() {
    String id =
        run(
            List.of(
                "sh",
                "-c",
                """
                first() { for f in "$@"; do [ -e $f ] && { cat $f; return; }; done; }
                first /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes
                first /sys/fs/cgroup/memory.swap.max /sys/fs/cgroup/memory/memory.memsw.limit_in_bytes
                first /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us
                first /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max
                grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status | tr -d '\\t'
                """));
    ended(id);
    long memory = 32L << 20;
    List<String> lines = messages(id);
    assertThat(lines.get(0)).isEqualTo("" + memory);
    assertThat(lines.get(1)).isIn("" + memory, "0"); // v1 counts memory and swap, v2 swap alone
    assertThat(lines.get(2)).isIn("100000", "100000 100000");
    assertThat(lines.get(3)).isEqualTo("64");
    assertThat(lines.subList(4, 7))
        .containsExactly("CapEff:00000000000001fb", "CapBnd:00000000000001fb", "NoNewPrivs:1");
  }

  @Test
  void moreProcessorsThanTheMachineHasAreAccepted() {
    ContainerSpec spec = spec(List.of("true"));
    int vcpus = engine.facts().vcpus() + 2;
    String id = engine.create(ContainerSpecBuilder.like(spec).vcpus(vcpus).build());
    engine.start(id);
    assertThat(ended(id).exitCode()).isZero();
  }

  @Test
  void environmentAndWorkingDirectoryAreSet() {
    ContainerSpec spec = spec(List.of("sh", "-c", "echo $A; echo $B; pwd"));
    String id =
        engine.create(
            ContainerSpecBuilder.like(spec)
                .workingDir("/some/where")
                .environment(Map.of("A", "a", "B", "shared"), Map.of("A", "b c=d ä"))
                .build());
    engine.start(id);
    ended(id);
    assertThat(messages(id)).containsExactly("b c=d ä", "shared", "/some/where");
  }

  @Test
  void commandOfTheImageRunsIfTheSpecificationHasNone() {
    String id = engine.create(spec(List.of()));
    engine.start(id);
    ended(id);
    assertThat(messages(id)).containsExactly("default command");
  }

  @Test
  void engineLogIsLimitedAndNothingRestarts() {
    ContainerSpec spec = spec(List.of("true"));
    InspectContainerResponse created = outside.inspectContainerCmd(engine.create(spec)).exec();
    var host = created.getHostConfig();
    assertThat(host.getLogConfig().getType().getType()).isEqualTo("local");
    assertThat(Long.parseLong(host.getLogConfig().getConfig().get("max-size")))
        .isBetween(spec.logBytes(), 2 * spec.logBytes());
    assertThat(host.getRestartPolicy().getName()).isIn("", "no");
    assertThat(host.getAutoRemove()).isFalse();
    assertThat(host.getInit()).isTrue();
  }

  @Test
  void longLinesAreJoinedWithoutCutCharacters() {
    // 3 x 16 KiB and more, with two-byte characters across the borders of the pieces.
    String id =
        run(
            List.of(
                "sh",
                "-c",
                "printf x; i=0; while [ $i -lt 3000 ]; do printf 'ääääääääää'; i=$((i+1)); done;"
                    + " echo; echo end"));
    ended(id);
    List<String> lines = messages(id);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).isEqualTo("x" + "ä".repeat(30_000));
    assertThat(lines.get(1)).isEqualTo("end");
  }

  @Test
  void carriageReturnsEndLinesAndTheLastLineMayLackItsEnd() {
    String id = run(shell("printf '1%%\\r50%%\\r100%%\\r\\ndone\\r\\nlast'", FakeProgram.exits(0)));
    ended(id);
    assertThat(messages(id)).containsExactly("1%", "50%", "100%", "done", "last");
    List<JobLogLine> lines = new ArrayList<>();
    engine.readFinalLog(id, lines::add);
    assertThat(lines).isEqualTo(engine.log(id, null));
  }

  @Test
  void writtenBytesAreMeasured() {
    String id = run(List.of("dd", "if=/dev/zero", "of=/tmp/f", "bs=1024", "count=1024"));
    ended(id);
    assertThat(engine.writableBytes(id)).hasValue(1L << 20);
  }

  @Test
  void impossibleSpecificationIsRefusedWithTheEnginesMessage() {
    ContainerSpec spec =
        ContainerSpecBuilder.like(spec(List.of("true"))).workingDir("/bin/busybox").build();
    assertThatThrownBy(() -> engine.create(spec))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessage("Cannot mkdir: /bin/busybox is not a directory");
  }

  @Test
  void temporaryProblemOfTheHostIsNoRefusal() {
    ContainerSpec spec = spec(List.of("true"));
    String id =
        engine.create(ContainerSpecBuilder.like(spec).network("openhtc-no-such-network").build());
    for (int time = 1; time <= 2; time++) {
      assertThatThrownBy(() -> engine.start(id))
          .isInstanceOf(EngineException.Unreachable.class)
          .hasMessageContaining("openhtc-no-such-network not found");
    }
    assertThat(state(id).exitCode()).isZero();
    assertThat(state(id).error()).contains("openhtc-no-such-network not found");
  }

  /** The thread that reads the events would report one. */
  @Test
  void closedConnectionDoesNotReportALoss() {
    AtomicInteger lost = new AtomicInteger();
    ContainerEngine second =
        new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
            .connect(new EngineAddress(TestEngine.ENDPOINT, null, null));
    second.watch(installation, event -> {}, lost::incrementAndGet);
    second.close();
    assertThatThrownBy(second::facts).isInstanceOf(EngineException.Unreachable.class);
    await().during(Duration.ofMillis(500)).until(() -> lost.get() == 0);
  }

  @Test
  void architectureIsReadFromTheImage() {
    assertThat(engine.image(TestImages.foreign(TestEngine.ENDPOINT)).orElseThrow().architecture())
        .isEqualTo(Architecture.AARCH64);
  }

  /** Services of other tests may probe the disk of the engine at the same time. */
  @Test
  void diskIsWatchedWhereTheEngineHasNoQuota() {
    assertThat(engine.probeDisk()).isEqualTo(DiskMechanism.WATCH);
    await().atMost(Timeouts.STEP).until(() -> probeContainers().isEmpty());
  }

  /** The creation time of the image is a constant in the past. */
  @Test
  void probeRemovesTheImageOfAKilledProcess() {
    String tag = UUID.randomUUID().toString();
    outside.tagImageCmd(TestImages.BUSYBOX, "openhtc/disk-probe", tag).exec();
    engine.probeDisk();
    assertThat(engine.image("openhtc/disk-probe:" + tag)).isEmpty();
    assertThat(engine.image(TestImages.BUSYBOX)).isPresent();
  }

  @Test
  void freeDiskOfALocalEngineIsKnown() {
    assertThat(engine.facts().diskFreeGib()).isPositive();
  }

  private static List<Container> probeContainers() throws IOException {
    try (DockerClient client = TestImages.client(TestEngine.ENDPOINT)) {
      return client
          .listContainersCmd()
          .withShowAll(true)
          .withLabelFilter(List.of("org.openhtc.disk-probe"))
          .exec();
    }
  }
}
