package org.openhtc.simulation;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openhtc.simulation.fault.Operation;

/** A number of simulated Docker engines in this process, and their control server. */
public final class SimulatedEngines implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loops;
  private final Counters total = new Counters();
  private final List<SimulatedEngine> engines = new ArrayList<>();
  private final EngineServer control;

  private SimulatedEngines(int count, EngineSettings settings) {
    loops =
        new MultiThreadIoEventLoopGroup(
            2, new DefaultThreadFactory("simulated-engines", true), NioIoHandler.newFactory());
    EventLoop ofEngines = loops.next();
    IntStream.range(0, count)
        .forEach(number -> engines.add(new SimulatedEngine(number, settings, ofEngines, total)));
    control = new EngineServer(loops.next(), null, () -> new ControlConnection(this));
    control.open();
  }

  /** Starts engines that all have the same properties. */
  public static SimulatedEngines start(int count, EngineSettings settings) {
    return new SimulatedEngines(count, settings);
  }

  public SimulatedEngine engine(int number) {
    return engines.get(number);
  }

  public List<SimulatedEngine> all() {
    return List.copyOf(engines);
  }

  /**
   * The settings of a service whose hosts are these engines, named {@code simulated-0} and so on.
   */
  public List<String> hostSettings() {
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < engines.size(); i++) {
      settings.add("openhtc.hosts[%d].name=simulated-%d".formatted(i, i));
      settings.add("openhtc.hosts[%d].endpoint=%s".formatted(i, engine(i).endpoint()));
    }
    return settings;
  }

  /** How often the operation was called on all engines. */
  public long calls(Operation operation) {
    return total.calls(operation);
  }

  /** Containers that run now on all engines. */
  public int running() {
    return total.running();
  }

  /** The largest number of containers that ran at the same time on all engines. */
  public int mostRunning() {
    return total.mostRunning();
  }

  Counters counters() {
    return total;
  }

  /** Where benchmarks control the engines; {@code ControlConnection} describes the paths. */
  public URI control() {
    return control.endpoint();
  }

  @Override
  public void close() {
    engines.forEach(SimulatedEngine::close);
    control.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
