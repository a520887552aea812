package org.openhtc.execution.slot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;

/** The slots in an engine's list of the containers of one host, and the containers on them. */
final class SlotList {
  private final Map<String, ContainerSummary> slots = new HashMap<>();
  private final Map<String, List<ContainerSummary>> users = new HashMap<>();

  SlotList(Collection<ContainerSummary> containers) {
    for (ContainerSummary container : containers) {
      String slot = container.labels().get(ContainerLabels.SLOT);
      if (slot == null) {
        continue;
      }
      if (AttemptId.of(container.labels()).isPresent()) {
        users.computeIfAbsent(slot, name -> new ArrayList<>()).add(container);
      } else {
        slots.put(slot, container);
      }
    }
  }

  enum User {
    /** Runs, or may still be started. */
    LIVE,
    ENDED,
    ABSENT
  }

  boolean isRunning(String slot) {
    ContainerSummary found = slots.get(slot);
    return found != null && found.phase() == Phase.RUNNING;
  }

  /** What became of a container on the slot. */
  User user(String slot, String container) {
    return users.getOrDefault(slot, List.of()).stream()
        .filter(user -> user.name().equals(container))
        .findFirst()
        .map(user -> isLive(user) ? User.LIVE : User.ENDED)
        .orElse(User.ABSENT);
  }

  /** The slots that no container uses or may still use. */
  List<ContainerSummary> unused() {
    return slots.entrySet().stream()
        .filter(slot ->
            users.getOrDefault(slot.getKey(), List.of()).stream().noneMatch(SlotList::isLive))
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
