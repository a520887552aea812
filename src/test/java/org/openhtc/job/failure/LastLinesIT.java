package org.openhtc.job.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobWorld;
import org.openhtc.job.SmallLog;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.log.LogFormat;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastLinesIT {
  @Autowired DataSource database;
  private JobWorld world;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withOneConnection(database, "last_lines");
  }

  @AfterAll
  void closeDatabase() {
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @Test
  void linesThatDifferOnlyInNumbersAreCountedTogether() {
    UUID batch = run(4);
    fail(batch, 0, 3, "start", "no convergence after 8 steps");
    fail(batch, 1, 3, "start", "no mesh");
    fail(batch, 2, 3, "start", "no convergence after 12 steps");
    fail(batch, 3, 1, "another cause");
    assertThat(linesOf(3))
        .containsExactly(
            new LastLine("no convergence after 12 steps", 2, new JobId(batch, 2).toString()),
            new LastLine("no mesh", 1, new JobId(batch, 1).toString()));
  }

  @Test
  void jobsWithoutALogAreLeftOut() {
    UUID batch = run(1);
    fail(batch, 0, 3);
    assertThat(linesOf(3)).isEmpty();
  }

  @Test
  void longLineIsShortened() {
    UUID batch = run(1);
    fail(batch, 0, 3, "x".repeat(5000));
    assertThat(linesOf(3))
        .singleElement()
        .extracting(LastLine::line)
        .isEqualTo("x".repeat(300) + "…");
  }

  @Test
  void logThatIsLongWhenUnpackedIsNotRead() {
    UUID batch = run(1);
    fail(batch, 0, 3, "x".repeat(400_000), "end");
    assertThat(linesOf(3)).isEmpty();
  }

  private List<LastLine> linesOf(int exitCode) {
    FailureGroup cause =
        world.bean(FailureQueries.class).ofTask(world.task, 10).stream()
            .filter(group -> Integer.valueOf(exitCode).equals(group.exitCode()))
            .findFirst()
            .orElseThrow();
    return world.bean(LastLines.class).of(world.task, cause);
  }

  private UUID run(int size) {
    UUID batch = world.submit(size, 0);
    world.admit();
    assertThat(world.place(world.plan(size))).isEqualTo(size);
    return batch;
  }

  private void fail(UUID batch, int index, int exitCode, String... lines) {
    JobId job = new JobId(batch, index);
    Instant now = Instant.now();
    world
        .bean(Assignments.class)
        .record(
            List.of(
                new JobReport(job, 1, now, new JobEvent.ContainerStarted()),
                new JobReport(
                    job,
                    1,
                    now,
                    new JobEvent.Exited(exitCode, false),
                    AttemptUsage.UNKNOWN,
                    log(lines))));
  }

  private static @Nullable SmallLog log(String... lines) {
    if (lines.length == 0) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] time = "2026-05-04T09:30:00Z".getBytes(StandardCharsets.UTF_8);
      for (String line : lines) {
        LogFormat.write(gzip, time, line.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SmallLog(bytes.toByteArray());
  }
}
