package org.openhtc.scheduling.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.queue.HeldTail;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.VcpuUse;

class AdmissionPlanTest {
  private static final UUID ALICE = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);
  private static final String BY_PROJECT = "Held by the project's limit of 4 vCPUs";
  private static final String BY_WORKSPACE = "Held by the workspace's limit of 4 vCPUs";

  @Test
  void tailThatFitsIsAdmittedAsAWhole() {
    HeldTail tail = tail(ALICE, 4);
    AdmissionPlan plan = AdmissionPlan.of(List.of(tail), projectLimit(4, 0));
    assertThat(plan.admitted()).containsExactly(tail.batch());
    assertThat(plan.reasons()).isEmpty();
  }

  @Test
  void tailThatDoesNotFitStaysHeldWithTheReason() {
    HeldTail tail = tail(ALICE, 5);
    AdmissionPlan plan = AdmissionPlan.of(List.of(tail), projectLimit(4, 0));
    assertThat(plan.admitted()).isEmpty();
    assertThat(plan.reasons()).containsExactly(Map.entry(tail.batch(), BY_PROJECT));
  }

  @Test
  void jobsThatAreAdmittedAlreadyCount() {
    assertThat(AdmissionPlan.of(List.of(tail(ALICE, 2)), projectLimit(4, 3)).admitted()).isEmpty();
    assertThat(AdmissionPlan.of(List.of(tail(ALICE, 1)), projectLimit(4, 3)).admitted()).hasSize(1);
  }

  @Test
  void smallerTailPassesOneThatDoesNotFit() {
    HeldTail large = tail(ALICE, 5);
    HeldTail small = tail(ALICE, 3);
    HeldTail next = tail(ALICE, 2);
    AdmissionPlan plan = AdmissionPlan.of(List.of(large, small, next), projectLimit(4, 0));
    assertThat(plan.admitted()).containsExactly(small.batch());
    assertThat(plan.reasons()).containsOnlyKeys(large.batch(), next.batch());
  }

  @Test
  void limitOfZeroHoldsEveryTail() {
    VcpuBudget budget = budget(new VcpuLimits(Map.of(ALICE, 0), Map.of()), Map.of());
    assertThat(AdmissionPlan.of(List.of(tail(ALICE, 1)), budget).admitted()).isEmpty();
  }

  @Test
  void workspaceLimitIsSharedByItsProjects() {
    HeldTail first = tail(ALICE, 3);
    HeldTail second = tail(BOB, 2);
    VcpuBudget budget = budget(new VcpuLimits(Map.of(), Map.of("ws", 4)), Map.of());
    AdmissionPlan plan = AdmissionPlan.of(List.of(first, second), budget);
    assertThat(plan.admitted()).containsExactly(first.batch());
    assertThat(plan.reasons()).containsExactly(Map.entry(second.batch(), BY_WORKSPACE));
  }

  @Test
  void reasonIsPlannedOnlyWhereItIsNew() {
    HeldTail informed = new HeldTail(UUID.randomUUID(), ALICE, "ws", 5, BY_PROJECT);
    assertThat(AdmissionPlan.of(List.of(informed), projectLimit(4, 0)).reasons()).isEmpty();
  }

  /** Compares with the rule written out: a tail is admitted if it fits beside all before it. */
  @Test
  void randomQueuesAreAdmittedGreedilyInOrder() {
    forRandomCases(random -> {
      Case given = Case.of(random);
      AdmissionPlan plan = AdmissionPlan.of(given.held, given.budget());
      Map<Object, Long> used = given.used();
      List<UUID> expected = new ArrayList<>();
      for (HeldTail tail : given.held) {
        if (given.fits(tail, used)) {
          given.take(tail, used);
          expected.add(tail.batch());
        }
      }
      assertThat(plan.admitted()).isEqualTo(expected);
    });
  }

  @Test
  void noRandomQueueExceedsALimit() {
    forRandomCases(random -> {
      Case given = Case.of(random);
      Set<UUID> admitted = Set.copyOf(AdmissionPlan.of(given.held, given.budget()).admitted());
      Map<Object, Long> before = given.used();
      Map<Object, Long> after = given.used();
      given.held.stream()
          .filter(tail -> admitted.contains(tail.batch()))
          .forEach(tail -> given.take(tail, after));
      after.forEach((owner, vcpus) ->
          assertThat(vcpus)
              .as("in use by %s", owner)
              .isLessThanOrEqualTo(Math.max(given.limit(owner), before.getOrDefault(owner, 0L))));
    });
  }

  @Test
  void everyRandomTailIsAdmittedOrHasAReason() {
    forRandomCases(random -> {
      Case given = Case.of(random);
      AdmissionPlan plan = AdmissionPlan.of(given.held, given.budget());
      Set<UUID> all = new HashSet<>(plan.admitted());
      all.addAll(plan.reasons().keySet());
      assertThat(all).hasSameSizeAs(given.held);
      assertThat(plan.admitted().size() + plan.reasons().size()).isEqualTo(given.held.size());
    });
  }

  /** A tail that no limit forbids altogether is admitted as soon as enough jobs have ended. */
  @Test
  void largeTailIsAdmittedOnceEnoughOfItsShareIsFree() {
    forRandomCases(random -> {
      int limit = 2 + random.nextInt(20);
      HeldTail large = tail(ALICE, 1 + random.nextInt(limit));
      long admitted = random.nextInt(limit + 1);
      while (AdmissionPlan.of(List.of(large), projectLimit(limit, admitted)).admitted().isEmpty()) {
        assertThat(admitted).as("held while it fits").isGreaterThan(limit - large.vcpus());
        admitted--;
      }
      assertThat(admitted + large.vcpus()).isLessThanOrEqualTo(limit);
    });
  }

  private static void forRandomCases(Consumer<Random> check) {
    IntStream.range(0, 2000).forEach(seed -> check.accept(new Random(seed)));
  }

  private static HeldTail tail(UUID project, long vcpus) {
    return new HeldTail(UUID.randomUUID(), project, "ws", vcpus, "Submitted");
  }

  private static VcpuBudget projectLimit(int limit, long admitted) {
    return budget(new VcpuLimits(Map.of(ALICE, limit), Map.of()), Map.of(ALICE, admitted));
  }

  /** All projects belong to one workspace. */
  private static VcpuBudget budget(VcpuLimits limits, Map<UUID, Long> used) {
    long all = used.values().stream().mapToLong(Long::longValue).sum();
    return new VcpuBudget(limits, new VcpuUse(used, Map.of("ws", all)));
  }

  /** A random queue of three projects in two workspaces; an owner is a project or a workspace. */
  private record Case(List<HeldTail> held, VcpuLimits limits, VcpuUse use) {
    private static final List<UUID> PROJECTS = List.of(ALICE, BOB, new UUID(0, 3));

    static Case of(Random random) {
      Map<UUID, Integer> byProject = new HashMap<>();
      Map<UUID, Long> used = new HashMap<>();
      Map<String, Integer> byWorkspace = new HashMap<>();
      Map<String, Long> usedByWorkspace = new HashMap<>();
      for (UUID project : PROJECTS) {
        if (random.nextBoolean()) {
          byProject.put(project, random.nextInt(20));
        }
        long vcpus = random.nextInt(12);
        used.put(project, vcpus);
        usedByWorkspace.merge(workspace(project), vcpus, Long::sum);
      }
      for (String workspace : List.of("w0", "w1")) {
        if (random.nextBoolean()) {
          byWorkspace.put(workspace, random.nextInt(30));
        }
      }
      return new Case(
          tails(random),
          new VcpuLimits(byProject, byWorkspace),
          new VcpuUse(used, usedByWorkspace));
    }

    private static List<HeldTail> tails(Random random) {
      return IntStream.range(0, random.nextInt(12))
          .mapToObj(n -> PROJECTS.get(random.nextInt(PROJECTS.size())))
          .map(project ->
              new HeldTail(
                  UUID.randomUUID(), project, workspace(project), 1 + random.nextInt(8), "new"))
          .toList();
    }

    private static String workspace(UUID project) {
      return "w" + project.getLeastSignificantBits() % 2;
    }

    VcpuBudget budget() {
      return new VcpuBudget(limits, use);
    }

    Map<Object, Long> used() {
      Map<Object, Long> used = new HashMap<>(use.byProject());
      used.putAll(use.byWorkspace());
      return used;
    }

    long limit(Object owner) {
      Integer limit =
          owner instanceof UUID project
              ? limits.byProject().get(project)
              : limits.byWorkspace().get((String) owner);
      return limit == null ? Long.MAX_VALUE : limit;
    }

    boolean fits(HeldTail tail, Map<Object, Long> used) {
      return owners(tail).stream()
          .allMatch(owner -> used.getOrDefault(owner, 0L) + tail.vcpus() <= limit(owner));
    }

    void take(HeldTail tail, Map<Object, Long> used) {
      owners(tail).forEach(owner -> used.merge(owner, tail.vcpus(), Long::sum));
    }

    private static List<Object> owners(HeldTail tail) {
      return List.of(tail.project(), tail.workspace());
    }
  }
}
