package org.openhtc.job.tracing;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the traces of jobs.
 *
 * @param endpoint of a collector that accepts OTLP over HTTP as JSON, such as {@code
 *     http://collector:4318/v1/traces}; no traces without it
 * @param interval time between two requests to the collector; 100 ms to 1 h
 */
@Validated
@ConfigurationProperties("openhtc.tracing")
public record TracingSettings(
    @Nullable URI endpoint,
    @DefaultValue("2s") @NotNull @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration interval) {
  /** No traces. */
  public static final TracingSettings OFF = new TracingSettings(null, Duration.ofSeconds(2));

  /**
   * The value of the environment variable {@code TRACEPARENT} (W3C Trace Context), by which spans
   * of a program become part of its job's trace; empty if traces are off.
   */
  public Optional<String> traceparent(JobId job, int attempt) {
    return endpoint == null
        ? Optional.empty()
        : Optional.of("00-%s-%s-01".formatted(TraceIds.trace(job), TraceIds.attempt(job, attempt)));
  }
}
