package org.openhtc.embedded.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.s3.StoreMemory.Reservation;

/**
 * The space that the objects of each project use, which is limited. It is measured at the first
 * write of this process; later writes are added. Deleted and replaced objects count until the next
 * measurement, which is made before a write is refused, unless there was one just now. Writes in
 * progress, which a measurement does not find, are added to it.
 */
final class ProjectSpace {
  private static final Pattern FOLDER = Pattern.compile("projects/[^/]+/");
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

  private final Blobs blobs;
  private final long limit;
  private final LongSupplier nanoTime;
  private final Map<String, Project> projects = new ConcurrentHashMap<>();

  /**
   * @param limit for each project, in bytes
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  ProjectSpace(Blobs blobs, long limit, LongSupplier nanoTime) {
    this.blobs = blobs;
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  /**
   * Counts the space for a write, whether or not the write succeeds.
   *
   * @param length of the content and the metadata, in bytes
   * @return to be closed at the end of the write
   * @throws S3Error if the project would exceed its limit
   */
  Reservation take(String key, long length) throws IOException {
    return count(key, blobs.spaceFor(key, length));
  }

  /**
   * Counts the space for a part of an upload, whose key needs no directory before its end.
   *
   * @return to be closed at the end of the write
   * @throws S3Error if the project would exceed its limit
   */
  Reservation takePart(String key, long length) throws IOException {
    return count(key, Blobs.spaceOf(length));
  }

  private Reservation count(String key, long bytes) throws IOException {
    Optional<String> folder = folder(key);
    return folder.isEmpty()
        ? () -> {}
        : projects.computeIfAbsent(folder.get(), Project::new).take(bytes);
  }

  /** Only the service itself writes elsewhere. */
  private static Optional<String> folder(String key) {
    Matcher start = FOLDER.matcher(key);
    return start.lookingAt() ? Optional.of(start.group()) : Optional.empty();
  }

  private final class Project {
    private final ReentrantLock lock = new ReentrantLock();
    private final String folder;
    private boolean isMeasured;
    private long measuredAt;
    private long bytes;

    /** The part of {@link #bytes} that belongs to writes in progress. */
    private long inProgress;

    Project(String folder) {
      this.folder = folder;
    }

    Reservation take(long more) throws IOException {
      lock.lock();
      try {
        if (!isMeasured || (bytes + more > limit && isOld())) {
          bytes = blobs.space(folder) + inProgress;
          isMeasured = true;
          measuredAt = nanoTime.getAsLong();
        }
        if (bytes + more > limit) {
          throw S3Error.of(
              403,
              "QuotaExceeded",
              "The objects of the project would use more than %d bytes.".formatted(limit));
        }
        bytes += more;
        inProgress += more;
      } finally {
        lock.unlock();
      }
      return () -> end(more);
    }

    private void end(long more) {
      lock.lock();
      try {
        inProgress -= more;
      } finally {
        lock.unlock();
      }
    }

    private boolean isOld() {
      return nanoTime.getAsLong() - measuredAt > SHORTEST_PAUSE.toNanos();
    }
  }
}
