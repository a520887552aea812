package org.openhtc.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A failing run can be repeated, and every kind of fault occurs. */
class PlanTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final Plan.Scale SIMULATED = new Plan.Scale(3, 4, true);

  @Test
  void seedDeterminesThePlan() {
    assertThat(Plan.of(17, TIME, SIMULATED)).isEqualTo(Plan.of(17, TIME, SIMULATED));
    assertThat(Plan.of(17, TIME, SIMULATED)).isNotEqualTo(Plan.of(18, TIME, SIMULATED));
  }

  @Test
  void everyKindOfStepOccurs() {
    Set<Class<?>> kinds = new HashSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      Plan.of(seed, TIME, SIMULATED).steps().forEach(timed -> kinds.add(timed.step().getClass()));
    }
    assertThat(kinds).containsExactlyInAnyOrderElementsOf(kinds(Step.class));
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
