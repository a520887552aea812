package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.Timeouts;
import org.springframework.test.context.DynamicPropertyRegistry;

/** Simulated engines as the hosts of a service under test, with what tests check on all of them. */
record SimulatedHosts(SimulatedEngines engines) {
  /** Makes the engines the hosts of a service. */
  void register(DynamicPropertyRegistry properties) {
    for (String setting : engines.hostSettings()) {
      int equals = setting.indexOf('=');
      properties.add(setting.substring(0, equals), () -> setting.substring(equals + 1));
    }
  }

  /**
   * Waits until the service receives the events of every engine and gives jobs to every host.
   *
   * @param admin of the service
   */
  void awaitReady(ApiClient admin) {
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> {
          assertThat(engines.all()).allMatch(engine -> engine.eventStreams() > 0);
          assertThat(admin.all("/admin/hosts"))
              .allMatch(host -> host.get("takesJobs").asBoolean())
              .hasSameSizeAs(engines.all());
        });
  }

  /** Whether the service has found that it can't reach a host. */
  boolean isUnreachable(ApiClient admin, String host) {
    return admin.all("/admin/hosts").stream()
        .filter(each -> each.get("name").asString().equals(host))
        .anyMatch(each -> each.get("health").asString().equals("UNREACHABLE"));
  }

  /** How often a container of each attempt of the batch was started, by attempt. */
  Map<String, Integer> starts(String batch) {
    return engines.all().stream()
        .flatMap(engine -> engine.startsOfAttempts().entrySet().stream())
        .filter(entry -> entry.getKey().contains(batch))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum));
  }

  /** Every job of the batch had one container, which was started once. */
  void assertStartedOnce(String batch, int jobs) {
    assertThat(starts(batch)).hasSize(jobs);
    assertThat(starts(batch).values()).containsOnly(1);
  }

  /** Waits until no engine has a container, except network slots. */
  void awaitNoContainers() {
    await().atMost(Timeouts.STEP).untilAsserted(() -> assertThat(containers()).isEmpty());
  }

  /** The containers on all engines, except network slots. */
  List<String> containers() {
    return engines.all().stream()
        .map(SimulatedEngine::names)
        .flatMap(List::stream)
        .filter(name -> !name.startsWith("openhtc-slot-"))
        .toList();
  }
}
