package org.openhtc.execution.slot;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds running containers without a network, because their slot has ended, and containers that
 * share a slot, which no known sequence of events leads to. Only those that are found in two lists
 * are faulty, because a list may mix states of two moments.
 */
final class SlotFaults {
  private static final Logger log = LoggerFactory.getLogger(SlotFaults.class);

  private final String host;
  private Set<String> suspected = Set.of();

  SlotFaults(String host) {
    this.host = host;
  }

  /** The containers to be removed. Their jobs are run again, as after any removal. */
  List<ContainerSummary> of(SlotList list, SlotPool pool) {
    List<ContainerSummary> suspects =
        Stream.concat(
                list.cutOff().stream(),
                list.shared().entrySet().stream()
                    .flatMap(shared -> intruders(shared.getKey(), shared.getValue(), pool)))
            .toList();
    List<ContainerSummary> faulty =
        suspects.stream().filter(suspect -> suspected.contains(suspect.id())).toList();
    suspected = suspects.stream().map(ContainerSummary::id).collect(Collectors.toSet());
    faulty.forEach(container ->
        log.error(
            "Host {}: container {} lost its network or shares it with another job; it is removed",
            host,
            container.name()));
    return faulty;
  }

  /** The containers that share a slot, except the one that has the right to it. */
  private static Stream<ContainerSummary> intruders(
      String slot, List<ContainerSummary> users, SlotPool pool) {
    String right = pool.use(slot);
    ContainerSummary entitled =
        users.stream()
            .filter(user -> Objects.equals(right, user.labels().get(ContainerLabels.SLOT)))
            .findFirst()
            .orElse(users.getFirst());
    return users.stream().filter(user -> user != entitled);
  }
}
