package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import tools.jackson.databind.JsonNode;

/**
 * An engine is killed while it starts containers. Afterwards it describes some as never started,
 * and others as running since no time, of which the programs may have ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgottenStartsIT {
  @AutoClose private ServiceProcess service;
  @AutoClose private ExtraEngine engine;

  @BeforeAll
  void start() throws IOException {
    engine = ExtraEngine.withHeldStarts();
    TestImages.busybox(engine.endpoint());
    service =
        ServiceProcess.startSupervised(
            "openhtc.hosts[0].name=forgetful",
            "openhtc.hosts[0].endpoint=" + engine.endpoint(),
            "openhtc.hosts[0].vcpu-overcommit=4",
            "openhtc.execution.network=none",
            "openhtc.execution.runtime=held");
  }

  @Test
  void jobsOfAnEngineThatWasKilledDuringTheirStartRunAgain() throws IOException {
    TestTask task = TestTask.in(service.api());
    engine.holdStarts();
    for (String seconds : new String[] {"0.5", "1", "2", "30"}) {
      task.submit(1, script("sleep " + seconds));
    }
    engine.killDuringStarts(4);
    engine.restart();
    task.awaitCounts(Map.of("SUCCEEDED", 4), Timeouts.MANY_JOBS);
    for (JsonNode job : task.api.all(task.path + "/jobs?viewType=FULL")) {
      assertThat(job.get("providerJobId").asString()).endsWith("#2");
    }
  }
}
