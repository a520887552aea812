package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Predicate;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.scheduling.plan.HostRoom;
import org.springframework.stereotype.Component;

/** The limits of a placement plan: its size, and how long smaller jobs may overtake a job. */
@Component
class PlacementLimits {
  private final SchedulingSettings settings;
  private final Clock clock;

  PlacementLimits(SchedulingSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  /** Most placements of one tick: every job takes at least one vCPU. */
  int most(Collection<HostRoom> rooms, Collection<HostRoom> ahead) {
    return (int) Math.min(free(rooms) + free(ahead), settings.placementsPerTick());
  }

  private static long free(Collection<HostRoom> rooms) {
    long free = 0;
    for (HostRoom room : rooms) {
      free += Math.max(0, room.vcpus());
    }
    return free;
  }

  /**
   * Whether smaller jobs may still be placed before the jobs of a batch, at the time of this call.
   */
  Predicate<WaitingBatch> mayBeOvertaken() {
    Instant reserveSince = clock.instant().minus(settings.reserveAfter());
    return batch -> batch.waitingSince().isAfter(reserveSince);
  }
}
