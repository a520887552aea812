package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HolderNameTest {
  private final HolderName here = HolderName.ofThisProcess();

  @Test
  void storedFormIsReadAgain() {
    assertThat(here.place()).isNotEmpty();
    assertThat(HolderName.parse(here.stored())).isEqualTo(here);
    assertThat(HolderName.ofThisProcess()).isNotEqualTo(here);
  }

  @Test
  void runningProcessHasNotEnded() {
    assertThat(here.knowsEndOf(here)).isFalse();
    assertThat(here.knowsEndOf(HolderName.ofThisProcess())).isFalse();
  }

  @Test
  void killedProcessHasEnded() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    String name = process.pid() + ":" + startTime(process);
    assertThat(here.knowsEndOf(new HolderName(here.place(), name, "x"))).isFalse();
    process.destroyForcibly().waitFor();
    assertThat(here.knowsEndOf(new HolderName(here.place(), name, "x"))).isTrue();
  }

  @Test
  void processWhoseIdAnotherOneHasNowHasEnded() {
    String pid = here.process().substring(0, here.process().indexOf(':'));
    assertThat(here.knowsEndOf(new HolderName(here.place(), pid + ":1", "x"))).isTrue();
  }

  @Test
  void nothingIsKnownOfOtherPlaces() {
    assertThat(here.knowsEndOf(new HolderName("elsewhere", "1:1", "x"))).isFalse();
    assertThat(here.knowsEndOf(HolderName.parse("elsewhere 1:1 x"))).isFalse();
    assertThat(here.knowsEndOf(HolderName.parse("b6f7dd3e-0a59-4c52-9a43-1f0f40e21d4c"))).isFalse();
    assertThat(here.knowsEndOf(new HolderName(here.place(), "damaged", "x"))).isFalse();
    assertThat(new HolderName("", "", "y").knowsEndOf(new HolderName("", "1:1", "x"))).isFalse();
  }

  private static String startTime(Process process) throws IOException {
    String stat =
        java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + process.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
  }
}
