package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.HostBuilder.aHost;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.host.Host;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.scheduling.plan.AllowedHosts;
import org.openhtc.scheduling.plan.HostRoom;
import org.openhtc.scheduling.plan.LargestHosts;
import org.openhtc.scheduling.plan.PlacementPlan;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitingWindowIT {
  private static final int LARGE = 20;
  private static final int ROOM = 8;
  private static final Host HOST =
      aHost("h1")
          .region(JobWorld.REGION)
          .measure(aMeasure().vcpus(ROOM).memoryMib(200_000).build())
          .build();

  private JobWorld world;

  @BeforeAll
  void createDatabase(@Autowired DataSource database) {
    world = JobWorld.withManyConnections(database, "waiting_window");
  }

  @AfterAll
  void close() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  /** As after failures for lack of memory, of which some rules raise the memory. */
  @Test
  void retriesThatFitArePlacedAlthoughManyLargeOnesWaitBeforeThem() {
    world.submit(3 * LARGE, 1);
    world.admit();
    world.place(world.plan(3 * LARGE));
    world.jobs(JobStatus.STARTING).forEach(job -> world.report(job, new JobEvent.Exited(1, false)));
    assertThat(world.jobs(JobStatus.RUNNABLE)).hasSize(3 * LARGE);
    world.jdbc.sql("update job set memory_mib = 150000 where index < " + LARGE).update();
    assertThat(placed())
        .hasSize(ROOM)
        .allSatisfy(placement -> assertThat(placement.job().index()).isGreaterThanOrEqualTo(LARGE));
  }

  /** The host has little memory left. */
  private List<Placement> placed() {
    JobQueue queue = world.bean(JobQueue.class);
    List<WaitingClass> classes = queue.overview().in(JobWorld.REGION);
    HostRoom room = HostRoom.of(HOST, 0, 100_000);
    LargestHosts largest = new LargestHosts(List.of(HOST), JobWorld.REGION, AllowedHosts.ALL);
    return new WaitingWindow(queue, largest, classes, ROOM, Long.MAX_VALUE)
        .plan(waiting ->
            PlacementPlan.of(
                waiting,
                List.of(room),
                List.of(),
                AllowedHosts.ALL,
                new VcpuBudget(VcpuLimits.NONE, VcpuUse.NONE),
                batch -> true,
                ROOM))
        .placements();
  }
}
