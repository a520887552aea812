package org.openhtc.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The service's own count of the jobs.
 *
 * @param counters number of jobs by status, without zeros
 * @param submitted by the ledger of the project
 * @param live by the ledger of the project
 * @param ended by the ledger of the project
 * @param discrepancies those of the whole ledger
 */
public record Account(
    Map<String, Integer> counters, int submitted, int live, int ended, List<String> discrepancies) {

  /** Reads the responses; the sums of a project that the ledger does not contain are 0. */
  public static Account of(JsonNode statistics, JsonNode ledger, String projectId) {
    List<String> discrepancies = new ArrayList<>();
    ledger.path("discrepancies").forEach(found -> discrepancies.add(found.toString()));
    JsonNode jobs = project(ledger, projectId).orElse(ledger).path("jobs");
    return new Account(
        counters(statistics),
        jobs.path("submitted").asInt(0),
        jobs.path("live").asInt(0),
        jobs.path("ended").asInt(0),
        discrepancies);
  }

  private static Optional<JsonNode> project(JsonNode ledger, String projectId) {
    for (JsonNode project : ledger.path("projects")) {
      if (project.path("projectId").asString("").equals(projectId)) {
        return Optional.of(project);
      }
    }
    return Optional.empty();
  }

  /** The counters of a response to a request for the statistics of a task, without zeros. */
  public static Map<String, Integer> counters(JsonNode statistics) {
    Map<String, Integer> counters = new TreeMap<>();
    statistics
        .path("jobStatuses")
        .properties()
        .forEach(status -> {
          if (status.getValue().asInt() > 0) {
            counters.put(status.getKey(), status.getValue().asInt());
          }
        });
    return counters;
  }
}
