package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.lease.Leases;
import org.openhtc.project.ProjectDimensions;
import org.openhtc.project.ProjectLimits;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.ahead.EndRates;
import org.openhtc.scheduling.ahead.PreparedJobs;
import org.openhtc.scheduling.plan.AllowedHosts;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.openhtc.workspace.limit.WorkspaceLimits;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes in the middle of a tick. The service's own loop is stopped: the test ticks. */
@Scenario
class RegionSchedulerIT {
  private static final RegionName REGION = RegionName.AWS_US_WEST_2;

  @Autowired SchedulerLoop loop;
  @Autowired JobQueue queue;
  @Autowired ProjectLimits projects;
  @Autowired WorkspaceLimits workspaces;
  @Autowired ProjectDimensions dimensions;
  @Autowired Hosts hosts;
  @Autowired Leases leases;
  @Autowired PlacementLimits placementLimits;
  @Autowired Usage usage;
  @Autowired JdbcClient jdbc;
  @Autowired TestTask task;

  @BeforeEach
  void stopTheLoop() {
    await().atMost(Timeouts.STEP).until(() -> hosts.find("local").orElseThrow().isReady());
    loop.stop();
  }

  @AfterEach
  void startTheLoop() {
    try {
      task.cancel(); // before the loop can place the jobs
      lease("expires_at = now() - interval '1 second'");
    } finally {
      if (!loop.isRunning()) {
        loop.start();
      }
    }
  }

  @Test
  void limitSetBeforeASubmissionBindsItInATickThatIsUnderWay() {
    tick(
        scheduler(
            new Interrupted() {
              @Override
              void afterTheFirstLimits() {
                limit(0);
                task.submit(3, script("true"));
              }
            }));
    assertThat(task.counts()).isEqualTo(Map.of("SUBMITTED_TO_RESCALE", 3));
  }

  @Test
  void tickPlacesNothingWhenAnotherProcessLedMeanwhile() {
    task.submit(1, script("true"));
    tick(
        scheduler(
            new Interrupted() {
              @Override
              void afterReading() {
                lease("epoch = epoch + 1, expires_at = now() - interval '1 second'");
              }
            }));
    assertThat(task.counts()).isEqualTo(Map.of("RUNNABLE", 1));
  }

  private void tick(RegionScheduler scheduler) {
    scheduler.tick(hosts.all(), queue.overview());
  }

  private RegionScheduler scheduler(AdmissionLimits limits) {
    PreparedJobs prepared = new PreparedJobs(placementLimits.clock());
    LeaderPlacement placement = new LeaderPlacement(REGION, queue, hosts, leases, usage, prepared);
    RoomAhead ahead = new RoomAhead(usage, new EndRates(placementLimits.clock()));
    return new RegionScheduler(REGION, queue, limits, placement, placementLimits, usage, ahead);
  }

  private void limit(int vcpus) {
    String limits = task.path.substring(0, task.path.indexOf("/tasks/")) + "/limits";
    String body = "{\"modifierRole\":\"PROJECT_ADMIN\",\"vCPUs\":%d}".formatted(vcpus);
    assertThat(task.api.post(limits, body).status()).isEqualTo(201);
  }

  private void lease(String change) {
    jdbc.sql("update lease set " + change + " where scope = 'region:" + REGION + "'").update();
  }

  /** The real limits, with a change between two reads of the tick. */
  private class Interrupted extends AdmissionLimits {
    private boolean isRead;

    Interrupted() {
      super(projects, workspaces, dimensions);
    }

    void afterTheFirstLimits() {}

    void afterReading() {}

    @Override
    VcpuLimits now() {
      VcpuLimits now = super.now();
      if (!isRead) {
        isRead = true;
        afterTheFirstLimits();
      }
      return now;
    }

    @Override
    AllowedHosts allowed(Collection<Host> hosts, Set<UUID> waiting) {
      AllowedHosts allowed = super.allowed(hosts, waiting);
      afterReading();
      return allowed;
    }
  }
}
