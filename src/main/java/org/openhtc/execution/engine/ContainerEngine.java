package org.openhtc.execution.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.log.JobLogLine;

/**
 * The container engine of one host. Every call ends within a time limit and is idempotent: a call
 * whose effect exists already succeeds. A call without a response throws {@link
 * EngineException.Unreachable}. It may have taken effect, so the caller has to read the state
 * before it decides what to do next.
 */
public interface ContainerEngine extends AutoCloseable {

  /**
   * Describes the engine and its machine. Also shows that the engine is reachable and does not shut
   * down: it uses a new connection, which an engine that shuts down does not accept.
   */
  EngineFacts facts();

  /**
   * Tests whether the engine stops a container that writes more than its disk limit, by a write
   * into a real container layer, which is removed afterwards. Takes up to a few seconds, so it
   * should be called once per connection.
   */
  DiskMechanism probeDisk();

  /**
   * Whether the engine is that of one machine, which holds images and can import one. A cluster
   * pulls images on the machine that it chooses, so it can have no slots, and no test container of
   * OpenHTC's own image.
   */
  boolean holdsImages();

  /**
   * Creates the network that jobs share, and a firewall between it and the host, which lets jobs
   * reach only the allowed endpoints. An existing network is kept with its containers; its firewall
   * is set again.
   *
   * @return how far jobs on that network are isolated: {@code FIREWALL} or {@code NONE}
   * @throws EngineException.Refused if the name belongs to a network that OpenHTC did not create
   */
  Isolation ensureJobNetwork(JobNetwork network);

  /**
   * As {@link #ensureJobNetwork}, but returns soon: empty where the network is set up and only a
   * longer test, which that method makes, shows what it isolates.
   */
  default Optional<Isolation> beginJobNetwork(JobNetwork network) {
    return Optional.of(ensureJobNetwork(network));
  }

  /**
   * Imports an image under this name, if the engine holds none of that name.
   *
   * @param archive the image's only layer, in the format of tar
   */
  void importImage(String name, byte[] archive);

  /**
   * Makes a slot and starts it. Leaves nothing behind if that fails. It is removed by {@link
   * #remove}.
   *
   * @throws EngineException.ImageMissing if the engine does not hold the image
   */
  Slot makeSlot(SlotSpec spec);

  /** The image as this engine holds it; empty if it does not hold it. */
  Optional<ImageFacts> image(String name);

  /**
   * Pulls an image from its registry; ends when the engine holds it, fails if it makes no progress
   * for five minutes, or if the disk of the host is nearly full.
   *
   * @param reference includes the registry's host
   * @param registryToken permits to read the image's repository
   * @throws EngineException.ImageMissing if the registry has no such image, or none that this token
   *     permits to read
   * @throws EngineException.PullFailed with the registry's message, if a retry may succeed
   */
  void pull(String reference, String registryToken);

  /** The references, with digest, of the pulled images whose names have this prefix. */
  List<String> pulledImages(String prefix);

  /**
   * Removes a pulled image, and those of its layers that no other image has.
   *
   * @return false if a container uses the image
   */
  boolean removeImage(String reference);

  /**
   * Creates the container, or returns the existing one of that name if it was never started.
   *
   * @return the engine's id of the container
   * @throws EngineException.AlreadyStarted if the existing container runs or has ended
   * @throws EngineException.ImageMissing if the engine does not hold the image
   * @throws EngineException.Refused if the engine does not accept the specification
   * @throws EngineException.Full if the engine accepts no more containers at present
   * @throws EngineException.TooLarge if no machine of the engine has room for such a container
   */
  String create(ContainerSpec spec);

  /**
   * Starts a container that was never started, as the caller knows from {@link #create} or {@link
   * #inspect}. Has no effect on a container that runs. An ended container may run again: one call
   * can't prevent that on every engine. A cluster only accepts the start: the container is then in
   * the phase {@link ContainerState.Phase#STARTING}.
   *
   * @throws EngineException.Refused with the engine's message if the command can't be started
   * @throws EngineException.NetworkLost if the slot whose network it joins does not run
   * @throws EngineException.StartInterrupted if the engine ended during an earlier start
   */
  void start(String id);

  /**
   * Whether a container in the phase {@link ContainerState.Phase#CREATED} may have been started all
   * the same: the engine was restarted since its creation, and forgets a start during which it is
   * killed. False also if the engine can't show that.
   */
  default boolean mayHaveForgottenStart(String id) {
    return false;
  }

  /** Whether {@link #run} is one call to the engine, and not a creation with a start after it. */
  default boolean runsInOneCall() {
    return false;
  }

  /**
   * Within this time after an accepted start, an event or a list shows what became of it; later the
   * container is read.
   */
  default Duration startDelay() {
    return Duration.ofSeconds(5);
  }

  /**
   * As {@link #create} with {@link #start}: on return the start is accepted. For a container that
   * has room, because nothing can prevent its start once the call is made.
   *
   * @return the engine's id of the container
   * @throws EngineException.AlreadyStarted if the existing container of that name was started
   */
  default String run(ContainerSpec spec) {
    String id = create(spec);
    start(id);
    return id;
  }

  /** All present containers of the installation, running or not. */
  List<ContainerSummary> list(String installation);

  /** The container's present state; empty if it does not exist. */
  Optional<ContainerState> inspect(String idOrName);

  /**
   * What the container has written: bytes in its writable layer and its volumes (apparent sizes),
   * and 8 KiB for each file above the first 1000; empty if it does not exist.
   */
  Optional<Long> writableBytes(String id);

  /**
   * Bytes in the volumes that the image of the container declares, which no quota limits; 0, after
   * a fast call, if there are none; empty if the container does not exist.
   */
  Optional<Long> volumeBytes(String id);

  /** Whether this process can read the usage of containers without a request to the engine. */
  boolean hasUsage();

  /**
   * What a running container has used so far; makes no request to the engine. Empty if the
   * container does not run, and where {@link #hasUsage} is false.
   *
   * @param id the engine's id of the container
   */
  Optional<ContainerUsage> usage(String id);

  /** Sends SIGTERM, and SIGKILL after the grace time; returns when the container has ended. */
  void stop(String id, Duration grace);

  /** Kills the container if it runs, and removes it with its anonymous volumes. */
  void remove(String id);

  /**
   * Reads the lines of the container's stdout and stderr that the engine still has, one after
   * another, so that a log of any size needs little memory. A line of more than 64 KiB comes in
   * pieces. What the engine itself reports, such as a damaged log, is a line {@code [engine: ...]}.
   * While the container runs, a last line without its end is left out.
   *
   * @param since only lines at or after this instant; null for all
   * @param sink receives the lines, oldest first; stdout and stderr may be out of order where the
   *     engine sends them far apart
   * @return false if the container does not exist
   */
  boolean readLog(String idOrName, @Nullable Instant since, Consumer<JobLogLine> sink);

  /**
   * As {@link #readLog} from the beginning, for a container that has ended: its last line is passed
   * on even if it lacks its end. Needs no further call to find out whether the container runs.
   */
  boolean readFinalLog(String id, Consumer<JobLogLine> sink);

  /** As {@link #readLog}, with all lines in memory: for short logs only. */
  default List<JobLogLine> log(String idOrName, @Nullable Instant since) {
    List<JobLogLine> lines = new ArrayList<>();
    readLog(idOrName, since, lines::add);
    return lines;
  }

  /**
   * Notifies the listener of containers of the installation that started, ended, ran out of memory
   * or were removed, until closed. The events are hints: those of the time without a stream are not
   * sent.
   *
   * @param lost called once if the stream breaks, which may be before this method returns; then
   *     {@link EngineWatch#isLost} is true already
   */
  EngineWatch watch(String installation, Consumer<EngineEvent> listener, Runnable lost);

  @Override
  void close();
}
