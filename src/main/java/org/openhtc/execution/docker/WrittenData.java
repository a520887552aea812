package org.openhtc.execution.docker;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.openhtc.execution.http.BodyReader;

/** Measures what containers of one engine have written to its disk. */
final class WrittenData {
  private static final BodyReader<EngineJson.Inspected> INSPECTED =
      EngineJson.reader(EngineJson.Inspected.class);

  private static final BodyReader<EngineJson.DiskUse> DISK_USE =
      EngineJson.reader(EngineJson.DiskUse.class);

  /** Each file takes an inode and a part of a block. By default ext4 has an inode per 16 KiB. */
  private static final long FILE_BYTES = 8 << 10;

  /** So many files of a container cost nothing. */
  private static final long FREE_FILES = 1000;

  private final EngineRequests requests;

  /** Engines refuse a second request of this kind while one runs. */
  private final ReentrantLock diskUse = new ReentrantLock();

  WrittenData(EngineRequests requests) {
    this.requests = requests;
  }

  /** Bytes in the writable layer, its files, and the volumes; empty if there is no container. */
  Optional<Long> bytes(String id) {
    return inspected(id, "?size=1")
        .map(found -> Objects.requireNonNullElse(found.sizeRw(), 0L) + files(id) + volumes(found));
  }

  /** Bytes in the volumes of the container; empty if there is no container. */
  Optional<Long> volumeBytes(String id) {
    return inspected(id, "").map(this::volumes);
  }

  private Optional<EngineJson.Inspected> inspected(String id, String query) {
    return requests.ifExists(
        EngineOperation.MEASURE,
        requests.get("/containers/%s/json%s".formatted(id, query)),
        INSPECTED);
  }

  private long files(String id) {
    long files =
        requests
            .ifExists(
                EngineOperation.MEASURE,
                requests.get("/containers/%s/changes".formatted(id)),
                EngineJson::count)
            .orElse(0L);
    return Math.max(0, files - FREE_FILES) * FILE_BYTES;
  }

  private long volumes(EngineJson.Inspected container) {
    List<EngineJson.MountPoint> mounts = container.mounts();
    if (mounts == null || mounts.isEmpty()) {
      return 0;
    }
    List<String> names =
        mounts.stream()
            .map(EngineJson.MountPoint::name)
            .filter(name -> name != null && !name.isEmpty())
            .toList();
    if (names.isEmpty()) {
      return 0;
    }
    Map<String, Long> sizes = sizes();
    return names.stream().mapToLong(name -> sizes.getOrDefault(name, 0L)).sum();
  }

  /** Engines before 23.0 ignore the parameter and measure everything. */
  private Map<String, Long> sizes() {
    diskUse.lock();
    try {
      EngineJson.DiskUse found =
          requests.send(EngineOperation.MEASURE, requests.get("/system/df?type=volume"), DISK_USE);
      return Objects.requireNonNullElse(found.volumes(), List.<EngineJson.Volume>of()).stream()
          .filter(volume -> volume.use() != null)
          .collect(Collectors.toMap(EngineJson.Volume::name, WrittenData::size, Long::sum));
    } finally {
      diskUse.unlock();
    }
  }

  /** An engine that can't measure a volume reports -1. */
  private static long size(EngineJson.Volume volume) {
    EngineJson.VolumeUse use = volume.use();
    return use == null ? 0 : Math.max(0, use.bytes());
  }
}
