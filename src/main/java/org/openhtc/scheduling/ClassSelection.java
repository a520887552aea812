package org.openhtc.scheduling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.queue.QueueOverview;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.region.RegionName;

/**
 * Which classes of waiting jobs one tick plans. The cost of a tick grows with them, so a project
 * with thousands of classes would make the jobs of all others wait. Of such a project each tick
 * plans the classes that are first in line, and some of the others, in turn: jobs that fit are
 * found after some ticks, also if those before them do not fit. Not thread-safe.
 */
final class ClassSelection {
  /** Classes of a project that are planned in every tick, and those that take turns. */
  static final int MOST_OF_EACH_KIND = 100;

  private static final Comparator<WaitingClass> BY_PRIORITY =
      Comparator.comparing(WaitingClass::priority);

  private final RegionName region;
  private long turn;
  private boolean hasOthers;

  ClassSelection(RegionName region) {
    this.region = region;
  }

  /** The classes for the next tick. */
  List<WaitingClass> choose(QueueOverview overview) {
    Map<UUID, List<WaitingClass>> byProject = new HashMap<>();
    for (WaitingClass waiting : overview.in(region)) {
      byProject.computeIfAbsent(waiting.project(), project -> new ArrayList<>()).add(waiting);
    }
    hasOthers = false;
    List<WaitingClass> chosen = new ArrayList<>();
    byProject.values().forEach(classes -> chosen.addAll(ofProject(classes, overview.first())));
    turn++;
    return chosen;
  }

  /** Whether the last selection left out any class. */
  boolean hasOthers() {
    return hasOthers;
  }

  private List<WaitingClass> ofProject(List<WaitingClass> classes, Map<WaitingClass, Long> first) {
    if (classes.size() <= 2 * MOST_OF_EACH_KIND) {
      return classes;
    }
    hasOthers = true;
    classes.sort(BY_PRIORITY.thenComparing(first::get));
    List<WaitingClass> chosen = new ArrayList<>(classes.subList(0, MOST_OF_EACH_KIND));
    List<WaitingClass> others = classes.subList(MOST_OF_EACH_KIND, classes.size());
    for (int i = 0; i < MOST_OF_EACH_KIND; i++) {
      long position = turn * MOST_OF_EACH_KIND + i;
      chosen.add(others.get((int) (position % others.size())));
    }
    return chosen;
  }
}
