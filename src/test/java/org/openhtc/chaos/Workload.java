package org.openhtc.chaos;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** An accepted batch with the number of its jobs. */
  record Batch(String id, int jobs, Step.Work work) {}

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

  int jobs() {
    return batches.stream().mapToInt(Batch::jobs).sum();
  }

  /** The ids of the receipts of all requests to cancel or retry many jobs. */
  List<String> receipts() {
    return List.copyOf(receipts);
  }

  /**
   * @param number differs for each request of the run
   */
  void submit(Step.Submit submit, int number) {
    String body =
        JSON.writeValueAsString(
            List.of(
                Map.of(
                    "batchSize", submit.jobs(),
                    "htcJobDefinition", hosts.definition(submit.work()))));
    ApiResponse response = post("/jobs/batch", body, number);
    String id = response.body().get(0).get("parentJobId").asString();
    batches.add(new Batch(id, submit.jobs(), submit.work()));
  }

  void cancel(int index) {
    if (!batches.isEmpty()) {
      Batch batch = batches.getFirst();
      post("/jobs/" + batch.id + ":" + index % batch.jobs + "/cancel", "", index);
    }
  }

  void cancelBatch(int number) {
    ofBatch("/jobs/cancel?", number, number);
  }

  void retry(Step.Retry retry, int number) {
    ofBatch("/jobs/retry?status=%s&".formatted(retry.status()), retry.batch(), number);
  }

  private void ofBatch(String path, int batch, int number) {
    if (batches.isEmpty()) {
      return;
    }
    Batch chosen = batches.get(batch % batches.size());
    String range = "fromJobId=%s:0&toJobId=%s:%d".formatted(chosen.id, chosen.id, chosen.jobs - 1);
    ApiResponse response = post(path + range, "", number);
    receipts.add(response.text("receiptId"));
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
    if (response.status() == 400) {
      throw new IllegalArgumentException(path + ": " + response.sentence());
    }
    return response;
  }
}
