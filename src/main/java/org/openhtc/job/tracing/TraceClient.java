package org.openhtc.job.tracing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Sends spans to a collector by OTLP over HTTP. */
final class TraceClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final JsonMapper json;
  private final URI endpoint;

  TraceClient(JsonMapper json, URI endpoint) {
    this.json = json;
    this.endpoint = endpoint;
  }

  /**
   * Sends the traces of the jobs.
   *
   * @throws UncheckedIOException if the collector has not accepted them
   */
  void send(List<EndedJob> jobs) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(Spans.request(jobs))))
            .build();
    try {
      HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
      if (response.statusCode() >= 300) {
        throw new IOException(
            "%s responded to traces with status %d".formatted(endpoint, response.statusCode()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while traces were sent", e);
    }
  }
}
