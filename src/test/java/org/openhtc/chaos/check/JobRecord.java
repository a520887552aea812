package org.openhtc.chaos.check;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job as the service describes it.
 *
 * @param id {@code <batch>:<index>}
 * @param attempt the number of the present attempt; 0 if the job was never placed, or if its last
 *     attempt was not
 * @param exitCode null if the service reports none
 * @param history all entries in the order of the response
 * @param log the stored lines, oldest first
 */
public record JobRecord(
    String id,
    String status,
    int attempt,
    @Nullable Integer exitCode,
    List<Entry> history,
    List<String> log) {
  static final String SUCCEEDED = "SUCCEEDED";
  static final String FAILED = "FAILED";

  /** The statuses of jobs that have ended. */
  public static final Set<String> ENDED = Set.of(SUCCEEDED, FAILED);

  /**
   * An entry of a job's history.
   *
   * @param isCancelled whether the job ended because a user cancelled it
   */
  public record Entry(String status, Instant at, boolean isCancelled) {}

  /** Reads the responses about one job. */
  public static JobRecord of(JsonNode job, List<JsonNode> events, List<JsonNode> log) {
    JsonNode exitCode = job.path("container").path("exitCode");
    return new JobRecord(
        job.get("jobUUID").asString(),
        job.get("status").asString(),
        attempt(job.path("providerJobId").asString("")),
        exitCode.isNumber() ? exitCode.asInt() : null,
        events.stream().map(JobRecord::entry).toList(),
        log.stream().map(line -> line.get("message").asString()).toList());
  }

  private static int attempt(String provider) {
    return provider.isEmpty() ? 0 : Integer.parseInt(provider.substring(provider.indexOf('#') + 1));
  }

  private static Entry entry(JsonNode event) {
    return new Entry(
        event.get("status").asString(),
        Instant.parse(event.get("dateTime").asString()),
        event.path("userCancelledEvent").asBoolean(false));
  }

  /** The id of its batch. */
  public String batch() {
    return id.substring(0, id.indexOf(':'));
  }

  int index() {
    return Integer.parseInt(id.substring(id.indexOf(':') + 1));
  }

  List<String> statuses() {
    return history.stream().map(Entry::status).toList();
  }

  boolean isCancelled() {
    return !history.isEmpty() && history.getLast().isCancelled();
  }
}
