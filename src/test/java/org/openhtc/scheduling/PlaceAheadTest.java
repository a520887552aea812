package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.region.JobPriority;

/** The rule for jobs that are placed ahead of the room for them, in random traffic. */
class PlaceAheadTest {

  @Test
  void hostsNeverRunMoreThanTheirCapacityAndPrepareNoMoreThanTheirAllowance() {
    for (int seed = 0; seed < 40; seed++) {
      AheadWorld world = new AheadWorld(new Random(seed), VcpuLimits.NONE);
      for (int tick = 0; tick < 150; tick++) {
        world.tick();
        assertThat(world.overfull()).as("seed %d, tick %d", seed, tick).isEmpty();
      }
      assertThat(world.preparedSoFar()).as("seed %d", seed).isPositive();
    }
  }

  @Test
  void preparedJobsCountAgainstTheLimits() {
    for (int seed = 0; seed < 40; seed++) {
      VcpuLimits limits = new VcpuLimits(Map.of(AheadWorld.PROJECT, 3 + seed % 20), Map.of());
      AheadWorld world = new AheadWorld(new Random(seed), limits);
      for (int tick = 0; tick < 150; tick++) {
        world.tick();
        assertThat(world.used(AheadWorld.PROJECT)).isLessThanOrEqualTo(3 + seed % 20);
      }
    }
  }

  @Test
  void jobOfHigherPriorityIsBehindAPreparedOneForOneGiveBackAtMost() {
    int behind = 0;
    for (int seed = 0; seed < 40; seed++) {
      AheadWorld world = new AheadWorld(new Random(seed), VcpuLimits.NONE);
      for (int tick = 0; tick < 150; tick++) {
        world.tick();
        if (world.hasMissed(JobPriority.ON_DEMAND_PRIORITY)) {
          behind++;
          assertThat(world.preparedBehindWhich(JobPriority.ON_DEMAND_PRIORITY))
              .as("seed %d, tick %d: jobs that the hosts were not requested to return", seed, tick)
              .isEmpty();
        }
      }
    }
    assertThat(behind).isPositive();
  }

  @Test
  void jobThatNeedsAWholeHostStartsAlthoughSmallerOnesAlwaysWait() {
    for (int seed = 0; seed < 20; seed++) {
      AheadWorld world = new AheadWorld(new Random(seed), VcpuLimits.NONE);
      world.stopSubmitting(); // other projects and priorities may overtake the large job
      for (int tick = 0; tick < 50; tick++) {
        world.saturate();
        world.tick();
      }
      world.submitLongWaiting();
      for (int tick = 0; !world.isLongWaitingPlaced(); tick++) {
        assertThat(tick).as("seed %d, ticks", seed).isLessThan(100);
        world.saturate();
        world.tick();
      }
    }
  }

  @Test
  void allJobsEndOnce() {
    for (int seed = 0; seed < 20; seed++) {
      AheadWorld world = new AheadWorld(new Random(seed), VcpuLimits.NONE);
      for (int tick = 0; tick < 100; tick++) {
        world.tick();
      }
      List<String> submitted = world.stopSubmitting();
      for (int tick = 0; tick < 3000 && world.isBusy(); tick++) {
        world.tick();
      }
      assertThat(world.ended()).containsExactlyInAnyOrderElementsOf(submitted);
    }
  }
}
