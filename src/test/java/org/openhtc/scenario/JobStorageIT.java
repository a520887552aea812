package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStore;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.StorageScript;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** How a job reads and writes its storage from its container. */
@Scenario
class JobStorageIT {

  @LocalServerPort int port;
  @Autowired ObjectStore store;
  @Autowired TestTask task;
  private String shared;
  private String own;

  @BeforeEach
  void aTaskWithInput() {
    UUID project = task.projectId();
    shared = Folders.shared(project);
    own = Folders.task(project, task.id());
    store.put(shared + "in.txt", "shared input".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void jobReadsSharedInputAndWritesOutputOfItsTask() {
    String batch =
        task.submit(
            1,
            job(
                """
                input=$(wget -q -O - "$(url $project 'in.txt&method=GET')")
                put "$(url $task out/$AWS_BATCH_JOB_ARRAY_INDEX.txt)" "from $input"
                """));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.log(batch, 0)).hasSize(1).first().asString().contains("HTTP/1.1 200");
    assertThat(store.get(own + "out/0.txt"))
        .hasValueSatisfying(
            content -> assertThat(content).asString().isEqualTo("from shared input"));
  }

  @Test
  void jobCannotReachAnotherTaskOrWriteSharedFiles() {
    TestTask other = TestTask.in(task.api);
    String batch =
        task.submit(
            1,
            job(
                """
                code() { api "$1" 2>&1 | sed -n 's/.*HTTP[^ ]* \\([0-9]*\\).*/\\1/p'; }
                code %1$s/storage/token
                code "%1$s/storage/presigned-url?filePath=a&method=GET"
                code "$project/storage/presigned-url?filePath=in.txt"
                """
                    .formatted(other.path)));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.log(batch, 0)).containsExactly("403", "403", "403");
  }

  @Test
  void credentialsOfTheEnvironmentSufficeForAToolAndEndWithTheJob() {
    String batch = task.submit(1, script("env; echo ready; sleep 300"));
    task.awaitLine(batch, 0, "ready");
    Properties env = new Properties();
    task.log(batch, 0).stream()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> env.put(pair[0], pair[1]));
    assertThat(env.getProperty("PROJECT_SHARED_FOLDER") + "/").isEqualTo("s3://openhtc/" + shared);
    assertThat(env.getProperty("TASK_SHARED_FOLDER") + "/").isEqualTo("s3://openhtc/" + own);
    try (S3Client s3 = client(env)) {
      assertThat(read(s3, shared + "in.txt")).isEqualTo("shared input");
      write(s3, own + "out");
      assertDenied(() -> write(s3, shared + "out"));
      assertDenied(() -> s3.listObjectsV2(r -> r.bucket("openhtc").prefix("logs/")));
      task.cancel();
      task.awaitStatus(batch, 0, "FAILED");
      await().untilAsserted(() -> assertDenied(() -> write(s3, own + "too-late")));
    }
  }

  @Test
  void tokenOfAnEndedJobIsIssuedNoCredentials() {
    String batch = task.submit(1, script("echo $RESCALE_HTC_BEARER_TOKEN; echo ready; sleep 300"));
    task.awaitLine(batch, 0, "ready");
    ApiClient job = ApiClient.at(port).withToken(task.log(batch, 0).getFirst());
    assertThat(job.get(task.path + "/storage/token").status()).isEqualTo(200);
    task.cancel();
    task.awaitStatus(batch, 0, "FAILED");
    await()
        .untilAsserted(
            () -> assertThat(job.get(task.path + "/storage/token").status()).isEqualTo(403));
  }

  private Map<String, Object> job(String commands) {
    Map<String, Object> definition = script(StorageScript.TOOLS + commands);
    definition.put(
        "envs",
        List.of(Map.of("name", "API", "value", "http://172.17.0.1:%d/api/v1".formatted(port))));
    return definition;
  }

  private static S3Client client(Properties env) {
    return S3Client.builder()
        .endpointOverride(URI.create(env.getProperty("AWS_ENDPOINT_URL_S3")))
        .region(Region.of(env.getProperty("AWS_REGION")))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(
                    env.getProperty("AWS_ACCESS_KEY_ID"),
                    env.getProperty("AWS_SECRET_ACCESS_KEY"),
                    env.getProperty("AWS_SESSION_TOKEN"))))
        .build();
  }

  private static String read(S3Client s3, String key) {
    return s3.getObjectAsBytes(r -> r.bucket("openhtc").key(key)).asUtf8String();
  }

  private static void write(S3Client s3, String key) {
    s3.putObject(r -> r.bucket("openhtc").key(key), RequestBody.fromString("x"));
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
  }
}
