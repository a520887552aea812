package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.EventReader;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;

/** The service is stopped normally while a client reads a stream, and started again. */
class StoppedServiceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Accepted, admitted, runnable, starting, running, ended. */
  private static final int EVENTS_OF_A_JOB = 6;

  @Test
  void openStreamDoesNotDelayTheStopAndIsResumedAfterIt() throws Exception {
    TestImages.busybox(TestEngine.ENDPOINT);
    try (ServiceProcess service =
        ServiceProcess.start(
            "openhtc.hosts[0].name=stopped", "openhtc.hosts[0].endpoint=" + TestEngine.ENDPOINT)) {
      TestTask task = TestTask.in(service.api());
      String last;
      try (EventReader watcher = task.api.events(task.path + "/jobs/stream")) {
        await().atMost(PATIENCE).until(() -> !watcher.events("summary").isEmpty());
        task.submit(1, script("true"));
        await().atMost(PATIENCE).until(() -> watcher.events("job").size() == EVENTS_OF_A_JOB);
        service.stop();
        await().atMost(PATIENCE).until(watcher::isOver);
        assertThat(service.logFile()).contains("Graceful shutdown complete");
        last = watcher.lastId();
      }
      service.restart();
      String batch = task.submit(1, script("true"));
      task.awaitCounts(Map.of("SUCCEEDED", 2), PATIENCE);
      try (EventReader watcher =
          task.api.events(task.path + "/jobs/stream", "Last-Event-ID", last)) {
        await().atMost(PATIENCE).until(() -> watcher.events("job").size() == EVENTS_OF_A_JOB);
        assertThat(watcher.events("job"))
            .extracting(EventReader.Event::data)
            .isEqualTo(task.events(batch, 0));
      }
    }
  }
}
