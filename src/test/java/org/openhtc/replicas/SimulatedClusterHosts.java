package org.openhtc.replicas;

import java.util.ArrayList;
import java.util.List;
import org.openhtc.simulation.ContainerRun;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.testing.TestImages;

/** Hosts with simulated engines in the process of the test. */
public record SimulatedClusterHosts(SimulatedEngines engines) implements ClusterHosts {
  static final String SLOTS = "openhtc-slot-";

  /**
   * @param vcpus of each host
   */
  public static SimulatedClusterHosts start(int count, int vcpus) {
    return new SimulatedClusterHosts(
        SimulatedEngines.start(count, EngineSettings.holding(TestImages.BUSYBOX).vcpus(vcpus)));
  }

  @Override
  public int count() {
    return engines.all().size();
  }

  /** Simulated engines hold the image of the jobs. */
  @Override
  public List<String> settings() {
    List<String> settings = new ArrayList<>(engines.hostSettings());
    settings.add("openhtc.execution.host-images=true");
    settings.add("openhtc.registry.program=no-registry");
    return settings;
  }

  @Override
  public List<ContainerRun> runs() {
    return engines.all().stream().flatMap(engine -> engine.runs().stream()).toList();
  }

  @Override
  public List<String> containers() {
    return engines.all().stream()
        .map(SimulatedEngine::names)
        .flatMap(List::stream)
        .filter(name -> !name.startsWith(SLOTS))
        .toList();
  }

  @Override
  public void close() {
    engines.close();
  }
}
