package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

/** The views pass the checks of axe when there are jobs, plots and logs, in both themes. */
@Scenario
class JobAccessibilityIT extends AdministratorTab {
  @Autowired TestTask task;
  private AxeLibrary axe;

  @BeforeEach
  void readAxe() throws Exception {
    axe = AxeLibrary.read();
  }

  @Test
  void viewsWithJobsPassTheChecks() {
    String batch =
        task.submit("sweep", 4, script("echo no mesh; test $AWS_BATCH_JOB_ARRAY_INDEX = 0"), 0);
    task.awaitCounts(Map.of("SUCCEEDED", 1, "FAILED", 3));
    String view = "#/projects/%s/tasks/%s".formatted(task.projectId(), task.id());
    require("#/", "What failed lately");
    require(view, "Half of the jobs ran");
    require(view + "/jobs/" + batch + ":1", "no mesh");
    require("#/hosts", "Attempts over time");
    browser.open(view + "/submit");
    for (String way : List.of("Table", "JSON")) {
      String button = "[...document.querySelectorAll('button')].find(b => b.innerText === '%s')";
      browser.awaitTrue("Boolean(%s)".formatted(button.formatted(way)));
      browser.run(button.formatted(way) + ".click()");
      check("the submission by " + way);
    }
  }

  private void require(String view, String text) {
    browser.open(view);
    browser.awaitText(text);
    check(view);
  }

  private void check(String view) {
    browser.awaitTrue("!document.querySelector('.loading')");
    for (String theme : new String[] {"light", "dark"}) {
      browser.run("document.documentElement.dataset.theme = '%s'".formatted(theme));
      assertThat(axe.violations(browser)).as("%s, %s", view, theme).isEmpty();
    }
  }
}
