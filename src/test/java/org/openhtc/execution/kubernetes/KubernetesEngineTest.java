package org.openhtc.execution.kubernetes;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.openhtc.cluster.FakeCluster;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerEngineContract;
import org.openhtc.execution.engine.FakeProgram;

/** The real client with a fake cluster behaves as every engine. */
class KubernetesEngineTest extends ContainerEngineContract {
  private final FakeCluster cluster = FakeCluster.start();
  private final ContainerEngine engine = ClusterEngines.connect(cluster, installation);

  /** After the containers were removed. */
  @AfterEach
  void close() {
    engine.list(installation).forEach(pod -> engine.remove(pod.id()));
  }

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected String image() {
    return "busybox:1";
  }

  @Override
  protected void killFromOutside(String id) {
    cluster.kill(Pod.Id.of(id).name());
  }

  @Override
  protected void means(List<String> argv, FakeProgram program) {
    cluster.program(argv, program);
  }
}
