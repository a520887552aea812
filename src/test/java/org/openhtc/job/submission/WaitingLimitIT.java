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
import org.openhtc.api.Role;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobJson;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.unit.DataSize;

@ServiceTest
class WaitingLimitIT {
  private static final SubmissionSettings SETTINGS =
      new SubmissionSettings(10, 3, 2, 4, DataSize.ofBytes(2000));

  @Autowired WaitingWorkStore store;
  @Autowired JobJson json;
  @Autowired TestTask task;
  @Autowired Tenants tenants;
  @LocalServerPort int port;

  private final String empty = "ws-" + UUID.randomUUID();
  private final UUID project = UUID.randomUUID();
  private WaitingLimit limit;

  @BeforeEach
  void smallLimits() {
    limit = new WaitingLimit(store, SETTINGS);
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
  void storedBatchesAreLimited() {
    StoredBatchLimit stored = new StoredBatchLimit(store, SETTINGS, json);
    stored.add(empty, List.of(batch(1, 1), batch(1, 1), batch(1, 1)));
    assertThatThrownBy(() -> stored.add(empty, List.of(batch(1, 1), batch(1, 1))))
        .hasMessageContaining("4 batches");
    stored.add("ws-" + UUID.randomUUID(), List.of(batch(1, 1), batch(1, 1)));
  }

  @Test
  void sizeOfStoredDefinitionsIsLimited() {
    StoredBatchLimit stored = new StoredBatchLimit(store, SETTINGS, json);
    stored.add(empty, List.of(batch(1, 1)));
    CheckedBatch large = batch(1, 1, List.of("x".repeat(2000)));
    assertThatThrownBy(() -> stored.add(empty, List.of(large)))
        .hasMessageContaining("2000B of definitions");
  }

  @Test
  void endedBatchesAreCountedToo() {
    Map<String, Object> never = TestTask.script("true");
    never.put("maxVCpus", 64);
    String workspace = tenants.workspace(); // that of all tests also loses batches
    TestTask own =
        TestTask.in(
            ApiClient.at(port).withKey(tenants.key(tenants.user(workspace, Role.WORKSPACE_ADMIN))));
    StoredBatchLimit.Stored before = store.stored(workspace);
    own.submit(3, never);
    own.cancel();
    StoredBatchLimit.Stored after = store.stored(workspace);
    assertThat(after.batches()).isGreaterThan(before.batches());
    assertThat(after.bytes()).isGreaterThan(before.bytes() + 100);
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
    return batch(size, vcpus, List.of());
  }

  private static CheckedBatch batch(int size, int vcpus, List<String> commands) {
    JobDefinition definition =
        new JobDefinition(
            "a",
            vcpus,
            1024,
            10,
            null,
            Map.of(),
            commands,
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
