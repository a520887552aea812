package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

/** Jobs that use one network namespace after another find nothing of each other in it. */
@Scenario
class NetworkSlotsIT {
  private static final int JOBS = 24;
  private static final int MOST_BATCHES = 10;

  /** Prints what an earlier job left, then leaves as much as a job can. */
  private static final String LEAVING =
      """
      echo "in $(hostname)"
      cat /etc/hosts /etc/resolv.conf /etc/hostname | grep redirected
      nc -w 2 127.0.0.1 9999 </dev/null 2>/dev/null && echo open
      nc -w 2 $(hostname -i) 9999 </dev/null 2>/dev/null && echo open
      echo "sockets: $(tail -n +2 /proc/net/unix | wc -l)"
      for f in hosts resolv.conf hostname; do echo 192.0.2.1 redirected >>/etc/$f; done 2>/dev/null
      httpd -p 9999 -h /tmp
      true
      """;

  /** A slot that jobs of another project have used rests for three minutes. */
  private static final Duration LONGER_THAN_SLOTS_REST = Duration.ofMinutes(4);

  @Autowired SettableClock clock;
  @Autowired TestTask task;
  @Autowired TestTask taskOfAnotherProject;

  @Test
  void jobsFindNothingOfEarlierJobsInTheirNetwork() {
    clock.advance(LONGER_THAN_SLOTS_REST);
    List<List<String>> logs = new ArrayList<>();
    // On a busy machine the first jobs start before there are slots.
    for (int batch = 0; batch < MOST_BATCHES && names(logs).size() == logs.size(); batch++) {
      logs.addAll(logs(task));
    }
    assertThat(logs)
        .allSatisfy(lines -> {
          assertThat(lines).hasSize(2);
          assertThat(lines.getFirst()).startsWith("in ");
          assertThat(lines.getLast()).isEqualTo("sockets: 0");
        });
    assertThat(names(logs)).as("slots that were used more than once").hasSizeLessThan(logs.size());
  }

  @Test
  void projectsDoNotShareSlots() {
    Set<String> names = names(logs(task));
    assertThat(names(logs(taskOfAnotherProject))).doesNotContainAnyElementsOf(names);
  }

  private static List<List<String>> logs(TestTask owner) {
    String batch = owner.submit(JOBS, script(LEAVING));
    List<List<String>> logs = new ArrayList<>();
    for (int index = 0; index < JOBS; index++) {
      owner.awaitStatus(batch, index, "SUCCEEDED");
      logs.add(owner.log(batch, index));
    }
    return logs;
  }

  private static Set<String> names(List<List<String>> logs) {
    Set<String> names = new HashSet<>();
    logs.forEach(lines -> names.add(lines.getFirst()));
    return names;
  }
}
