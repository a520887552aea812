package org.openhtc.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openhtc.api.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends requests to the registry, each with a token for that request and within a time limit. */
@Component
class RegistryClient {
  private static final Logger log = LoggerFactory.getLogger(RegistryClient.class);
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final RegistryConnection connection;
  private final RegistryTokens tokens;

  RegistryClient(RegistryConnection connection, RegistryTokens tokens) {
    this.connection = connection;
    this.tokens = tokens;
  }

  /** A request to a path below {@code /v2/}, or to a whole URL that the registry answered. */
  HttpRequest.Builder to(String path, Access access) {
    return HttpRequest.newBuilder(connection.url().resolve("/v2/").resolve(path))
        .header("Authorization", "Bearer " + tokens.forService(access).value());
  }

  /**
   * Any answer that is the registry's last word; redirects are followed, without our token, which
   * the store behind the registry would not take. A body over {@link LimitedBody#LIMIT} is empty.
   *
   * @throws ApiException 503 when it does not answer, has a fault, or does not trust our tokens
   */
  HttpResponse<byte[]> send(HttpRequest request) {
    connection.requirePresence();
    HttpResponse<byte[]> answer = exchange(request);
    int status = answer.statusCode();
    if (status == 301 || status == 302 || status == 307) {
      URI target = request.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
      return exchange(HttpRequest.newBuilder(target).build());
    }
    if (status == 401 || status == 429 || status >= 500) {
      log.warn("The image registry answers {} to {} {}", status, request.method(), request.uri());
      throw ApiException.unavailable(
          "The image registry answers %d; try again later.".formatted(status));
    }
    return answer;
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, info -> new LimitedBody());
    try {
      // A request's own time limit would end with the headers.
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw silent(request, e.getCause() instanceof IOException io ? io : e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw silent(request, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw silent(request, e);
    }
  }

  private static ApiException silent(HttpRequest request, Exception problem) {
    log.warn("The image registry does not answer {}: {}", request.uri(), problem.toString());
    return ApiException.unavailable("The image registry does not answer; try again later.");
  }
}
