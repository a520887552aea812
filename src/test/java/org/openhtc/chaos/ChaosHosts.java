package org.openhtc.chaos;

import java.util.List;
import java.util.Map;
import org.openhtc.replicas.ClusterHosts;

/** Hosts whose engines can be broken. */
interface ChaosHosts extends ClusterHosts {

  /** Simulated engines have more kinds of faults. */
  boolean isSimulated();

  /** What the jobs run: part of a definition. */
  Map<String, Object> definition(Step.Work work);

  /** The lines that such a job prints. */
  List<String> log(Step.Work work);

  /**
   * The tokens of the attempts whose environment is known, by {@code <batch>:<index>#<attempt>}.
   */
  Map<String, String> tokens();

  /** Breaks an engine; returns when a fault of limited time has ended. */
  void perform(Step.OfEngine step);

  /** Ends all faults. */
  void endFaults();
}
