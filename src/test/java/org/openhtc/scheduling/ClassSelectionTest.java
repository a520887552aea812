package org.openhtc.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.QueueOverview;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;

class ClassSelectionTest {
  private static final RegionName HERE = RegionName.AWS_US_WEST_2;
  private static final int MOST = 2 * ClassSelection.MOST_OF_EACH_KIND;
  private static final UUID ALICE = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private final ClassSelection selection = new ClassSelection(HERE);
  private final Map<WaitingClass, Long> waiting = new LinkedHashMap<>();

  @Test
  void allClassesOfAProjectWithFewAreChosen() {
    add(ALICE, MOST);
    add(BOB, MOST);
    assertThat(choose()).hasSize(2 * MOST);
    assertThat(selection.hasOthers()).isFalse();
  }

  @Test
  void projectWithManyClassesTakesNoPlaceOfOthers() {
    add(ALICE, 2_000);
    add(BOB, 3);
    List<WaitingClass> chosen = choose();
    assertThat(chosen).hasSize(MOST + 3).doesNotHaveDuplicates();
    assertThat(chosen).filteredOn(each -> each.project().equals(BOB)).hasSize(3);
    assertThat(selection.hasOthers()).isTrue();
  }

  @Test
  void theFirstOfTheHighestPriorityAreAlwaysChosenAndTheOthersInTurn() {
    add(ALICE, 500);
    WaitingClass urgent = waiting(ALICE, 9_999, JobPriority.ON_DEMAND_PRIORITY);
    waiting.put(urgent, 9_999L);
    Set<WaitingClass> always = new HashSet<>(waiting.keySet());
    Set<WaitingClass> ever = new HashSet<>();
    for (int tick = 0; tick < 5; tick++) {
      List<WaitingClass> chosen = choose();
      always.retainAll(Set.copyOf(chosen));
      ever.addAll(chosen);
    }
    assertThat(always).hasSize(ClassSelection.MOST_OF_EACH_KIND).contains(urgent);
    assertThat(Collections.max(always.stream().map(waiting::get).filter(n -> n < 9_999).toList()))
        .isEqualTo(ClassSelection.MOST_OF_EACH_KIND - 2);
    assertThat(ever).isEqualTo(waiting.keySet());
  }

  private List<WaitingClass> choose() {
    return selection.choose(new QueueOverview(10_000, false, waiting));
  }

  /** Submitted in the order of their memory. */
  private void add(UUID project, int number) {
    for (int i = 0; i < number; i++) {
      waiting.put(waiting(project, i + 4, JobPriority.ON_DEMAND_ECONOMY), (long) i);
    }
  }

  private static WaitingClass waiting(UUID project, int memoryMib, JobPriority priority) {
    return new WaitingClass(
        project,
        "workspace",
        priority,
        new Demand(Architecture.X86, 1, memoryMib, 1),
        List.of(HERE));
  }
}
