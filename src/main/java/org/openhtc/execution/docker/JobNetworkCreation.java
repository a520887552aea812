package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.JobNetwork;

/** Creates the network for jobs if it does not exist. */
record JobNetworkCreation(EngineConnection connection) {
  private static final Map<String, String> NO_TRAFFIC_BETWEEN_CONTAINERS =
      Map.of("com.docker.network.bridge.enable_icc", "false");

  void ensure(JobNetwork network) {
    connection
        .calls()
        .within(EngineOperation.NETWORK, () -> find(network).orElseGet(() -> create(network)));
  }

  private String create(JobNetwork network) {
    try {
      return connection
          .client()
          .createNetworkCmd()
          .withName(network.name())
          .withCheckDuplicate(true)
          .withDriver("bridge")
          .withEnableIpv6(false)
          .withLabels(network.labels())
          .withOptions(options(network))
          .exec()
          .getId();
    } catch (DockerException error) {
      // The agent of another host with the same engine may have created it meanwhile.
      return find(network).orElseThrow(() -> error);
    }
  }

  private static Map<String, String> options(JobNetwork network) {
    Map<String, String> options = new HashMap<>(NO_TRAFFIC_BETWEEN_CONTAINERS);
    options.put("com.docker.network.bridge.name", network.bridge());
    return options;
  }

  private Optional<String> find(JobNetwork network) {
    Network found;
    try {
      found = connection.client().inspectNetworkCmd().withNetworkId(network.name()).exec();
    } catch (NotFoundException notYet) {
      return Optional.empty();
    }
    Map<String, String> labels = found.getLabels();
    if (labels == null || !labels.entrySet().containsAll(network.labels().entrySet())) {
      throw new EngineException.Refused(
          "the name '%s' belongs to a network that OpenHTC did not create"
              .formatted(network.name()));
    }
    return Optional.of(found.getId());
  }
}
