package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.openhtc.execution.DiskMechanism;

/**
 * Finds out by trying whether a disk limit is kept: some engines refuse one at create, others take
 * it and do nothing. The container is never started, so no image of the host's is needed.
 */
final class DiskProbe {
  private static final String LABEL = "org.openhtc.disk-probe";
  private static final int LIMIT = 8 << 20;

  /**
   * Little over the limit: an engine that refuses hangs up on a client that has much more to send,
   * and then its reason is not heard.
   */
  private static final int FILE = LIMIT + (128 << 10);

  /** EDQUOT on btrfs, ENOSPC on XFS. */
  private static final Pattern OVER_QUOTA =
      Pattern.compile("quota exceeded|no space left", Pattern.CASE_INSENSITIVE);

  private static final long LEFT_OVER_SECONDS = 600;

  private final DockerClient client;
  private final PlainRequests plain;
  private final EngineCalls calls;

  /** Another service may be probing the same engine, so every probe has names of its own. */
  private final String tag = UUID.randomUUID().toString();

  DiskProbe(EngineConnection connection) {
    client = connection.client();
    plain = connection.plain();
    calls = connection.calls();
  }

  DiskMechanism ask() {
    return calls.within(Verb.PROBE, this::inImage);
  }

  private DiskMechanism inImage() {
    // docker-java's command sends JSON in place of the archive.
    plain.post("/images/create?fromSrc=-&repo=openhtc/disk-probe&tag=" + tag, ProbeArchive.empty());
    try {
      return inContainer();
    } finally {
      removeImage(image());
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
    removeLeftOvers(id);
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
    return client
        .createContainerCmd(image())
        .withName("openhtc-disk-probe-" + tag)
        .withLabels(Map.of(LABEL, tag))
        .withCmd("never-started")
        .withHostConfig(limits.withNetworkMode("none"))
        .exec()
        .getId();
  }

  private String image() {
    return "openhtc/disk-probe:" + tag;
  }

  /** Of probes that a crash cut short; their age is told by the engine's own clock. */
  private void removeLeftOvers(String own) {
    List<Container> probes =
        client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(LABEL)).exec();
    long now =
        probes.stream()
            .filter(probe -> own.equals(probe.getId()))
            .mapToLong(Container::getCreated)
            .findFirst()
            .orElse(0);
    for (Container probe : probes) {
      // Asked again: a filter that an engine did not know would hand over everybody's containers.
      boolean ours = probe.getLabels().containsKey(LABEL);
      if (ours && probe.getCreated() < now - LEFT_OVER_SECONDS) {
        remove(probe.getId());
        removeImage(probe.getImage());
      }
    }
  }

  private void remove(String id) {
    calls.unlessGone(Verb.REMOVE, () -> client.removeContainerCmd(id).withForce(true).exec());
  }

  private void removeImage(String name) {
    calls.unlessGone(Verb.REMOVE, () -> client.removeImageCmd(name).withForce(true).exec());
  }
}
