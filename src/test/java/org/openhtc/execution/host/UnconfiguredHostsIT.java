package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.TestBatch;
import org.openhtc.host.Hosts;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.job.assignment.FakeAssignments;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class UnconfiguredHostsIT {
  @Autowired Hosts hosts;
  private final FakeAssignments assignments = new FakeAssignments();

  @Test
  void jobsOfAHostThatIsNoLongerConfiguredReturnToTheQueue() {
    BatchSpec batch = TestBatch.of("true");
    assignments.add(batch);
    JobId kept = new JobId(batch.batchId(), 0);
    JobId removed = new JobId(batch.batchId(), 1);
    assignments.place(hosts.all().getFirst().name(), kept, 1, Instant.EPOCH);
    assignments.place("removed-host", removed, 1, Instant.EPOCH);
    new UnconfiguredHosts(hosts, assignments, Clock.systemUTC()).requeueJobs();
    assertThat(assignments.events())
        .containsExactly(new JobEvent.Faulted("Host removed-host is no longer configured"));
    assertThat(assignments.onHost("removed-host")).isEmpty();
  }
}
