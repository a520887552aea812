package org.openhtc.scheduling;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openhtc.scheduling.ahead.PreparedJob;
import org.openhtc.scheduling.ahead.PreparedJobs;

/** What a plan means for the jobs that earlier plans placed ahead. */
final class PlanSituation implements PreparedJobs.Situation {
  private final PlacementPlan plan;
  private final AllowedHosts allowed;
  private final boolean isComplete;
  private final Map<String, HostRoom> rooms = new HashMap<>();

  /**
   * @param isComplete whether the plan placed all jobs that there was room for
   */
  PlanSituation(PlacementPlan plan, AllowedHosts allowed, boolean isComplete) {
    this.plan = plan;
    this.allowed = allowed;
    this.isComplete = isComplete;
    plan.left().forEach(room -> rooms.put(room.host(), room));
  }

  @Override
  public boolean hasStartedAll(String host) {
    HostRoom room = rooms.get(host);
    return room != null && room.vcpus() >= 0;
  }

  @Override
  public boolean isInTheWay(PreparedJob job) {
    HostRoom room = rooms.get(job.host());
    return room != null
        && plan.missed().stream()
            .anyMatch(missed ->
                missed.priority().compareTo(job.priority()) < 0
                    && missed.allowed().contains(job.host())
                    && HostChecks.fits(room.empty(), missed.demand()));
  }

  @Override
  public boolean takeRoomFor(PreparedJob job) {
    if (!isComplete) {
      return false;
    }
    Optional<HostRoom> host =
        plan.hosts().choose(job.demand(), allowed.of(job.project(), job.priority()));
    host.ifPresent(room -> plan.hosts().take(room, job.demand()));
    return host.isPresent();
  }
}
