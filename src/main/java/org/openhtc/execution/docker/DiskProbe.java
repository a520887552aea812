package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.HostConfig;
import java.util.Map;
import java.util.regex.Pattern;
import org.openhtc.execution.engine.DiskMechanism;

/**
 * Tests with a write whether the engine enforces a disk limit: some engines refuse to create a
 * container with a limit, others accept the limit and ignore it. The container is never started.
 */
record DiskProbe(EngineConnection connection, ScratchImage.Abandoned abandoned) {
  private static final int LIMIT = 8 << 20;

  /**
   * Only a little over the limit: an engine that refuses the write closes the connection while a
   * client still sends, and then its error message is lost.
   */
  private static final int FILE = LIMIT + (128 << 10);

  /** EDQUOT on btrfs, ENOSPC on XFS. */
  private static final Pattern OVER_QUOTA =
      Pattern.compile("quota exceeded|no space left", Pattern.CASE_INSENSITIVE);

  DiskMechanism run() {
    return connection.calls().within(EngineOperation.PROBE, this::inImage);
  }

  private DiskMechanism inImage() {
    try (ScratchImage image =
        new ScratchImage(connection, "disk-probe", EngineOperation.PROBE, abandoned)) {
      return inContainer(image);
    }
  }

  private DiskMechanism inContainer(ScratchImage image) {
    String id;
    try {
      id = create(image, HostConfig.newHostConfig().withStorageOpt(Map.of("size", "" + LIMIT)));
    } catch (DockerException refused) {
      return withoutLimit(image);
    }
    try {
      image.removeAbandoned(id);
      return write(id);
    } finally {
      image.remove(id);
    }
  }

  /** Called if a container with a limit is refused; fails if one without a limit is refused too. */
  private static DiskMechanism withoutLimit(ScratchImage image) {
    String id = create(image, HostConfig.newHostConfig());
    try {
      image.removeAbandoned(id);
      return DiskMechanism.WATCH;
    } finally {
      image.remove(id);
    }
  }

  private DiskMechanism write(String id) {
    try {
      connection
          .client()
          .copyArchiveToContainerCmd(id)
          .withTarInputStream(ProbeArchive.file(FILE))
          .withRemotePath("/")
          .exec();
      return DiskMechanism.WATCH;
    } catch (DockerException error) {
      if (OVER_QUOTA.matcher(ErrorMessages.of(error)).find()) {
        return DiskMechanism.QUOTA;
      }
      throw error;
    }
  }

  private static String create(ScratchImage image, HostConfig limits) {
    return image
        .container()
        .withCmd("never-started")
        .withHostConfig(limits.withNetworkMode("none"))
        .exec()
        .getId();
  }
}
