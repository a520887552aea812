package org.openhtc.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.blob.Draft;
import org.openhtc.embedded.blob.Precondition;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.s3.StoreMemory.Reservation;

class ProjectSpaceTest {
  private static final long LIMIT = 100_000;
  private static final String KEY = "projects/p/tasks/t/a";

  @TempDir private Path home;
  private final AtomicLong nanoTime = new AtomicLong();
  private Blobs blobs;
  private ProjectSpace space;

  @BeforeEach
  void open() throws IOException {
    blobs = Blobs.open(home.resolve("store"), Clock.systemUTC());
    space = new ProjectSpace(blobs, LIMIT, nanoTime::get);
  }

  @Test
  void writesOfAProjectAreLimitedTogether() throws IOException {
    space.take(KEY, 60_000);
    assertRefused("projects/p/shared/b", 60_000);
    space.take("projects/other/shared/b", 60_000);
    space.take("logs/p/t/1", 1_000_000);
  }

  @Test
  void whatEarlierProcessesStoredCounts() throws IOException {
    write(KEY, 70_000);
    assertRefused("projects/p/shared/b", 30_000);
  }

  @Test
  void partsOfUploadsCount() throws IOException {
    String id = blobs.uploads().begin(KEY, Map.of());
    try (Draft draft = blobs.draft()) {
      draft.output().write(new byte[70_000]);
      var upload = blobs.uploads().find(id, KEY).orElseThrow();
      assertThat(blobs.uploads().store(upload, 1, draft, "", Map.of())).isTrue();
    }
    assertRefused(KEY, 30_000);
  }

  @Test
  void emptyObjectsAndTheirDirectoriesTakeABlockEach() throws IOException {
    write(KEY, 0);
    int present = "p/tasks/t/a".split("/").length;
    for (int i = 0; i < LIMIT / 4096 - present; i++) {
      space.take(KEY + i, 0);
    }
    assertRefused(KEY, 0);
  }

  @Test
  void directoriesThatAKeyNeedsCountBeforeTheyExist() {
    assertRefused("projects/p/" + "/".repeat(25) + "a", 0);
  }

  @Test
  void deletedObjectsAreFoundBeforeAWriteIsRefused() throws IOException {
    write(KEY, 70_000);
    assertRefused(KEY, 60_000);
    blobs.delete(KEY, Precondition.NONE);
    assertRefused(KEY, 60_000);
    nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
    space.take(KEY, 60_000);
  }

  @Test
  void writesInProgressCountBesidesWhatIsMeasured() throws IOException {
    Reservation slow = space.take(KEY, 70_000);
    nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
    assertRefused(KEY, 60_000);
    slow.close();
    nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
    space.take(KEY, 60_000).close();
  }

  private void write(String key, int length) throws IOException {
    try (Draft draft = blobs.draft()) {
      draft.output().write(new byte[length]);
      blobs.store(draft, key, "", Map.of(), Precondition.NONE);
    }
  }

  private void assertRefused(String key, long length) {
    assertThatThrownBy(() -> space.take(key, length))
        .isInstanceOfSatisfying(
            S3Error.class, e -> assertThat(e.code()).isEqualTo("QuotaExceeded"));
  }
}
