package org.openhtc.execution.slot;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.Slot;

/** Slots and entries of an engine's list, for tests. */
final class TestLists {
  private static final String BATCH = UUID.randomUUID().toString();

  private TestLists() {}

  static Slot slot(String name) {
    return new Slot("id of " + name, name, name + "/hosts", name + "/resolv.conf", name + "/name");
  }

  static ContainerSummary slot(String name, Phase phase) {
    return new ContainerSummary("id of " + name, name, Map.of(ContainerLabels.SLOT, name), phase);
  }

  /**
   * @param use such as {@code slot/1}
   */
  static ContainerSummary user(String use, String container, Phase phase) {
    Map<String, String> labels = new HashMap<>();
    labels.put(ContainerLabels.JOB, BATCH + ":0");
    labels.put(ContainerLabels.ATTEMPT, "1");
    labels.put(ContainerLabels.SLOT, use);
    return new ContainerSummary("id of " + container, container, labels, phase);
  }
}
