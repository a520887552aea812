package org.openhtc.execution.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a host agent asks of the engine of one host. Every call ends within a time limit and is safe
 * to repeat: "already done" is success. A call that the engine could not answer throws {@link
 * EngineException.Unreachable}; it may have taken effect all the same, so look by name or id first.
 */
public interface ContainerEngine extends AutoCloseable {

  /** What the engine says of itself and of its machine; a cheap sign of life too. */
  EngineFacts facts();

  /**
   * Finds out, with a real container layer that is written to, whether the engine stops a container
   * that writes more than its disk limit. Leaves nothing behind. Takes up to a few seconds: ask
   * once per contact.
   */
  DiskMechanism probeDisk();

  /**
   * Makes the network that jobs share and shuts it off from the host, but for its doors. A network
   * that is there already is kept, with whatever runs on it; its firewall is set anew.
   *
   * @return how far jobs on that network are isolated: {@code FIREWALL} or {@code NONE}
   * @throws EngineException.Refused when the name is taken by somebody else's network
   */
  Isolation ensureJobNetwork(JobNetwork network);

  /** The image as this engine holds it; empty when it does not. */
  Optional<ImageFacts> image(String name);

  /**
   * Fetches an image from its registry; ends when the engine holds it. Takes as long as the image
   * is large, at most half an hour.
   *
   * @param reference with the registry's host
   * @param registryToken opens the image's repository
   * @throws EngineException.ImageMissing when the registry says that it has no such image, or not
   *     for the bearer of this token
   * @throws EngineException.PullFailed in the registry's words, when it may work later
   */
  void pull(String reference, String registryToken);

  /** The references, with digest, of the images that were pulled under names that begin so. */
  List<String> pulledImages(String start);

  /**
   * Gives up a pulled image; its layers go when no other image has them.
   *
   * @return false when a container needs it
   */
  boolean removeImage(String reference);

  /**
   * Creates the container, or finds the one of that name.
   *
   * @return the engine's id of the container
   * @throws EngineException.ImageMissing when the engine does not hold the image
   * @throws EngineException.Refused when the engine does not take the specification
   */
  String create(ContainerSpec spec);

  /**
   * Starts a created container. One that runs or has ended is left as it is: a second start would
   * run the job again.
   *
   * @throws EngineException.Refused with the engine's own words when the command can't be started
   */
  void start(String id);

  /** Every container of that installation, running or not, as of now. */
  List<ContainerSummary> list(String installation);

  /** The container's present state; empty when there is none. */
  Optional<ContainerState> inspect(String idOrName);

  /** Bytes in the container's writable layer (apparent size); empty when it is gone. */
  Optional<Long> writableBytes(String id);

  /** SIGTERM, then SIGKILL after the grace time; returns when the container has ended. */
  void stop(String id, Duration grace);

  /** Kills it if it runs and removes it with its anonymous volumes. */
  void remove(String id);

  /**
   * The container's stdout and stderr lines that the engine still has, oldest first.
   *
   * @param since only lines at or after this instant; null for all
   * @return empty when the container is gone
   */
  List<LogLine> log(String idOrName, @org.jspecify.annotations.Nullable Instant since);

  /**
   * Tells of containers of the installation that ended, ran out of memory or vanished, until
   * closed. A hint only: what happened while the stream was down is never told.
   *
   * @param lost called once when the stream breaks
   */
  AutoCloseable watch(String installation, Consumer<EngineEvent> listener, Runnable lost);

  @Override
  void close();
}
