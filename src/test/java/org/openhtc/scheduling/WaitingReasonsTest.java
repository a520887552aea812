package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.scheduling.plan.TestPlans.ALICE;
import static org.openhtc.scheduling.plan.TestPlans.BOB;
import static org.openhtc.scheduling.plan.TestPlans.busyHost;
import static org.openhtc.testing.HostBuilder.aHost;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Host;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.job.queue.WaitingReasonWriter;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.plan.AllowedHosts;
import org.openhtc.scheduling.plan.PlacementPlan;
import org.openhtc.testing.SettableClock;

class WaitingReasonsTest {
  private static final RegionName HERE = RegionName.AWS_US_WEST_2;
  private static final RegionName ELSEWHERE = RegionName.AWS_EU_WEST_1;
  private static final WaitingClass SMALL = waiting(ALICE, 1, HERE);
  private static final WaitingClass LARGE = waiting(ALICE, 8, HERE);

  private final SettableClock clock = SettableClock.stopped();
  private final Stored stored = new Stored(clock);
  private final WaitingReasons reasons = new WaitingReasons(stored, clock);

  /** What the region has written, and how often. */
  private static final class Stored implements WaitingReasonWriter {
    private final Map<WaitingClass, String> reasons = new HashMap<>();
    private final SettableClock clock;
    private Map<WaitingClass, String> lastChange = Map.of();
    private Duration time = Duration.ZERO;
    private int writes;

    Stored(SettableClock clock) {
      this.clock = clock;
    }

    @Override
    public void replaceReasons(RegionName region, Map<WaitingClass, String> written) {
      reasons.clear();
      changeReasons(region, written, Set.of());
    }

    @Override
    public void changeReasons(
        RegionName region, Map<WaitingClass, String> changed, Collection<WaitingClass> removed) {
      reasons.keySet().removeAll(removed);
      reasons.putAll(changed);
      lastChange = changed;
      clock.advance(time);
      writes++;
    }
  }

  @Test
  void eachClassHasAReason() {
    update(List.of(SMALL, LARGE), 1);
    assertThat(stored.reasons)
        .isEqualTo(
            Map.of(SMALL, "Next in line", LARGE, "Waits for room: 1 host is without 8 free vCPUs"));
  }

  @Test
  void reasonThatIsTheSameIsNotWrittenAgain() {
    update(List.of(LARGE), 1);
    update(List.of(LARGE), 2);
    assertThat(stored.writes).isEqualTo(1);
  }

  @Test
  void reasonThatHasChangedIsWritten() {
    update(List.of(SMALL, LARGE), 0);
    clock.advance(Duration.ofSeconds(2));
    update(List.of(SMALL, LARGE), 1);
    assertThat(stored.reasons).containsEntry(SMALL, "Next in line");
  }

  @Test
  void classThatNoLongerWaitsIsRemoved() {
    update(List.of(SMALL, LARGE), 1);
    clock.advance(Duration.ofSeconds(2));
    update(List.of(SMALL), 1);
    assertThat(stored.reasons).containsOnlyKeys(SMALL);
  }

  @Test
  void classOfAnotherResponsibleRegionIsLeftToIt() {
    update(List.of(waiting(ALICE, 1, ELSEWHERE, HERE)), 1);
    assertThat(stored.reasons).isEmpty();
  }

  @Test
  void limitGoesBeforeTheHosts() {
    update(
        List.of(LARGE, waiting(BOB, 8, HERE)), plan(1, new VcpuLimits(Map.of(ALICE, 4), Map.of())));
    assertThat(stored.reasons.get(LARGE)).isEqualTo("Held by the project's limit of 4 vCPUs");
    assertThat(stored.reasons.get(waiting(BOB, 8, HERE))).startsWith("Waits for room");
  }

  @Test
  void numbersOfHostsAreUpdatedEveryTwoSeconds() {
    update(List.of(LARGE), 1);
    assertThat(reasons.isDue(List.of(LARGE))).isFalse();
    clock.advance(Duration.ofSeconds(2));
    assertThat(reasons.isDue(List.of(LARGE))).isTrue();
  }

  @Test
  void newClassIsExplainedAtOnce() {
    update(List.of(LARGE), 1);
    assertThat(reasons.isDue(List.of(LARGE, SMALL))).isTrue();
  }

  @Test
  void newClassDoesNotWriteTheReasonsOfOthersAgain() {
    update(List.of(LARGE), 1);
    update(List.of(LARGE, SMALL), 0);
    assertThat(stored.lastChange).containsOnlyKeys(SMALL);
    assertThat(stored.reasons).containsOnlyKeys(LARGE, SMALL);
    assertThat(reasons.isDue(List.of(LARGE, SMALL))).isFalse();
  }

  @Test
  void longUpdateIsFollowedByALongPause() {
    stored.time = Duration.ofMillis(500);
    update(List.of(LARGE), 1);
    stored.time = Duration.ZERO;
    clock.advance(Duration.ofSeconds(9));
    assertThat(reasons.isDue(List.of(LARGE))).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(reasons.isDue(List.of(LARGE))).isTrue();
  }

  @Test
  void anotherLeaderMayHaveWrittenReasons() {
    update(List.of(LARGE), 1);
    stored.reasons.put(SMALL, "of another leader");
    reasons.forget();
    assertThat(reasons.isDue(List.of(LARGE))).isTrue();
    update(List.of(LARGE), 1);
    assertThat(stored.reasons).containsOnlyKeys(LARGE);
  }

  private void update(List<WaitingClass> classes, int freeVcpus) {
    update(classes, plan(freeVcpus, VcpuLimits.NONE));
  }

  private void update(List<WaitingClass> classes, PlacementPlan plan) {
    List<Host> hosts = List.of(aHost("h1").region(HERE).build());
    reasons.update(
        new ResponsibleRegion(HERE, List.of(ELSEWHERE, HERE)),
        classes,
        hosts,
        plan,
        AllowedHosts.ALL);
  }

  private static PlacementPlan plan(int freeVcpus, VcpuLimits limits) {
    return PlacementPlan.of(
        List.of(),
        List.of(busyHost("h1", freeVcpus, 8)),
        List.of(),
        AllowedHosts.ALL,
        new VcpuBudget(limits, VcpuUse.NONE),
        batch -> true,
        1);
  }

  private static WaitingClass waiting(UUID project, int vcpus, RegionName... regions) {
    return new WaitingClass(
        project,
        "ws",
        JobPriority.ON_DEMAND_PRIORITY,
        new Demand(Architecture.X86, vcpus, 64, 1),
        List.of(regions));
  }
}
