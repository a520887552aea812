package org.openhtc.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openhtc.replicas.ClusterHosts;
import org.openhtc.simulation.ContainerRun;
import org.openhtc.testing.TestTask;

/** Hosts whose engines can be broken. */
interface ChaosHosts extends ClusterHosts {

  /** Simulated engines have more kinds of faults. */
  boolean isSimulated();

  /**
   * Provides what the jobs of a run need; called before its first step.
   *
   * @param batches the numbers of the steps that submit a batch
   */
  void prepare(TestTask task, List<Integer> batches);

  /**
   * What the jobs run: part of a definition.
   *
   * @param step the number of the step that submits them
   */
  Map<String, Object> definition(Step.Work work, int step);

  /** The lines that such a job prints. */
  List<String> log(Step.Work work);

  /**
   * The tokens of the attempts whose environment is known, by {@code <batch>:<index>#<attempt>}.
   */
  Map<String, String> tokens();

  /** The runs of which the engine lost lines, because it had been killed meanwhile. */
  Set<ContainerRun> unread();

  /** Breaks an engine or the registry; returns when a fault of limited time has ended. */
  void perform(Step.OfHosts step);

  /** Ends all faults. */
  void endFaults();
}
