package org.openhtc.job.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class WaitingLimitIT {
  @Autowired WaitingWorkStore store;
  @Autowired TestTask task;

  private final String empty = "ws-" + UUID.randomUUID();
  private final UUID project = UUID.randomUUID();
  private WaitingLimit limit;

  @BeforeEach
  void smallLimits() {
    limit = new WaitingLimit(store, new SubmissionSettings(10, 3, 2));
  }

  @Test
  void jobsAreLimited() {
    limit.add(empty, project, List.of(batch(6, 1)));
    assertRefused(5, 1, "10 waiting jobs");
    limit.add(empty, project, List.of(batch(4, 1)));
  }

  @Test
  void batchesAreLimited() {
    limit.add(empty, project, List.of(batch(1, 1), batch(1, 1), batch(1, 1)));
    assertRefused(1, 1, "3 batches");
  }

  @Test
  void classesOfDemandAreLimited() {
    limit.add(empty, project, List.of(batch(1, 1), batch(1, 2)));
    assertRefused(1, 3, "2 different demands");
    limit.add(empty, project, List.of(batch(1, 2)));
  }

  @Test
  void workspacesAreCountedOnTheirOwn() {
    limit.add(empty, project, List.of(batch(10, 1)));
    limit.add("ws-" + UUID.randomUUID(), project, List.of(batch(10, 1)));
  }

  @Test
  void storedWorkIsCounted() {
    Map<String, Object> never = TestTask.script("true");
    never.put("maxVCpus", 64);
    task.submit(3, never);
    String workspace = task.api.get(task.path).text("workspaceId");
    WaitingWork work = store.of(workspace, 1000);
    assertThat(work.jobs()).isGreaterThanOrEqualTo(3);
    assertThat(work.batches()).isPositive();
    assertThat(work.classes())
        .anyMatch(demand -> demand.project().equals(task.projectId()) && demand.vcpus() == 64);
  }

  private void assertRefused(int size, int vcpus, String sentence) {
    assertThatThrownBy(() -> limit.add(empty, project, List.of(batch(size, vcpus))))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
              assertThat(e.sentence()).contains(sentence);
            });
  }

  private static CheckedBatch batch(int size, int vcpus) {
    JobDefinition definition =
        new JobDefinition(
            "a",
            vcpus,
            1024,
            10,
            null,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            60,
            Architecture.X86,
            JobPriority.ON_DEMAND_PRIORITY,
            null);
    return new CheckedBatch(
        null,
        size,
        List.of(RegionName.AWS_US_EAST_1),
        RetryStrategy.of(0),
        null,
        List.of(),
        definition,
        null);
  }
}
