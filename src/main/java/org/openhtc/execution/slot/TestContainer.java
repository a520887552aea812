package org.openhtc.execution.slot;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.execution.engine.Variables;
import org.openhtc.region.Architecture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container that only waits, with the image of the slots. Labelled as a slot: what a crash leaves
 * of it is removed as an unused slot, some time later.
 */
public record TestContainer(String installation, String host) {
  private static final Logger log = LoggerFactory.getLogger(TestContainer.class);
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** In the names of all test containers, and of no slot. */
  private static final String MARK = "-test-";

  /**
   * The states of a test container.
   *
   * @param running after its start
   * @param ended after it was stopped
   */
  public record Run(@Nullable ContainerState running, @Nullable ContainerState ended) {}

  static boolean isName(String name) {
    return name.contains(MARK);
  }

  /**
   * Starts the container, stops it and removes it.
   *
   * @param network the engine's network mode
   * @param runtime the engine's name of the OCI runtime; null for its default
   * @throws EngineException.Refused if the engine can't create or start it
   * @throws EngineException.Unreachable if the engine failed
   */
  public Run run(
      ContainerEngine engine, Architecture architecture, String network, @Nullable String runtime) {
    PauseImage image = PauseImage.of(architecture);
    engine.importImage(image.name(), image.archive());
    String id = engine.create(spec(image, network, runtime));
    try {
      engine.start(id);
      ContainerState running = engine.inspect(id).orElse(null);
      engine.stop(id, GRACE);
      return new Run(running, engine.inspect(id).orElse(null));
    } finally {
      remove(engine, id);
    }
  }

  /** If that fails, the next list of containers shows what is left. */
  private static void remove(ContainerEngine engine, String id) {
    try {
      engine.remove(id);
    } catch (EngineException e) {
      log.debug("A test container could not be removed", e);
    }
  }

  private ContainerSpec spec(PauseImage image, String network, @Nullable String runtime) {
    String name =
        "openhtc-slot-%s%s%s".formatted(installation.substring(0, 8), MARK, UUID.randomUUID());
    Map<String, String> labels =
        Map.of(
            ContainerLabels.INSTALLATION,
            installation,
            ContainerLabels.HOST,
            host,
            ContainerLabels.SLOT,
            name);
    return new ContainerSpec(
        name,
        labels,
        image.name(),
        List.of("/pause"),
        null,
        Variables.NONE,
        1,
        16,
        ProcessLimits.LEAST,
        null,
        1 << 20,
        NetworkPlace.own(network),
        runtime,
        null);
  }
}
