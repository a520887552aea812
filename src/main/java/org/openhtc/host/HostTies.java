package org.openhtc.host;

import java.util.Map;
import java.util.stream.Collectors;
import org.openhtc.api.ApiException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What still ties a host to this service. */
@Component
class HostTies {
  private final ObjectProvider<HostWork> work;

  HostTies(ObjectProvider<HostWork> work) {
    this.work = work;
  }

  /** How many jobs each host has; one without any is left out. */
  Map<String, Integer> liveJobs() {
    return work.stream()
        .flatMap(source -> source.liveJobs().entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum));
  }

  /**
   * @param advice what the caller can do, as the end of a sentence
   * @throws ApiException 409 while jobs are starting or running there
   */
  void requireNoJobs(String host, String advice) {
    int jobs = liveJobs().getOrDefault(host, 0);
    if (jobs > 0) {
      throw ApiException.conflict("Host '%s' has %d live jobs: %s.".formatted(host, jobs, advice));
    }
  }

  /**
   * Asks the engine, so not within a transaction.
   *
   * @throws ApiException 409 while it holds containers whose logs are not yet kept
   */
  void requireNoContainers(Host host) {
    int held = work.stream().mapToInt(source -> source.containers(host)).sum();
    if (held > 0) {
      throw ApiException.conflict(
          "Host '%s' still holds %d containers of ended jobs, whose logs are being kept: try again soon."
              .formatted(host.name(), held));
    }
  }
}
