package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.execution.engine.Slot;
import org.openhtc.execution.engine.SlotContract;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;

class DockerSlotIT extends SlotContract {
  private static ContainerEngine engine;

  @BeforeAll
  static void connect() {
    TestImages.busybox(TestEngine.ENDPOINT);
    engine =
        new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
            .connect(new EngineAddress(TestEngine.ENDPOINT, null, null));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void makeNetwork() {
    engine.ensureJobNetwork(new JobNetwork(installation, List.of(), List.of()));
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
  protected String network() {
    return new JobNetwork(installation, List.of(), List.of()).name();
  }

  @Test
  void filesOfTheSlotCannotBeChanged() {
    Slot slot = slot(1);
    String read = "cat /etc/hosts /etc/resolv.conf /etc/hostname";
    List<String> before = output(slot, read);
    assertThat(before).anyMatch(line -> line.contains("localhost"));
    assertThat(
            output(
                slot,
                "for f in hosts resolv.conf hostname; do"
                    + " echo '192.0.2.1 redirected' >>/etc/$f; rm -f /etc/$f; umount /etc/$f;"
                    + " mount -o remount,rw /etc/$f; mv /tmp /etc/$f; done; true"))
        .filteredOn(line -> line.contains("Read-only file system"))
        .hasSize(3);
    assertThat(output(slot, read)).isEqualTo(before);
  }

  @Test
  void nothingThatAnEarlierContainerOpenedIsLeft() {
    Slot slot = slot(1);
    assertThat(output(slot, "httpd -p 9999 -h /tmp && nc 127.0.0.1 9999 </dev/null && echo open"))
        .containsExactly("open");
    assertThat(output(slot, "nc -w 2 127.0.0.1 9999 </dev/null; ls /proc | grep -c '^[0-9]'"))
        .satisfies(lines -> {
          assertThat(lines.getFirst()).contains("Connection refused");
          assertThat(Integer.parseInt(lines.getLast())).isLessThan(8);
        });
    assertThat(
            output(
                slot,
                "tail -qn +2 /proc/net/tcp /proc/net/udp | grep -v ' 0B00007F:'; cat"
                    + " /proc/net/unix | tail -n +2; echo end"))
        .as("sockets of an earlier container; the engine's name server is at 127.0.0.11")
        .containsExactly("end");
  }

  @Test
  void networkCannotBeChanged() {
    assertThat(
            output(
                slot(1),
                "ip link set eth0 down; ip route del default; ip addr add 10.1.2.3/24 dev lo; echo"
                    + " 1 >/proc/sys/net/ipv4/ip_forward; ip link show eth0 | grep -c UP; ip route"
                    + " | grep -c default"))
        .contains("1")
        .filteredOn(line -> line.matches(".*(not permitted|Read-only).*"))
        .hasSize(4);
  }

  @Test
  void programOfTheSlotIsInvisible() {
    assertThat(output(slot(1), "cat /proc/[0-9]*/cmdline | tr '\\0' ' '; ls /"))
        .noneMatch(line -> line.contains("pause"));
  }

  @Test
  void slotEndsWhenItIsStopped() {
    Slot slot = slot(1);
    engine.stop(slot.id(), Duration.ofSeconds(60));
    assertThat(state(slot.id()).exitCode()).isZero();
  }

  private List<String> output(Slot slot, String script) {
    String id = engine.create(joining(slot, List.of("sh", "-c", "{ " + script + "; } 2>&1")));
    engine.start(id);
    ended(id);
    List<String> lines = messages(id);
    engine.remove(id);
    return lines;
  }
}
