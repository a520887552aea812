package org.openhtc.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openhtc.simulation.fault.Fault;
import org.openhtc.simulation.fault.Operation;

/**
 * What happens when in a run. It depends only on the seed and the sizes, so a run can be repeated.
 */
record Plan(List<Timed> steps) {
  private static final int SHORTEST_PAUSE_MILLIS = 100;

  /** Less than the time after which a host's jobs run elsewhere: no attempt is given up. */
  private static final int LONGEST_OUTAGE_MILLIS = 8000;

  /** An outage ends at most this much later than the time with faults. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(2);

  private static final List<Operation> OPERATIONS =
      List.of(
          Operation.CREATE,
          Operation.START,
          Operation.LOGS,
          Operation.DELETE,
          Operation.LIST,
          Operation.INSPECT,
          Operation.INFO);

  private static final List<Fault> FAULTS =
      List.of(
          Fault.FAIL, Fault.FAIL_AFTER_EFFECT, Fault.CLOSE, Fault.CLOSE_AFTER_EFFECT, Fault.HANG);

  /**
   * @param at after the beginning of the run
   */
  record Timed(Duration at, Step step) {}

  /** The kinds of steps; each one is as probable as it occurs in this list. */
  private static final List<Function<Dice, Step>> KINDS =
      List.of(
          dice -> new Step.Submit(dice.jobs(), dice.of(List.of(Step.Work.values()))),
          dice -> new Step.Submit(dice.jobs(), Step.Work.SHORT),
          dice -> new Step.Cancel(dice.number(0, 19)),
          dice -> new Step.CancelBatch(dice.number(0, 9)),
          dice -> new Step.Retry(dice.number(0, 9), "FAILED"),
          dice -> new Step.Retry(dice.number(0, 9), dice.of(List.of("FAILED", "SUCCEEDED"))),
          dice -> new Step.KillReplica(dice.replica()),
          dice -> new Step.KillReplica(dice.replica()),
          dice -> new Step.StopReplica(dice.replica()),
          dice -> new Step.PauseReplica(dice.replica(), dice.outage()),
          dice -> new Step.PauseDatabase(dice.outage()),
          dice -> new Step.KillDatabase(),
          dice -> new Step.CutConnections(dice.replica()),
          dice -> new Step.CutConnections(dice.replica()),
          dice -> new Step.StallConnections(dice.replica(), dice.outage()),
          dice ->
              new Step.SlowConnections(
                  dice.replica(), Duration.ofMillis(dice.number(5, 50)), dice.outage()),
          dice -> new Step.LoseDatabaseResponses(dice.replica(), dice.number(1, 5)),
          dice -> new Step.LoseDatabaseResponses(dice.replica(), dice.number(1, 5)),
          dice -> new Step.SetClock(dice.replica(), Duration.ofSeconds(dice.number(-30, 30))),
          dice -> new Step.LoseStoreResponses(dice.number(1, 5)),
          dice -> new Step.FillStore(dice.outage()),
          dice -> new Step.StallStore(dice.outage()),
          dice -> new Step.RestartStore(),
          dice -> new Step.RestartEngine(dice.engine(), dice.outage()),
          dice -> new Step.FreezeEngine(dice.engine(), dice.outage()));

  /** Only simulated engines have these faults. */
  private static final List<Function<Dice, Step>> OF_SIMULATED_ENGINES =
      List.of(
          dice -> dice.faultyCalls(),
          dice -> dice.faultyCalls(),
          dice -> dice.faultyCalls(),
          dice -> new Step.CutEvents(dice.engine()),
          dice -> new Step.LoseEvents(dice.engine(), dice.outage()),
          dice -> new Step.SkewClock(dice.engine(), Duration.ofSeconds(dice.number(0, 90))));

  /** Only Docker engines pull images. */
  private static final List<Function<Dice, Step>> OF_DOCKER_ENGINES =
      List.of(
          dice -> new Step.KillRegistry(dice.outage()),
          dice -> new Step.StallRegistry(dice.outage()));

  /**
   * What can break, and how much work there is.
   *
   * @param isSimulated whether the engines are simulated, with more faults and more jobs. Docker
   *     engines pull their images from a registry
   */
  record Scale(int replicas, int engines, boolean isSimulated) {
    int firstBatch() {
      return isSimulated ? 200 : 30;
    }

    int largestBatch() {
      return isSimulated ? 60 : 8;
    }

    /**
     * In milliseconds. With Docker engines a cluster needs longer until it works again after a
     * fault: with as many faults as on simulated engines, all replicas would start most of the
     * time.
     */
    int longestPause() {
      return isSimulated ? 1000 : 4000;
    }

    private List<Function<Dice, Step>> kinds() {
      return Stream.concat(
              KINDS.stream(), (isSimulated ? OF_SIMULATED_ENGINES : OF_DOCKER_ENGINES).stream())
          .toList();
    }
  }

  static Plan of(long seed, Duration time, Scale scale) {
    Random random = new Random(seed);
    Dice dice = new Dice(random, scale, time);
    List<Function<Dice, Step>> kinds = scale.kinds();
    List<Timed> steps = new ArrayList<>();
    steps.add(new Timed(Duration.ZERO, new Step.Submit(scale.firstBatch() / 10, Step.Work.LONG)));
    steps.add(new Timed(Duration.ZERO, new Step.Submit(scale.firstBatch(), Step.Work.SHORT)));
    Duration at = dice.pause();
    while (at.compareTo(time) < 0) {
      Dice now = new Dice(random, scale, time.minus(at));
      steps.add(new Timed(at, now.of(kinds).apply(now)));
      at = at.plus(dice.pause());
    }
    return new Plan(steps);
  }

  /** How often each kind of step occurs. */
  Map<String, Long> kinds() {
    return steps.stream()
        .collect(
            Collectors.groupingBy(
                timed -> timed.step().getClass().getSimpleName(),
                TreeMap::new,
                Collectors.counting()));
  }

  /** The numbers of the steps that submit a batch, from 0. */
  List<Integer> batches() {
    return IntStream.range(0, steps.size())
        .filter(number -> steps.get(number).step() instanceof Step.Submit)
        .boxed()
        .toList();
  }

  /** Whether engines are made to fail calls for logs. */
  boolean failsCallsForLogs() {
    return steps.stream()
        .anyMatch(timed ->
            timed.step() instanceof Step.FaultyCalls faulty
                && faulty.operation() == Operation.LOGS);
  }

  /**
   * @param left until the end of the time with faults
   */
  private record Dice(Random random, Scale scale, Duration left) {
    int number(int least, int most) {
      return random.nextInt(least, most + 1);
    }

    int jobs() {
      return number(1, scale.largestBatch());
    }

    int replica() {
      return random.nextInt(scale.replicas());
    }

    int engine() {
      return random.nextInt(scale.engines());
    }

    Duration pause() {
      return Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MILLIS, scale.longestPause()));
    }

    Duration outage() {
      Duration outage = Duration.ofMillis(number(SHORTEST_PAUSE_MILLIS, LONGEST_OUTAGE_MILLIS));
      Duration longest = left.plus(LONGEST_REST);
      return outage.compareTo(longest) < 0 ? outage : longest;
    }

    Step faultyCalls() {
      return new Step.FaultyCalls(engine(), of(OPERATIONS), of(FAULTS), number(1, 10));
    }

    <T> T of(List<T> values) {
      return values.get(random.nextInt(values.size()));
    }
  }
}
