package org.openhtc.execution.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.Slot;
import org.openhtc.testing.SettableClock;

/** In any order of events, a slot has one live container at a time and rests between two. */
class SlotPoolPropertiesTest {
  private static final int STEPS = 20_000;

  private final SettableClock clock = new SettableClock();
  private final SlotPool pool = new SlotPool(clock);
  private final List<UUID> projects = List.of(UUID.randomUUID(), UUID.randomUUID());
  private final Map<String, Container> containers = new HashMap<>();
  private final Map<String, Phase> slots = new HashMap<>();
  private final Map<String, LastUse> lastUses = new HashMap<>();
  private final List<Snapshot> lists = new ArrayList<>();
  private Random random = new Random(0);
  private int numbers;
  private int taken;

  /** A container on the engine, or one that is about to be created. */
  private static final class Container {
    final String name;
    final String slot;
    final String use;
    final UUID project;
    final Instant takenAt;
    boolean exists;
    Phase phase = Phase.CREATED;

    Container(String name, NetworkPlace.Joined place, UUID project, Instant takenAt) {
      this.name = name;
      this.slot = place.slot().name();
      this.use = place.label();
      this.project = project;
      this.takenAt = takenAt;
    }

    boolean isLive() {
      return phase != Phase.EXITED;
    }
  }

  private record LastUse(UUID project, Instant endedAt) {}

  private record Snapshot(SlotList list, Instant requestedAt) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void slotIsNeverShared(long seed) {
    random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    assertThat(taken).isGreaterThan(STEPS / 100);
  }

  private void step() {
    switch (random.nextInt(15)) {
      case 0, 1 -> make();
      case 2, 3, 4 -> take();
      case 5, 6 -> any(c -> !c.exists).forEach(c -> c.exists = true);
      case 7 ->
          any(c -> c.exists && c.phase == Phase.CREATED).forEach(c -> c.phase = Phase.RUNNING);
      case 8, 9 -> any(c -> c.exists && c.isLive()).forEach(c -> end(c, random.nextBoolean()));
      case 10 -> any(c -> c.exists && !c.isLive()).forEach(this::remove);
      case 11 -> list();
      case 12 -> reconcile();
      case 13 -> any(c -> c.exists && c.isLive()).forEach(this::launchAgain);
      default -> advanceOrBreak();
    }
  }

  private void make() {
    if (slots.size() < 6) {
      String name = "slot " + ++numbers;
      slots.put(name, Phase.RUNNING);
      pool.add(TestLists.slot(name));
    }
  }

  private void take() {
    UUID project = projects.get(random.nextInt(projects.size()));
    String name = "job " + ++numbers;
    pool.take(project, name)
        .ifPresent(place -> {
          Slot slot = place.slot();
          taken++;
          Instant now = clock.instant();
          assertThat(containers.values())
              .filteredOn(other -> other.slot.equals(slot.name()) && other.isLive())
              .isEmpty();
          LastUse last = lastUses.get(slot.name());
          if (last != null) {
            assertThat(Duration.between(last.endedAt, now))
                .isGreaterThanOrEqualTo(
                    last.project.equals(project)
                        ? PooledSlot.REST
                        : PooledSlot.REST_BETWEEN_PROJECTS);
          }
          containers.put(name, new Container(name, place, project, now));
        });
  }

  /** The launcher has no response, although the container exists: it takes a slot, then fails. */
  private void launchAgain(Container container) {
    pool.take(container.project, container.name)
        .ifPresent(place ->
            assertThat(containers.values())
                .filteredOn(other -> other.slot.equals(place.slot().name()) && other.isLive())
                .allMatch(other -> other == container));
    if (random.nextBoolean()) {
      pool.giveBack(container.name);
    }
  }

  /** With the event, several times, or without it. */
  private void end(Container container, boolean isNotified) {
    container.phase = Phase.EXITED;
    lastUses.put(container.slot, new LastUse(container.project, clock.instant()));
    if (isNotified) {
      pool.ended(container.use);
    }
  }

  private void remove(Container container) {
    containers.remove(container.name);
    if (random.nextBoolean()) {
      pool.ended(container.use);
    }
  }

  private void list() {
    List<ContainerSummary> all = new ArrayList<>();
    slots.forEach((name, phase) -> all.add(TestLists.slot(name, phase)));
    containers.values().stream()
        .filter(c -> c.exists)
        .forEach(c -> all.add(TestLists.user(c.use, c.name, c.phase)));
    lists.add(new Snapshot(new SlotList(all), clock.instant()));
    clock.advance(Duration.ofMillis(random.nextInt(3)));
  }

  /** In the order of the lists, perhaps long after they were read. */
  private void reconcile() {
    if (!lists.isEmpty()) {
      Snapshot oldest = lists.removeFirst();
      pool.reconcile(oldest.list, oldest.requestedAt);
      pool.discard();
    }
  }

  private void advanceOrBreak() {
    switch (random.nextInt(5)) {
      case 0 ->
          slots.keySet().stream()
              .sorted()
              .findFirst()
              .ifPresent(slot -> slots.put(slot, Phase.EXITED));
      case 1 -> slots.values().removeIf(phase -> phase == Phase.EXITED);
      case 2 -> advance(Duration.ofMinutes(11));
      case 3 -> advance(Duration.ofSeconds(random.nextInt(100)));
      default -> advance(Duration.ofMillis(random.nextInt(1200)));
    }
  }

  /** A launch ends within some minutes: the container is created then, or its slot given back. */
  private void advance(Duration by) {
    clock.advance(by);
    Instant now = clock.instant();
    containers.values().stream()
        .filter(c -> !c.exists && now.isAfter(c.takenAt.plus(Duration.ofMinutes(4))))
        .forEach(c -> c.exists = true);
  }

  /** One of the containers, or none. */
  private List<Container> any(Predicate<Container> wanted) {
    List<Container> found =
        containers.values().stream()
            .filter(wanted)
            .sorted(Comparator.comparing(container -> container.name))
            .toList();
    return found.isEmpty() ? List.of() : List.of(found.get(random.nextInt(found.size())));
  }
}
