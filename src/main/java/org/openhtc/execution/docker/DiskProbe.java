package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.HostConfig;
import java.util.Map;
import java.util.regex.Pattern;
import org.openhtc.execution.DiskMechanism;

/**
 * Finds out by trying whether a disk limit is kept: some engines refuse one at create, others take
 * it and do nothing. The container is never started, so no image of the host's is needed. Names are
 * fixed, so that what a crash leaves behind is removed by the next probe.
 */
record DiskProbe(DockerClient client, PlainRequests plain, EngineCalls calls) {
  private static final String IMAGE = "openhtc/disk-probe";
  private static final String TAG = "1";
  private static final String NAME = "openhtc-disk-probe";
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
    return calls.within(Verb.PROBE, this::inImage);
  }

  private DiskMechanism inImage() {
    // docker-java's command sends JSON in place of the archive.
    plain.post(
        "/images/create?fromSrc=-&repo=%s&tag=%s".formatted(IMAGE, TAG), ProbeArchive.empty());
    try {
      return inContainer();
    } finally {
      calls.unlessGone(
          Verb.REMOVE, () -> client.removeImageCmd(IMAGE + ":" + TAG).withForce(true).exec());
    }
  }

  private DiskMechanism inContainer() {
    String id;
    try {
      id = create(HostConfig.newHostConfig().withStorageOpt(Map.of("size", "" + LIMIT)));
    } catch (DockerException refused) {
      return withoutLimit();
    }
    try {
      return write(id);
    } finally {
      remove(id);
    }
  }

  /** Tells a host that can't limit from one that can't create a container at all. */
  private DiskMechanism withoutLimit() {
    remove(create(HostConfig.newHostConfig()));
    return DiskMechanism.WATCH;
  }

  private DiskMechanism write(String id) {
    try {
      client
          .copyArchiveToContainerCmd(id)
          .withTarInputStream(ProbeArchive.file(FILE))
          .withRemotePath("/")
          .exec();
      return DiskMechanism.WATCH;
    } catch (DockerException answer) {
      if (OVER_QUOTA.matcher(EngineWords.of(answer)).find()) {
        return DiskMechanism.QUOTA;
      }
      throw answer;
    }
  }

  private String create(HostConfig limits) {
    CreateContainerCmd request =
        client
            .createContainerCmd(IMAGE + ":" + TAG)
            .withName(NAME)
            .withCmd("never-started")
            .withHostConfig(limits.withNetworkMode("none"));
    try {
      return request.exec().getId();
    } catch (ConflictException leftOver) {
      remove(NAME);
      return request.exec().getId();
    }
  }

  private void remove(String idOrName) {
    calls.unlessGone(Verb.REMOVE, () -> client.removeContainerCmd(idOrName).withForce(true).exec());
  }
}
