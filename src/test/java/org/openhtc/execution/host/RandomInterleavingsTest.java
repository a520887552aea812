package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;

/**
 * Placements, ends, cancellations, lost requests, responses and events, broken streams, removed
 * containers, outages, crashes, returns and delayed workers in random order. There are never more
 * containers running than the host has room for. Afterwards every job has ended exactly once, no
 * container was started twice, and none is left.
 */
class RandomInterleavingsTest {
  private static final String HOST = "h1";
  private static final int VCPUS = 8;
  private static final int STEPS = 400;
  private static final int JOBS = 40;

  /** Longer than every pause of the agent. */
  private static final int PASSES_TO_THE_END = 400;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyJobEndsOnceAndNothingIsLeft(int part) {
    for (int seed = part * 1000; seed < part * 1000 + 25; seed++) {
      new Run(seed).run();
    }
  }

  private static final class Run implements UnreliableEngine.Losses {
    private final int seed;
    private final Random random;
    private final AgentScenario scenario;
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<JobId> jobs = new ArrayList<>();
    private final Set<String> removed = new HashSet<>();
    private double losses = 0.05;

    Run(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.scenario =
          new AgentScenario(
              HOST,
              engine -> new UnreliableEngine(engine, this),
              (name, work) -> waiting.add(work));
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        step();
        assertThat(scenario.engine.running())
            .as("running, seed %d, step %d", seed, step)
            .hasSizeLessThanOrEqualTo(VCPUS);
      }
      losses = 0;
      scenario.engine.reachable(true);
      for (int pass = 0; pass < PASSES_TO_THE_END; pass++) {
        endRunningJobs();
        scenario.pass();
        runAllWork();
      }
      check();
    }

    @Override
    public boolean losesRequest(String operation) {
      return random.nextDouble() < losses;
    }

    @Override
    public boolean losesResponse(String operation) {
      return random.nextDouble() < losses;
    }

    @Override
    public boolean losesEvent() {
      return random.nextDouble() < losses;
    }

    private void step() {
      switch (random.nextInt(20)) {
        case 0, 1 -> place();
        case 2, 3, 4, 5, 6, 7, 8, 9 -> runSomeWork();
        case 10, 11 -> endOne(random.nextInt(5) == 0 ? 137 : random.nextInt(3));
        case 12 -> scenario.read();
        case 13 -> scenario.flushStarts();
        case 14, 15 -> scenario.agent().pass();
        case 16 -> scenario.clock.advance(Duration.ofMillis(random.nextInt(5000)));
        case 17 -> jobs.stream().skip(random.nextInt(JOBS)).findFirst().ifPresent(this::cancel);
        case 18 -> rare();
        default -> scenario.pass();
      }
    }

    private void rare() {
      switch (random.nextInt(6)) {
        case 0 -> {
          waiting.clear(); // the workers of a killed process
          scenario.restart();
        }
        case 1 -> scenario.engine.reachable(false);
        case 2 -> scenario.engine.reachable(true);
        case 3 -> one(scenario.engine.names(), this::removeFromOutside);
        case 4 -> one(jobs, job -> scenario.agent().returnToQueue(Set.of(job)));
        default -> {
          scenario.engine.reachable(false); // the stream breaks
          scenario.engine.reachable(true);
        }
      }
    }

    private void removeFromOutside(String name) {
      removed.add(name);
      scenario.engine.removeFromOutside(name);
    }

    private void place() {
      if (jobs.size() < JOBS) {
        JobId job = scenario.placed(random.nextBoolean() ? "true" : "work");
        jobs.add(job);
        if (random.nextInt(4) > 0) {
          scenario.publish(job, 1);
        }
      }
    }

    private void cancel(JobId job) {
      if (scenario.assignments.find(HOST, job, 1).isPresent()) {
        scenario.assignments.cancel(job);
      }
    }

    private void runSomeWork() {
      one(
          List.copyOf(waiting),
          work -> {
            waiting.remove(work);
            work.run();
          });
    }

    private void runAllWork() {
      while (!waiting.isEmpty()) {
        waiting.removeFirst().run();
      }
    }

    private void endOne(int exitCode) {
      one(scenario.engine.names(), name -> scenario.engine.end(name, exitCode));
    }

    private void endRunningJobs() {
      scenario.engine.names().forEach(name -> scenario.engine.end(name, 0));
    }

    private <T> void one(List<T> from, Consumer<T> action) {
      if (!from.isEmpty()) {
        action.accept(from.get(random.nextInt(from.size())));
      }
    }

    private void check() {
      assertThat(scenario.engine.names()).as("containers left, seed %d", seed).isEmpty();
      assertThat(scenario.assignments.onHost(HOST)).as("jobs left, seed %d", seed).isEmpty();
      Map<JobId, Integer> ends = new HashMap<>();
      for (JobReport report : scenario.counted()) {
        if (!(report.event() instanceof JobEvent.ContainerStarted)) {
          ends.merge(report.job(), 1, Integer::sum);
        }
      }
      for (JobId job : jobs) {
        assertThat(ends.get(job)).as("ends of %s, seed %d", job, seed).isEqualTo(1);
        String container = AgentScenario.container(job, 1);
        if (!removed.contains(container)) {
          assertThat(scenario.engine.starts(container))
              .as("starts of %s, seed %d", job, seed)
              .isLessThanOrEqualTo(1);
        }
      }
    }
  }
}
