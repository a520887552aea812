package org.openhtc.chaos;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openhtc.chaos.check.BatchRecord;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.TestTask;
import tools.jackson.databind.json.JsonMapper;

/** The requests of one run, and what was accepted so far. */
final class Workload {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ChaosClient client;
  private final ChaosHosts hosts;
  private final TestTask task;
  private final long seed;
  private final List<Batch> batches = new CopyOnWriteArrayList<>();
  private final List<String> receipts = new CopyOnWriteArrayList<>();

  /** An accepted batch, and the requests for it that were sent, also those without a response. */
  record Batch(
      String id, int jobs, Step.Work work, Set<Integer> cancelled, AtomicInteger retries) {}

  Workload(ChaosClient client, ChaosHosts hosts, TestTask task, long seed) {
    this.client = client;
    this.hosts = hosts;
    this.task = task;
    this.seed = seed;
  }

  TestTask task() {
    return task;
  }

  List<Batch> batches() {
    return List.copyOf(batches);
  }

  /** What the rules have to know about the batches, by their ids. */
  Map<String, BatchRecord> records() {
    return batches.stream()
        .collect(
            Collectors.toMap(
                Batch::id,
                batch ->
                    new BatchRecord(
                        batch.jobs(),
                        batch.work().exitCode(),
                        hosts.log(batch.work()),
                        Set.copyOf(batch.cancelled()),
                        batch.retries().get())));
  }

  int jobs() {
    return batches.stream().mapToInt(Batch::jobs).sum();
  }

  /** The ids of the receipts of all requests to cancel or retry many jobs. */
  List<String> receipts() {
    return List.copyOf(receipts);
  }

  /**
   * @param number differs for each step of the run
   */
  void submit(Step.Submit submit, int number) {
    String body =
        JSON.writeValueAsString(
            List.of(
                Map.of(
                    "batchSize", submit.jobs(),
                    "htcJobDefinition", hosts.definition(submit.work(), number))));
    ApiResponse response = post("/jobs/batch", body, number);
    String id = response.body().get(0).get("parentJobId").asString();
    batches.add(
        new Batch(
            id, submit.jobs(), submit.work(), ConcurrentHashMap.newKeySet(), new AtomicInteger()));
  }

  void cancel(Step.Cancel cancel, int number) {
    if (!batches.isEmpty()) {
      Batch batch = batches.getFirst();
      int index = cancel.index() % batch.jobs;
      batch.cancelled.add(index);
      post("/jobs/" + batch.id + ":" + index + "/cancel", "", number);
    }
  }

  void cancelBatch(Step.CancelBatch cancel, int number) {
    chosen(cancel.batch())
        .ifPresent(batch -> {
          IntStream.range(0, batch.jobs).forEach(batch.cancelled::add);
          change("/jobs/cancel?", batch, number);
        });
  }

  void retry(Step.Retry retry, int number) {
    chosen(retry.batch())
        .ifPresent(batch -> {
          batch.retries.incrementAndGet();
          change("/jobs/retry?status=%s&".formatted(retry.status()), batch, number);
        });
  }

  private Optional<Batch> chosen(int number) {
    List<Batch> present = batches();
    return present.isEmpty() ? Optional.empty() : Optional.of(present.get(number % present.size()));
  }

  private void change(String path, Batch batch, int number) {
    String range = "fromJobId=%s:0&toJobId=%s:%d".formatted(batch.id, batch.id, batch.jobs - 1);
    receipts.add(post(path + range, "", number).text("receiptId"));
  }

  private ApiResponse post(String path, String body, int number) {
    ApiResponse response =
        client.send(api ->
            api.send(
                "POST",
                task.path + path,
                BodyPublishers.ofString(body),
                "Idempotency-Key",
                "seed-%d-%d".formatted(seed, number)));
    if (response.status() >= 400) {
      throw new IllegalArgumentException(
          "%d for %s: %s".formatted(response.status(), path, response.sentence()));
    }
    return response;
  }
}
