package org.openhtc.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReliabilityPageTest {
  private static final RunResult CORRECT = result(1, 300, List.of());
  private static final RunResult WRONG = result(2, 200, List.of("job a:0 is lost"));

  @Test
  void everySeedHasARowAndCountsInTheSums() {
    String page = new ReliabilityPage(List.of(CORRECT, WRONG), List.of()).text("");
    assertThat(page)
        .contains("| jobs | 500 |", "| seeds with a violation | 1 |", "| `KillReplica` | 4 |")
        .contains("| 1 | 20 | 300 | 290 | 2 | 31 | 0 |", "| 2 | 20 | 200 | 190 | 2 | 31 | 1 |")
        .contains("## Docker engines\n\nNo seed was run.");
  }

  @Test
  void partThatIsWrittenByHandIsKept() {
    String present = "# Old\n\nold text\n\n## Found and fixed\n\nby hand\n\n## Limits\n\n- one\n";
    String page = new ReliabilityPage(List.of(CORRECT), List.of(WRONG)).text(present);
    assertThat(page).endsWith("\n## Found and fixed\n\nby hand\n\n## Limits\n\n- one\n");
    assertThat(page).doesNotContain("old text", "No seed was run.");
  }

  @Test
  void pageOfThisProjectKeepsItsPartByHand() throws IOException {
    String present = Files.readString(Path.of("docs/reliability.md"));
    String byHand = present.substring(present.indexOf("\n## Found"));
    assertThat(byHand).contains("\n## Limits\n");
    assertThat(new ReliabilityPage(List.of(CORRECT), List.of(WRONG)).text(present))
        .endsWith(byHand);
  }

  @Test
  void pageWithoutAPartByHandIsNotReplaced() {
    ReliabilityPage page = new ReliabilityPage(List.of(CORRECT), List.of(WRONG));
    assertThatThrownBy(() -> page.text("# Old\n\n## Renamed\n\nby hand\n"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RunResult result(long seed, int jobs, List<String> violations) {
    return new RunResult(
        seed,
        20,
        jobs,
        jobs - 10,
        Map.of("KillReplica", 2L),
        31,
        Map.of("faults", 20L),
        violations);
  }
}
