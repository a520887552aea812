package org.openhtc.embedded.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.openhtc.registry.ImageSpace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The space that the images of each project use in the embedded registry, which is limited. It is
 * measured when a push begins, unless that was done just now.
 */
public final class RegistrySpace implements ImageSpace {
  private static final Logger log = LoggerFactory.getLogger(RegistrySpace.class);

  /** One push requests several tokens. */
  private static final long SHORTEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

  /** So that measurements of many small files take at most a twentieth of the time. */
  private static final int PAUSE_PER_MEASUREMENT = 20;

  private final Path images;
  private final long limit;
  private final LongSupplier nanoTime;
  private final Map<String, Project> projects = new ConcurrentHashMap<>();

  /**
   * @param images the root directory of the registry's storage
   * @param limit for each project, in bytes
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  public RegistrySpace(Path images, long limit, LongSupplier nanoTime) {
    this.images = images;
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  @Override
  public boolean hasRoom(String path) {
    return projects.computeIfAbsent(path, Project::new).hasRoom();
  }

  private final class Project {
    private final ReentrantLock lock = new ReentrantLock();
    private final String path;
    private boolean isMeasured;
    private long validUntil;
    private boolean hasRoom;

    Project(String path) {
      this.path = path;
    }

    boolean hasRoom() {
      lock.lock();
      try {
        if (!isMeasured || nanoTime.getAsLong() - validUntil > 0) {
          measure();
        }
        return hasRoom;
      } finally {
        lock.unlock();
      }
    }

    private void measure() {
      long begun = nanoTime.getAsLong();
      long bytes;
      try {
        bytes = ProjectFiles.space(images, path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      long end = nanoTime.getAsLong();
      validUntil = end + Math.max(SHORTEST_PAUSE, PAUSE_PER_MEASUREMENT * (end - begun));
      isMeasured = true;
      hasRoom = bytes < limit;
      if (!hasRoom) {
        log.warn("The images of {} use {} bytes of {}: a push is denied", path, bytes, limit);
      }
    }
  }
}
