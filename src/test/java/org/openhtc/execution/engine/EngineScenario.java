package org.openhtc.execution.engine;

import static org.awaitility.Awaitility.await;
import static org.openhtc.execution.engine.ContainerSpecBuilder.aContainer;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.testing.JobNetworks;
import org.openhtc.testing.Timeouts;

/** Creates containers for the tests of an engine, and removes them after each test. */
public abstract class EngineScenario {
  /** Doubles what it holds until the limit is reached. */
  protected static final String GREEDY = "x=0123456789; while true; do x=$x$x; done";

  private static final String FOREVER = "while true; do sleep 0.05; done";

  protected final String installation = UUID.randomUUID().toString();
  protected final String otherInstallation = UUID.randomUUID().toString();
  private final AtomicInteger names = new AtomicInteger();

  protected abstract ContainerEngine engine();

  protected abstract String image();

  /** Defines a program for a fake engine; has no effect on a real engine. */
  protected void means(List<String> argv, FakeProgram program) {}

  @AfterEach
  void removeContainers() {
    for (String owner : List.of(installation, otherInstallation)) {
      engine().list(owner).forEach(container -> engine().remove(container.id()));
    }
    JobNetworks.remove(installation);
  }

  protected List<String> shell(String script, FakeProgram program) {
    List<String> argv = List.of("sh", "-c", script);
    means(argv, program);
    return argv;
  }

  /** A script that runs until it is stopped; {@link #run} waits until it is ready. */
  protected List<String> forever(String preparation, FakeProgram program) {
    return shell(preparation + "echo ready; " + FOREVER, program.printing("ready"));
  }

  protected ContainerSpec spec(List<String> argv) {
    return spec(image(), argv, installation);
  }

  protected ContainerSpec spec(String image, List<String> argv, String owner) {
    String name = "openhtc-test-%s-%d".formatted(installation, names.incrementAndGet());
    return named(name, image, argv, owner);
  }

  public static ContainerSpec named(String name, String image, List<String> argv, String owner) {
    return aContainer(name, owner).image(image).argv(argv).build();
  }

  protected String run(List<String> argv) {
    String id = engine().create(spec(argv));
    engine().start(id);
    if (argv.getLast().contains("echo ready")) {
      await().atMost(Timeouts.STEP).until(() -> messages(id).contains("ready"));
    }
    return id;
  }

  protected ContainerState state(String id) {
    return engine().inspect(id).orElseThrow();
  }

  protected ContainerState ended(String id) {
    return await()
        .atMost(Timeouts.STEP)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> state(id), state -> state.phase() == Phase.EXITED);
  }

  protected List<String> messages(String id) {
    return engine().log(id, null).stream().map(JobLogLine::message).toList();
  }
}
