package org.openhtc.host.published;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.host.published.ComputeEnvironment.Machine;
import org.openhtc.region.JobPriority;
import org.springframework.stereotype.Component;

/** The environments that jobs may request: those of all hosts, also of unreachable ones. */
@Component
public class ComputeEnvironments {
  private static final Comparator<ComputeEnvironment> ORDER =
      Comparator.comparing(ComputeEnvironment::region)
          .thenComparing(ComputeEnvironment::machineType)
          .thenComparing(ComputeEnvironment::priority)
          .thenComparing(
              ComputeEnvironment::hyperthreading, Comparator.nullsFirst(Comparator.naturalOrder()));

  private static final BinaryOperator<Machine> SMALLER =
      BinaryOperator.minBy(Comparator.comparingDouble(Machine::memory));

  private final Hosts hosts;

  ComputeEnvironments(Hosts hosts) {
    this.hosts = hosts;
  }

  /** The distinct environments of all measured hosts. */
  public List<ComputeEnvironment> all() {
    return of(hosts.all());
  }

  static List<ComputeEnvironment> of(Collection<Host> hosts) {
    Map<ComputeEnvironment, Machine> machines =
        hosts.stream()
            .filter(host -> host.measure() != null)
            .flatMap(host ->
                Arrays.stream(JobPriority.values()).map(p -> ComputeEnvironment.of(host, p)))
            .collect(
                Collectors.toMap(
                    ComputeEnvironment::withoutMachine, ComputeEnvironment::derived, SMALLER));
    return machines.entrySet().stream()
        .map(entry -> entry.getKey().with(entry.getValue()))
        .sorted(ORDER)
        .toList();
  }
}
