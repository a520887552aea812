package org.openhtc.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openhtc.api.ApiException;
import org.openhtc.registry.token.Access;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends requests to the registry, few at a time, each with its own token and a time limit. */
@Component
class RegistryClient {
  private static final Logger log = LoggerFactory.getLogger(RegistryClient.class);
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration RESPONSE = Duration.ofSeconds(10);

  /** Each may hold {@link LimitedBody#LIMIT} twice. */
  private static final int MOST_AT_ONCE = 8;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final RegistryConnection connection;
  private final RegistryTokens tokens;
  private final Semaphore permits = new Semaphore(MOST_AT_ONCE, true);

  RegistryClient(RegistryConnection connection, RegistryTokens tokens) {
    this.connection = connection;
    this.tokens = tokens;
  }

  /** A request to a path below {@code /v2/}, or to a complete URL from a registry's response. */
  HttpRequest.Builder request(String path, Access access) {
    return HttpRequest.newBuilder(connection.url().resolve("/v2/").resolve(path))
        .header("Authorization", "Bearer " + tokens.forService(access).value());
  }

  /**
   * Sends a request and returns the final response. Redirects are followed without the token,
   * because the registry's object store would refuse it. A body over {@link LimitedBody#LIMIT} is
   * returned as empty.
   *
   * @throws ApiException 503 when the registry does not respond, fails, or refuses OpenHTC's tokens
   */
  HttpResponse<byte[]> send(HttpRequest request) {
    connection.requireRegistry();
    HttpResponse<byte[]> response = exchange(request);
    int status = response.statusCode();
    if (status == 301 || status == 302 || status == 307) {
      URI target = request.uri().resolve(response.headers().firstValue("Location").orElseThrow());
      return exchange(HttpRequest.newBuilder(target).build());
    }
    if (status == 401 || status == 429 || status >= 500) {
      log.warn(
          "The image registry responded with status {} to {} {}",
          status,
          request.method(),
          request.uri());
      throw ApiException.unavailable(
          "The image registry responded with status %d; try again later.".formatted(status));
    }
    return response;
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) {
    acquire();
    try {
      return exchangeNow(request);
    } finally {
      permits.release();
    }
  }

  private void acquire() {
    try {
      if (permits.tryAcquire(RESPONSE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw ApiException.unavailable(
        "Too many requests to the image registry are in progress; try again later.");
  }

  private HttpResponse<byte[]> exchangeNow(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(request, info -> new LimitedBody());
    try {
      // HttpRequest.timeout() covers only the time until the headers arrive, not the body.
      return response.get(RESPONSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unavailable(request, e.getCause() instanceof IOException io ? io : e);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw unavailable(request, e);
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw unavailable(request, e);
    }
  }

  private static ApiException unavailable(HttpRequest request, Exception problem) {
    log.warn("No response of the image registry to {}: {}", request.uri(), problem.toString());
    return ApiException.unavailable("The image registry is unreachable; try again later.");
  }
}
