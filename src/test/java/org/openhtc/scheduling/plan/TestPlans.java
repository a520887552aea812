package org.openhtc.scheduling.plan;

import static org.openhtc.testing.HostBuilder.aHost;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openhtc.host.Host;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.project.Dimension;
import org.openhtc.project.DimensionRule;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

/** What the tests of placement plans share: hosts, budgets and plans with usual parameters. */
public final class TestPlans {
  public static final UUID ALICE = new UUID(0, 1);
  public static final UUID BOB = new UUID(0, 2);

  private TestPlans() {}

  /** The placements of {@link PlacementPlan#of}. */
  static List<Placement> placements(
      List<WaitingBatch> waiting,
      List<HostRoom> rooms,
      AllowedHosts allowed,
      VcpuBudget budget,
      Predicate<WaitingBatch> mayBeOvertaken,
      int limit) {
    return PlacementPlan.of(waiting, rooms, List.of(), allowed, budget, mayBeOvertaken, limit)
        .placements();
  }

  static List<Placement> plan(List<WaitingBatch> waiting, HostRoom... rooms) {
    return placements(
        waiting, List.of(rooms), AllowedHosts.ALL, used(Map.of()), batch -> true, 100);
  }

  /** Capacity is reserved for one of the batches. */
  static List<Placement> reservingFor(
      WaitingBatch one, List<WaitingBatch> waiting, VcpuBudget budget, HostRoom... rooms) {
    return placements(
        waiting, List.of(rooms), AllowedHosts.ALL, budget, batch -> batch != one, 100);
  }

  /** The project's jobs of that priority may use that host only, and no others. */
  static AllowedHosts only(UUID project, JobPriority priority, String host) {
    Dimension here = new Dimension(RegionName.AWS_US_WEST_2, null, priority, null, null);
    List<Host> hosts =
        Stream.of("h1", "h2", "elsewhere")
            .map(name ->
                aHost(name)
                    .region(name.equals(host) ? RegionName.AWS_US_WEST_2 : RegionName.AWS_US_EAST_1)
                    .build())
            .toList();
    return new AllowedHosts(hosts, Map.of(project, new DimensionRule(List.of(here))));
  }

  /** All projects belong to one workspace. */
  static VcpuBudget budget(
      Map<UUID, Integer> ofProjects, Map<String, Integer> ofWorkspaces, Map<UUID, Long> used) {
    long sum = used.values().stream().mapToLong(Long::longValue).sum();
    return new VcpuBudget(
        new VcpuLimits(ofProjects, ofWorkspaces), new VcpuUse(used, Map.of("ws", sum)));
  }

  static VcpuBudget used(Map<UUID, Long> vcpus) {
    return new VcpuBudget(VcpuLimits.NONE, new VcpuUse(vcpus, Map.of()));
  }

  static VcpuBudget limit(UUID project, int vcpus) {
    return new VcpuBudget(new VcpuLimits(Map.of(project, vcpus), Map.of()), VcpuUse.NONE);
  }

  static WaitingBatch batchOf(List<WaitingBatch> waiting, Placement placement) {
    return waiting.stream()
        .filter(b -> b.id().equals(placement.job().batchId()))
        .findFirst()
        .orElseThrow();
  }

  static UUID owner(List<WaitingBatch> waiting, Placement placement) {
    return batchOf(waiting, placement).projectId();
  }

  static HostRoom host(String name, int vcpus) {
    return busyHost(name, vcpus, vcpus);
  }

  public static HostRoom busyHost(String name, int free, int total) {
    return new HostRoom(name, Architecture.X86, free, 64_000, 100, total, 64_000, List.of());
  }
}
