package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.StorageCredentials;

/**
 * The newest boto3 and AWS CLI from PyPI, in their default configuration, with the credentials of a
 * job. The scripts print a line for each row of the table in docs/storage.md.
 */
class S3ClientsIT {
  private static final String FOLDER = "projects/p/tasks/t/";
  private static final Path SCRIPTS = Path.of("src", "test", "clients", "s3").toAbsolutePath();
  private static final int MINUTES = 5;

  @TempDir private Path home;
  @TempDir private Path work;
  @TempDir private Path log;

  @Test
  void boto3AndTheAwsCliWorkAsOnAws() throws Exception {
    boolean isInstalled =
        run("python3 -m venv venv && venv/bin/pip install -q boto3 awscli", "pip", Map.of());
    Assumptions.assumeTrue(isInstalled, "skipped: no PyPI");
    UUID batch = UUID.randomUUID();
    FakeGrants grants = new FakeGrants(FolderGrant.writing(FOLDER));
    grants.place(batch, 1);
    try (EmbeddedObjectStore store =
        EmbeddedObjectStore.start(home, new Listen("127.0.0.1", 0), grants, Clock.systemUTC())) {
      Map<String, String> variables = variables(store, batch);
      assertThat(run("python " + SCRIPTS.resolve("boto3_session.py"), "boto3", variables))
          .as(Files.readString(log.resolve("boto3")))
          .isTrue();
      assertThat(run("sh " + SCRIPTS.resolve("aws_session.sh"), "aws", variables))
          .as(Files.readString(log.resolve("aws")))
          .isTrue();
    }
    String output = Files.readString(log.resolve("boto3")) + Files.readString(log.resolve("aws"));
    assertThat(output.lines().filter(line -> !line.startsWith("ok: "))).as(output).isEmpty();
    String page = Files.readString(Path.of("docs", "storage.md"));
    assertThat(output.lines().map(line -> line.substring("ok: ".length())))
        .allSatisfy(row -> assertThat(page).contains("| " + row + " |"));
  }

  private static Map<String, String> variables(EmbeddedObjectStore store, UUID batch) {
    StorageCredentials credentials = TestCredentials.ofAttempt(store, batch);
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        credentials.accessKey(),
        "AWS_SECRET_ACCESS_KEY",
        credentials.secretKey(),
        "AWS_SESSION_TOKEN",
        credentials.sessionToken(),
        "AWS_REGION",
        "us-east-1",
        "AWS_ENDPOINT_URL_S3",
        store.endpoint("127.0.0.1").toString(),
        "LC_ALL",
        "C.UTF-8",
        "BUCKET",
        "openhtc",
        "FOLDER",
        FOLDER);
  }

  private boolean run(String command, String name, Map<String, String> variables)
      throws IOException, InterruptedException {
    ProcessBuilder process =
        new ProcessBuilder("sh", "-c", command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.resolve(name).toFile());
    process.environment().putAll(variables);
    process.environment().put("PATH", work.resolve("venv/bin") + ":" + System.getenv("PATH"));
    process.environment().put("HOME", work.toString());
    Process running = process.start();
    if (!running.waitFor(MINUTES, TimeUnit.MINUTES)) {
      running.destroyForcibly();
      return false;
    }
    return running.exitValue() == 0;
  }
}
