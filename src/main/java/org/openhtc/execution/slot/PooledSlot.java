package org.openhtc.execution.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.Slot;

/** A slot and its use; guarded by its {@link SlotPool}. */
final class PooledSlot {
  /** Between two jobs of one project; in this time Linux closes the connections of the first. */
  static final Duration REST = Duration.ofSeconds(1);

  /**
   * Between jobs of two projects. Longer than the 120 s for which Linux forwards packets of a known
   * UDP peer (nf_conntrack_udp_timeout_stream): peers of the first job can't reach the second one.
   */
  static final Duration REST_BETWEEN_PROJECTS = Duration.ofSeconds(180);

  /** After so many jobs the slot is replaced by a new one. */
  static final int MOST_USES = 500;

  final Slot slot;
  final Instant addedAt;
  @Nullable UUID project;

  /** Name of the container that has the slot; null while it is free. */
  @Nullable String holder;

  /** When the holder took it. */
  Instant takenAt;

  /** Whether a list of the engine contained a container of the present use, or of its holder. */
  boolean holderWasListed;

  /** Whether the holder was launched before, so that its earlier container may exist. */
  boolean isRetaken;

  Instant freeSince;
  int uses;

  PooledSlot(Slot slot, Instant now) {
    this.slot = slot;
    this.addedAt = now;
    this.takenAt = now;
    this.freeSince = now;
  }

  void take(UUID newProject, String container, Instant now) {
    isRetaken = container.equals(holder);
    project = newProject;
    holder = container;
    takenAt = now;
    holderWasListed = false;
    uses++;
  }

  void free(Instant now) {
    holder = null;
    freeSince = now;
  }

  NetworkPlace.Joined place() {
    return new NetworkPlace.Joined(slot, uses);
  }

  boolean isFree() {
    return holder == null;
  }

  /** Whether it is free, but not for this project. */
  boolean isKeptFrom(UUID wanted) {
    return isFree() && project != null && !project.equals(wanted);
  }

  boolean isWorn() {
    return uses >= MOST_USES;
  }

  boolean hasRested(Duration time, Instant now) {
    return !now.isBefore(freeSince.plus(time));
  }

  /** Whether a container of this project may have it now. */
  boolean isOpenTo(UUID wanted, Instant now) {
    if (!isFree() || isWorn()) {
      return false;
    }
    if (project == null) {
      return true;
    }
    return hasRested(project.equals(wanted) ? REST : REST_BETWEEN_PROJECTS, now);
  }
}
