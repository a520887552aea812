package org.openhtc.chaos;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openhtc.replicas.Cluster;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import tools.jackson.databind.JsonNode;

/** Sends each request to another replica, and repeats it until one responds without a failure. */
final class ChaosClient {
  /** On a busy machine a process starts for minutes, and a plan may end all of them together. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Cluster cluster;
  private volatile @Nullable String token;
  private final AtomicInteger turns = new AtomicInteger();

  ChaosClient(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Every item of a list; unlike a single page, no page is left out after a failure. */
  List<JsonNode> all(String path) {
    List<JsonNode> items = new ArrayList<>();
    String next = path;
    while (!next.isEmpty()) {
      String page = next;
      ApiResponse response = send(api -> api.get(page));
      if (response.status() != 200) {
        throw new IllegalArgumentException(page + ": " + response.sentence());
      }
      response.body().path("items").forEach(items::add);
      next = response.text("next");
    }
    return items;
  }

  /** A response that any replica gave; its status is below 500 and not 429. */
  ApiResponse send(Function<ApiClient, ApiResponse> request) {
    return retry(client -> {
      ApiResponse response = request.apply(client);
      if (response.status() >= 500 || response.status() == 429) {
        throw new IllegalStateException(
            "status %d: %s".formatted(response.status(), response.sentence()));
      }
      return response;
    });
  }

  /** A token of one replica is valid for all. */
  private ApiClient client(int number) {
    String known = token;
    if (known == null) {
      known = cluster.client(number).token();
      if (known.isEmpty()) {
        throw new IllegalStateException("the replica issues no token");
      }
      token = known;
    }
    return cluster.replica(number).anonymous().withToken(known);
  }

  <T> T retry(Function<ApiClient, T> request) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int replicas = cluster.replicas().size();
    int first = turns.getAndIncrement();
    for (int tried = 0; ; tried++) {
      try {
        return request.apply(client((first + tried) % replicas));
      } catch (UncheckedIOException | IllegalStateException | IllegalArgumentException failed) {
        if (System.nanoTime() > end) {
          throw failed;
        }
        if (tried % replicas == replicas - 1) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
  }
}
