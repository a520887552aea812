package org.openhtc.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A failing run can be repeated, and every kind of fault occurs. */
class PlanTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final Plan.Scale SIMULATED = new Plan.Scale(3, 4, true);
  private static final Plan.Scale REAL = new Plan.Scale(3, 2, false);

  @Test
  void seedDeterminesThePlan() {
    assertThat(Plan.of(17, TIME, SIMULATED)).isEqualTo(Plan.of(17, TIME, SIMULATED));
    assertThat(Plan.of(17, TIME, SIMULATED)).isNotEqualTo(Plan.of(18, TIME, SIMULATED));
  }

  @Test
  void everyKindOfStepOccurs() {
    Set<Class<?>> kinds = kindsInPlans(SIMULATED);
    kinds.addAll(kindsInPlans(REAL));
    assertThat(kinds).containsExactlyInAnyOrderElementsOf(kinds(Step.class));
  }

  @Test
  void onlyDockerEnginesHaveARegistryThatBreaks() {
    assertThat(kindsInPlans(REAL)).containsAll(kinds(Step.OfRegistry.class));
    assertThat(kindsInPlans(SIMULATED)).doesNotContainAnyElementsOf(kinds(Step.OfRegistry.class));
  }

  /** Otherwise a stored violation could not be repeated. */
  @Test
  void plansOfStoredResultsAreUnchanged() throws IOException {
    requirePlans(ChaosProgram.SIMULATED, SIMULATED);
    requirePlans(ChaosProgram.REAL, REAL);
  }

  private static void requirePlans(ResultFile results, Plan.Scale scale) throws IOException {
    for (RunResult result : results.read()) {
      Duration time = Duration.ofSeconds(result.faultSeconds());
      assertThat(Plan.of(result.seed(), time, scale).kinds()).isEqualTo(result.steps());
    }
  }

  @Test
  void batchesAreTheStepsThatSubmitOne() {
    Plan plan = Plan.of(17, TIME, REAL);
    assertThat(plan.batches()).startsWith(0, 1);
    assertThat(plan.kinds()).containsEntry("Submit", (long) plan.batches().size());
    assertThat(plan.batches())
        .allMatch(number -> plan.steps().get(number).step() instanceof Step.Submit);
  }

  private static Set<Class<?>> kindsInPlans(Plan.Scale scale) {
    Set<Class<?>> kinds = new HashSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      Plan.of(seed, TIME, scale).steps().forEach(timed -> kinds.add(timed.step().getClass()));
    }
    return kinds;
  }

  private static Set<Class<?>> kinds(Class<?> sealed) {
    Set<Class<?>> kinds = new HashSet<>();
    for (Class<?> each : sealed.getPermittedSubclasses()) {
      if (each.isSealed()) {
        kinds.addAll(kinds(each));
      } else {
        kinds.add(each);
      }
    }
    return kinds;
  }
}
