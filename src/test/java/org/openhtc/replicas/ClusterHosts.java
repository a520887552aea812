package org.openhtc.replicas;

import java.io.IOException;
import java.util.List;
import org.openhtc.simulation.ContainerRun;

/** The hosts of a cluster, which the test can observe without the service. */
public interface ClusterHosts extends AutoCloseable {
  int count();

  /** As on the command line of a replica, without the leading dashes. */
  List<String> settings();

  /** Every run of a job's container so far. */
  List<ContainerRun> runs();

  /** The names of the present containers, except network slots. */
  List<String> containers();

  @Override
  void close() throws IOException;
}
