package org.openhtc.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.openhtc.replicas.SimulatedClusterHosts;
import org.openhtc.simulation.ContainerRun;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.simulation.fault.Fault;
import org.openhtc.testing.TestTask;

/** Hosts with simulated engines, on which every fault can occur. */
final class SimulatedChaosHosts implements ChaosHosts {
  /** Above 8 KiB even compressed, so that such a log is stored as an object. */
  private static final int LINES = 20;

  private static final int CHARACTERS = 800;
  private static final List<String> LARGE = randomLines();

  private final SimulatedClusterHosts hosts;

  private SimulatedChaosHosts(SimulatedClusterHosts hosts) {
    this.hosts = hosts;
  }

  static SimulatedChaosHosts start(int count, int vcpus) {
    SimulatedChaosHosts chaos = new SimulatedChaosHosts(SimulatedClusterHosts.start(count, vcpus));
    chaos.hosts.engines().all().forEach(chaos::program);
    return chaos;
  }

  private void program(SimulatedEngine engine) {
    for (Step.Work work : Step.Work.values()) {
      engine.program(List.of(command(work)), program(work).printing(log(work)));
    }
  }

  private static String command(Step.Work work) {
    return work.name().toLowerCase(Locale.ROOT);
  }

  private static SimulatedProgram program(Step.Work work) {
    return switch (work) {
      case SHORT, LARGE, FAILING ->
          SimulatedProgram.endsAfter(Duration.ofMillis(100), work.exitCode());
      case LONG -> SimulatedProgram.endsAfter(Duration.ofSeconds(3), work.exitCode());
    };
  }

  private static List<String> randomLines() {
    Random random = new Random(1);
    return IntStream.range(0, LINES)
        .mapToObj(line ->
            random
                .ints(CHARACTERS, 'A', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString())
        .toList();
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  /** The engines hold the image of all jobs. */
  @Override
  public void prepare(TestTask task, List<Integer> batches) {}

  @Override
  public Map<String, Object> definition(Step.Work work, int step) {
    return TestTask.definition(command(work));
  }

  @Override
  public List<String> log(Step.Work work) {
    return work == Step.Work.LARGE ? LARGE : List.of("begin", "end");
  }

  @Override
  public Map<String, String> tokens() {
    Map<String, String> tokens = new HashMap<>();
    hosts.engines().all().forEach(engine -> tokens.putAll(engine.tokens()));
    return tokens;
  }

  /** Simulated engines lose no lines. */
  @Override
  public Set<ContainerRun> unread() {
    return Set.of();
  }

  @Override
  public void perform(Step.OfHosts step) {
    switch (step) {
      case Step.FaultyCalls faulty ->
          engine(faulty.engine()).faults().next(faulty.calls(), faulty.operation(), faulty.fault());
      case Step.CutEvents cut -> engine(cut.engine()).cutEventStreams();
      case Step.LoseEvents lose -> loseEvents(engine(lose.engine()), lose.time());
      case Step.RestartEngine restart -> restart(engine(restart.engine()), restart.time());
      case Step.FreezeEngine freeze -> freeze(engine(freeze.engine()), freeze.time());
      case Step.SkewClock skew -> engine(skew.engine()).faults().clockSkew(skew.ahead());
      case Step.OfRegistry none -> throw new UnsupportedOperationException(none.toString());
    }
  }

  private SimulatedEngine engine(int number) {
    return hosts.engines().engine(number);
  }

  private static void loseEvents(SimulatedEngine engine, Duration time) {
    engine.faults().losesEvents(true);
    ChaosRun.await(time);
    engine.faults().losesEvents(false);
  }

  private static void restart(SimulatedEngine engine, Duration time) {
    synchronized (engine) {
      engine.stop(true);
      ChaosRun.await(time);
      engine.restart();
    }
  }

  private static void freeze(SimulatedEngine engine, Duration time) {
    engine.faults().all(Fault.HANG);
    ChaosRun.await(time);
    engine.faults().end();
  }

  /** Calls that hang would otherwise last up to five minutes more: the limits of the service. */
  @Override
  public void endFaults() {
    for (SimulatedEngine engine : hosts.engines().all()) {
      engine.faults().end();
      engine.endHangingCalls();
    }
  }

  @Override
  public int count() {
    return hosts.count();
  }

  @Override
  public List<String> settings() {
    return hosts.settings();
  }

  @Override
  public List<ContainerRun> runs() {
    return hosts.runs();
  }

  @Override
  public List<String> containers() {
    return hosts.containers();
  }

  @Override
  public void close() {
    hosts.close();
  }
}
