package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HealthCheck;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpecBuilder;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.Timeouts;

/** What programs of ordinary images can do in a container, and what their images can't set. */
class ProcessesOfImagesIT {
  private static final long MIB = 1 << 20;

  private static ContainerEngine engine;
  private static DockerClient outside;
  private static String withVolume;

  private final String installation = UUID.randomUUID().toString();
  private final List<String> created = new ArrayList<>();

  @BeforeAll
  static void connect() {
    TestImages.busybox(TestEngine.ENDPOINT);
    withVolume = TestImages.withVolume(TestEngine.ENDPOINT);
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

  @AfterEach
  void removeContainers() {
    created.forEach(engine::remove);
  }

  @Test
  void rootChangesOwnersUnpacksArchivesAndBecomesAnotherUser() {
    assertThat(
            output(
                """
                mkdir -p /etc /home/u /work && cd /work
                echo 'root:x:0:0::/:/bin/sh' > /etc/passwd
                echo 'u:x:1000:1000::/home/u:/bin/sh' >> /etc/passwd
                touch f && chown 1000:1000 f && chmod 600 f && tar -cf a.tar f && rm f
                tar -xpf a.tar && stat -c '%u %a' f
                chown 1000:1000 /home/u && chmod 700 /home/u && echo root > /home/u/file && echo wrote
                cat f && echo read
                su u -c 'id -u'
                su u -c 'sleep 60' & sleep 1; kill -9 $! && echo killed
                grep -c . /proc/self/status >/dev/null; grep NoNewPrivs /proc/self/status | tr -d '\\t'
                """))
        .containsExactly("1000 600", "wrote", "read", "1000", "killed", "NoNewPrivs:1");
  }

  @Test
  void rootHasNoOtherCapability() {
    assertThat(output("grep -E 'Cap(Eff|Bnd)' /proc/self/status | tr -d '\\t'"))
        .containsExactly("CapEff:00000000000001fb", "CapBnd:00000000000001fb");
    assertThat(output("mount -t tmpfs x /tmp 2>&1; ip link set lo down 2>&1; true"))
        .hasSize(2)
        .allMatch(line -> line.contains("ermi"));
  }

  @Test
  void sharedMemoryIsAsLargeAsTheMemory() {
    assertThat(output("df -m /dev/shm | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2"))
        .containsExactly("100");
  }

  @Test
  void settingsOfAnImageChangeNeitherStopSignalNorHealthCheck() {
    String id =
        start(
            withVolume,
            "trap 'ls /tmp; echo terminated; exit 3' TERM; echo up; while :; do sleep 0.1; done");
    await().atMost(Timeouts.STEP).until(() -> log(id).contains("up"));
    HealthCheck check =
        Objects.requireNonNull(outside.inspectContainerCmd(id).exec().getConfig().getHealthcheck());
    assertThat(check.getTest()).containsExactly("NONE");
    engine.stop(id, Duration.ofSeconds(10));
    assertThat(log(id)).containsExactly("up", "terminated");
    assertThat(ended(id).exitCode()).isEqualTo(3);
  }

  @Test
  void volumeOfTheImageIsMeasuredAndRemoved() {
    String id = start(withVolume, "for i in 1 2 3; do head -c 10000000 /dev/zero > /data/$i; done");
    ended(id);
    assertThat(engine.writableBytes(id).orElseThrow()).isGreaterThanOrEqualTo(30_000_000);
    assertThat(engine.volumeBytes(id).orElseThrow()).isGreaterThanOrEqualTo(30_000_000);
    InspectContainerResponse container = outside.inspectContainerCmd(id).exec();
    String volume =
        Objects.requireNonNull(Objects.requireNonNull(container.getMounts()).getFirst().getName());
    engine.remove(id);
    assertThat(isVolume(volume)).isFalse();
  }

  private static boolean isVolume(String name) {
    try {
      outside.inspectVolumeCmd(name).exec();
      return true;
    } catch (NotFoundException removed) {
      return false;
    }
  }

  @Test
  void labelsOfTheImageDoNotReplaceThoseOfTheContainer() {
    String id = start(withVolume, "true");
    assertThat(engine.inspect(id).orElseThrow().labels())
        .containsEntry(ContainerLabels.INSTALLATION, installation)
        .containsEntry(ContainerLabels.SLOT, "");
  }

  @Test
  void emptyFilesAreMeasured() {
    String id =
        start(
            TestImages.BUSYBOX,
            "mkdir /d; cd /d; i=0; while [ $i -lt 3000 ]; do : > $i; i=$((i+1)); done");
    assertThat(ended(id).exitCode()).isZero();
    assertThat(engine.writableBytes(id).orElseThrow()).isGreaterThan(2000 * 8192L - 1);
    assertThat(engine.volumeBytes(id)).hasValue(0L);
  }

  @Test
  void singleFileIsLimitedAlsoAfterItWasUnlinked() {
    String id =
        start(
            TestImages.BUSYBOX,
            "exec 3>/f; rm /f; dd if=/dev/zero bs=1048576 count=20 >&3 2>/dev/null; echo $?");
    ended(id);
    assertThat(log(id)).containsExactly("153"); // SIGXFSZ
  }

  private List<String> output(String script) {
    String id = start(TestImages.BUSYBOX, script);
    ended(id);
    return log(id);
  }

  private String start(String image, String script) {
    String id =
        engine.create(
            ContainerSpecBuilder.aContainer("openhtc-test-" + UUID.randomUUID(), installation)
                .image(image)
                .script(script)
                .memoryMib(100)
                .process(new ProcessLimits(ContainerSpecBuilder.CAPABILITIES, 64, 1024, 10 * MIB))
                .build());
    created.add(id);
    engine.start(id);
    return id;
  }

  private static ContainerState ended(String id) {
    return await()
        .atMost(Timeouts.STEP)
        .until(() -> engine.inspect(id).orElseThrow(), state -> state.phase() == Phase.EXITED);
  }

  private static List<String> log(String id) {
    return engine.log(id, null).stream().map(JobLogLine::message).toList();
  }
}
