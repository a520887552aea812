package org.openhtc.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.chaos.check.ObservationBuilder.REPEATED;
import static org.openhtc.chaos.check.ObservationBuilder.SUCCEEDS;
import static org.openhtc.chaos.check.ObservationBuilder.history;
import static org.openhtc.chaos.check.ObservationBuilder.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.chaos.check.JobRecord.Entry;

class HistoryCheckTest {
  private final ObservationBuilder seen = new ObservationBuilder();

  @Test
  void jobThatHasNotEndedIsFound() {
    List<Entry> history = history("", "SUCCEEDED");
    seen.history(SUCCEEDS, history.subList(0, history.size() - 1));
    assertThat(seen.violations()).anyMatch(found -> found.contains("has not ended: RUNNING"));
  }

  @Test
  void historyWithoutBeginningOrEndIsFound() {
    List<Entry> history = history("", "SUCCEEDED");
    seen.history(SUCCEEDS, history.subList(1, history.size()));
    assertFound("has an incomplete history");
    seen.history(SUCCEEDS, List.of());
    assertFound("has an incomplete history");
  }

  @Test
  void lastEntryThatIsNotTheEndIsFound() {
    JobRecord job = seen.job(SUCCEEDS);
    seen.replace(new JobRecord(SUCCEEDS, "SUCCEEDED", 1, 0, history("", "FAILED"), job.log()));
    assertFound("has an incomplete history");
  }

  @Test
  void missingEntryIsFound() {
    List<Entry> history = new ArrayList<>(history("", "SUCCEEDED"));
    history.remove(history.size() - 2);
    seen.history(SUCCEEDS, history);
    assertFound("went from STARTING to SUCCEEDED");
  }

  @Test
  void entriesInAnotherOrderAreFound() {
    List<Entry> history = new ArrayList<>(history("", "SUCCEEDED"));
    Collections.swap(history, 3, 4);
    seen.history(SUCCEEDS, history);
    assertFound("went from RUNNABLE to RUNNING");
    assertFound("is not in the order of time");
  }

  @Test
  void doubleEndIsFound() {
    seen.history(SUCCEEDS, history("FAILED", "SUCCEEDED"));
    assertFound("has a double end");
    seen.runs.add(run(SUCCEEDS, 2, 30, 40, 0));
    seen.history(SUCCEEDS, history("SUCCEEDED", "SUCCEEDED"));
    assertFound("has a double end");
  }

  @Test
  void retryWithoutARequestIsFound() {
    seen.history(REPEATED, history("SUCCEEDED RUNNABLE STARTING RUNNING", "SUCCEEDED"));
    assertFound("job a:1 was retried 1 times by 0 requests");
  }

  @Test
  void retryByARequestIsCorrect() {
    seen.retries("a", 1);
    seen.history(REPEATED, history("FAILED RUNNABLE STARTING RUNNING", "SUCCEEDED"));
    assertThat(seen.violations()).isEmpty();
  }

  private void assertFound(String part) {
    assertThat(seen.violations()).anyMatch(found -> found.contains(part));
  }
}
