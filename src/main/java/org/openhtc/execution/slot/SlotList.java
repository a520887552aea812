package org.openhtc.execution.slot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;

/** The slots in an engine's list of the containers of one host, and the containers on them. */
final class SlotList {
  private final Map<String, ContainerSummary> slots = new HashMap<>();
  private final Map<String, List<ContainerSummary>> users = new HashMap<>();
  private final Map<String, ContainerSummary> byUse = new HashMap<>();

  SlotList(Collection<ContainerSummary> containers) {
    for (ContainerSummary container : containers) {
      String slot = container.labels().get(ContainerLabels.SLOT);
      if (slot == null || slot.isEmpty()) {
        continue;
      }
      int end = slot.indexOf('/');
      if (end >= 0) {
        users.computeIfAbsent(slot.substring(0, end), name -> new ArrayList<>()).add(container);
        byUse.put(slot, container);
      } else {
        slots.put(slot, container);
      }
    }
  }

  boolean isRunning(String slot) {
    ContainerSummary found = slots.get(slot);
    return found != null && found.phase() == Phase.RUNNING;
  }

  /** Whether a container on the slot runs, or may still be started. */
  boolean isUsed(String slot) {
    return users.getOrDefault(slot, List.of()).stream().anyMatch(SlotList::isLive);
  }

  /**
   * Whether the container of a use has ended.
   *
   * @param use as in its label
   */
  boolean hasEnded(String use) {
    ContainerSummary found = byUse.get(use);
    return found != null && !isLive(found);
  }

  /** The slots that no container uses or may still use. */
  List<ContainerSummary> unused() {
    return slots.entrySet().stream()
        .filter(slot -> !isUsed(slot.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Running containers whose slot does not run, so that they have no network. */
  List<ContainerSummary> cutOff() {
    return users.entrySet().stream()
        .filter(slot -> !isRunning(slot.getKey()))
        .flatMap(slot -> slot.getValue().stream())
        .filter(user -> user.phase() == Phase.RUNNING)
        .toList();
  }

  /** The running containers of each slot that has several, which must never happen. */
  Map<String, List<ContainerSummary>> shared() {
    Map<String, List<ContainerSummary>> shared = new HashMap<>();
    users.forEach((slot, all) -> {
      List<ContainerSummary> running =
          all.stream().filter(user -> user.phase() == Phase.RUNNING).toList();
      if (running.size() > 1) {
        shared.put(slot, running);
      }
    });
    return shared;
  }

  private static boolean isLive(ContainerSummary user) {
    return user.phase() != Phase.EXITED;
  }
}
