package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.HostConfig;
import java.util.Map;
import java.util.regex.Pattern;
import org.openhtc.execution.engine.DiskMechanism;

/**
 * Finds out by trying whether a disk limit is kept: some engines refuse one at create, others take
 * it and do nothing. The container is never started.
 */
record DiskProbe(EngineConnection connection) {
  private static final int LIMIT = 8 << 20;

  /**
   * Little over the limit: an engine that refuses hangs up on a client that has much more to send,
   * and then its reason is not heard.
   */
  private static final int FILE = LIMIT + (128 << 10);

  /** EDQUOT on btrfs, ENOSPC on XFS. */
  private static final Pattern OVER_QUOTA =
      Pattern.compile("quota exceeded|no space left", Pattern.CASE_INSENSITIVE);

  DiskMechanism ask() {
    return connection.calls().within(Verb.PROBE, this::inImage);
  }

  private DiskMechanism inImage() {
    try (ScratchImage image = new ScratchImage(connection, "disk-probe")) {
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
      image.removeLeftOvers(id);
      return write(id);
    } finally {
      image.remove(id);
    }
  }

  /** Tells a host that can't limit from one that can't create a container at all. */
  private static DiskMechanism withoutLimit(ScratchImage image) {
    image.remove(create(image, HostConfig.newHostConfig()));
    return DiskMechanism.WATCH;
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
    } catch (DockerException answer) {
      if (OVER_QUOTA.matcher(ErrorMessages.of(answer)).find()) {
        return DiskMechanism.QUOTA;
      }
      throw answer;
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
