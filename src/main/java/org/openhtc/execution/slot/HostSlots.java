package org.openhtc.execution.slot;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.Slot;

/**
 * The network slots of one host: its jobs use them one after another, so that a start need not make
 * a network, which is half of its cost. The process that holds the host's lease makes its own
 * slots, and removes those of earlier holders when no container uses them any more.
 */
public final class HostSlots implements NetworkPlaces {
  private final SlotOwner owner;
  private final SlotPool pool;
  private final BackgroundWork background;
  private final Clock clock;
  private final SlotFaults faults;
  private final LeftTests tests = new LeftTests();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile @Nullable SlotMaker maker;
  private long poolEpoch;

  /**
   * @param network the engine's network mode for jobs
   * @param background makes slots
   */
  public HostSlots(
      String installation, String host, String network, BackgroundWork background, Clock clock) {
    this.owner = SlotOwner.of(installation, host, network);
    this.pool = new SlotPool(clock);
    this.faults = new SlotFaults(host);
    this.background = background;
    this.clock = clock;
  }

  /**
   * Called in every pass with a connection.
   *
   * @param epoch of the host's lease; slots of an earlier epoch are not used any more
   */
  public synchronized void connected(ContainerEngine engine, long epoch, EngineFacts facts) {
    if (!owner.canHaveSlots() || !engine.holdsImages()) {
      return;
    }
    SlotMaker present = maker;
    if (present == null || !present.isFor(engine, epoch)) {
      disconnected();
      present = newMaker(engine, epoch, PauseImage.of(facts.architecture()));
      maker = present;
    }
    pool.host(facts.vcpus(), facts.memoryMib());
    present.wake();
  }

  private SlotMaker newMaker(ContainerEngine engine, long epoch, PauseImage image) {
    if (epoch != poolEpoch) {
      pool.clear();
      poolEpoch = epoch;
    }
    return new SlotMaker(owner, engine, image, epoch, pool, numbers, background, clock);
  }

  /** No slot is made or taken until the next connection. */
  public synchronized void disconnected() {
    SlotMaker ended = maker;
    if (ended != null) {
      ended.close();
    }
    maker = null;
  }

  /**
   * Removes the slots that no container uses, because the service stops or the host was removed;
   * those that are in use are removed by the next holder of the lease. No slot is made or taken
   * until the next connection. Blocks while the engine responds slowly.
   */
  public void removeFree() {
    SlotMaker present = maker;
    disconnected();
    if (present != null) {
      present.removeNow(pool.removeFree().stream().map(Slot::id).toList());
    }
  }

  @Override
  public NetworkPlace take(UUID project, String container) {
    SlotMaker present = maker;
    if (present == null) {
      return own();
    }
    return take(present, project, container).orElseGet(this::own);
  }

  @Override
  public Optional<NetworkPlace> reserve(UUID project, String container) {
    SlotMaker present = maker;
    return present == null || present.hasGivenUp()
        ? Optional.of(take(project, container))
        : take(present, project, container);
  }

  private Optional<NetworkPlace> take(SlotMaker present, UUID project, String container) {
    Optional<NetworkPlace> place = pool.take(project, container).map(joined -> joined);
    present.wake();
    return place;
  }

  @Override
  public NetworkPlace own() {
    return NetworkPlace.own(owner.network());
  }

  @Override
  public void giveBack(String container) {
    pool.giveBack(container);
  }

  @Override
  public void lost(String container) {
    pool.lost(container);
  }

  @Override
  public void ended(Map<String, String> labels) {
    String use = labels.get(ContainerLabels.SLOT);
    if (use != null && !use.isEmpty()) {
      pool.ended(use);
    }
  }

  /**
   * Compares the slots with the engine's list. Removes slots that are not needed, and containers of
   * jobs that have lost their network, in the background.
   *
   * @param listed all containers of this host
   * @param requestedAt when the list was requested
   */
  public synchronized void reconcile(List<ContainerSummary> listed, Instant requestedAt) {
    SlotMaker present = maker;
    if (present == null) {
      return;
    }
    SlotList list = new SlotList(listed);
    pool.reconcile(list, requestedAt);
    pool.discard();
    Stream<ContainerSummary> unneeded =
        tests.without(list.unused(), requestedAt).stream()
            .filter(slot -> !pool.contains(slot.name()) && !present.isMaking(slot.name()));
    present.remove(Stream.concat(unneeded, faults.of(list, pool).stream()).toList());
    present.wake();
  }
}
