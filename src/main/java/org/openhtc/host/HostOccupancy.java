package org.openhtc.host;

import java.util.Map;
import java.util.stream.Collectors;
import org.openhtc.api.ApiException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The live jobs and containers of hosts, and what the jobs use. */
@Component
class HostOccupancy {
  private final ObjectProvider<HostWork> work;
  private final ObjectProvider<HostUsage> usage;

  HostOccupancy(ObjectProvider<HostWork> work, ObjectProvider<HostUsage> usage) {
    this.work = work;
    this.usage = usage;
  }

  /** What jobs use of each host; hosts without jobs are not included. */
  Map<String, HostUsage.Used> used() {
    return usage.stream()
        .flatMap(source -> source.used().entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The number of jobs on each host; hosts without jobs are not included. */
  Map<String, Integer> liveJobs() {
    return work.stream()
        .flatMap(source -> source.liveJobs().entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum));
  }

  /**
   * Checks that the host has no jobs.
   *
   * @param advice what the user can do, as the end of the error message
   * @throws ApiException 409 while jobs are starting or running there
   */
  void requireNoJobs(String host, String advice) {
    int jobs = liveJobs().getOrDefault(host, 0);
    if (jobs > 0) {
      throw ApiException.conflict("Host '%s' has %d live jobs: %s.".formatted(host, jobs, advice));
    }
  }

  /**
   * Checks that the engine has no containers of jobs. Calls the engine, so that it must not be used
   * within a transaction.
   *
   * @throws ApiException 409 while it has containers whose logs are not yet stored
   */
  void requireNoContainers(Host host) {
    int containers = work.stream().mapToInt(source -> source.containers(host)).sum();
    if (containers > 0) {
      throw ApiException.conflict(
          "Host '%s' still has %d containers of ended jobs whose logs are being stored; try again soon."
              .formatted(host.name(), containers));
    }
  }
}
