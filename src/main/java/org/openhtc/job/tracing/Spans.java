package org.openhtc.job.tracing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;

/** The spans of jobs in the JSON form of OTLP: ids in hexadecimal, times in nanoseconds as text. */
final class Spans {
  private static final int INTERNAL = 1;
  private static final int OK = 1;
  private static final int ERROR = 2;
  private static final long NANOS = 1_000_000_000;

  private Spans() {}

  /** The body of a request. */
  static Map<String, Object> request(List<EndedJob> jobs) {
    List<Map<String, Object>> spans = new ArrayList<>();
    jobs.forEach(job -> addSpans(job, spans));
    Map<String, Object> scope =
        Map.of("scope", Map.of("name", "org.openhtc.job.tracing"), "spans", spans);
    Map<String, Object> resource =
        Map.of("attributes", List.of(attribute("service.name", "openhtc")));
    return Map.of(
        "resourceSpans", List.of(Map.of("resource", resource, "scopeSpans", List.of(scope))));
  }

  /** The job, in it each attempt after its wait, and in the attempt its start and its run. */
  private static void addSpans(EndedJob job, List<Map<String, Object>> spans) {
    String root = TraceIds.job(job.id(), job.attempts().getLast().number());
    spans.add(ofJob(job, root));
    Instant waiting = job.submittedAt();
    for (EndedJob.Attempt attempt : job.attempts()) {
      int number = attempt.number();
      String id = TraceIds.attempt(job.id(), number);
      spans.add(span(job, part(job, number, "queue"), root, "queue", waiting, attempt.placedAt()));
      Map<String, Object> span =
          span(job, id, root, "attempt", attempt.placedAt(), attempt.endedAt());
      span.put("attributes", attributes(attempt));
      spans.add(span);
      Instant started = attempt.startedAt();
      Instant running = started == null ? attempt.endedAt() : started;
      spans.add(span(job, part(job, number, "start"), id, "start", attempt.placedAt(), running));
      if (started != null) {
        spans.add(span(job, part(job, number, "run"), id, "run", started, attempt.endedAt()));
      }
      waiting = attempt.endedAt();
    }
  }

  private static Map<String, Object> ofJob(EndedJob job, String id) {
    Map<String, Object> span = span(job, id, null, "job", job.submittedAt(), job.completedAt());
    List<Map<String, Object>> attributes = new ArrayList<>();
    attributes.add(attribute("openhtc.job.id", job.id().toString()));
    attributes.add(attribute("openhtc.project.id", job.projectId().toString()));
    attributes.add(attribute("openhtc.task.id", job.taskId().toString()));
    addOptional(attributes, "openhtc.job.group", job.group());
    addOptional(attributes, "error.type", job.failureCode());
    Integer exitCode = job.exitCode();
    addOptional(attributes, "process.exit.code", exitCode == null ? null : exitCode.toString());
    span.put("attributes", attributes);
    span.put(
        "status",
        job.status() == JobStatus.SUCCEEDED
            ? Map.of("code", OK)
            : Map.of("code", ERROR, "message", job.statusReason()));
    return span;
  }

  private static List<Map<String, Object>> attributes(EndedJob.Attempt attempt) {
    return List.of(
        attribute("openhtc.attempt", String.valueOf(attempt.number())),
        attribute("openhtc.region", attempt.region()),
        attribute("host.name", attempt.host()));
  }

  private static Map<String, Object> span(
      EndedJob job, String id, @Nullable String parent, String name, Instant from, Instant to) {
    Map<String, Object> span = new LinkedHashMap<>();
    span.put("traceId", TraceIds.trace(job.id()));
    span.put("spanId", id);
    if (parent != null) {
      span.put("parentSpanId", parent);
    }
    span.put("name", name);
    span.put("kind", INTERNAL);
    span.put("startTimeUnixNano", nanos(from));
    // Times of different clocks: an end is never before its beginning.
    span.put("endTimeUnixNano", nanos(to.isBefore(from) ? from : to));
    return span;
  }

  private static String part(EndedJob job, int attempt, String name) {
    return TraceIds.part(job.id(), attempt, name);
  }

  private static void addOptional(
      List<Map<String, Object>> attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.add(attribute(key, value));
    }
  }

  private static Map<String, Object> attribute(String key, String value) {
    return Map.of("key", key, "value", Map.of("stringValue", value));
  }

  private static String nanos(Instant time) {
    return String.valueOf(Math.addExact(time.getEpochSecond() * NANOS, time.getNano()));
  }
}
