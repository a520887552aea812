package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page with the keyboard alone: no element is clicked, and none gets the focus by a script. */
@Scenario
class KeyboardIT {
  private static final int MOST_STEPS = 60;

  @LocalServerPort int port;
  @Autowired TestTask task;
  private Browser browser;

  @BeforeEach
  void start() {
    browser = Browser.at("http://127.0.0.1:%d/".formatted(port));
  }

  @AfterEach
  void end() {
    browser.close();
  }

  @Test
  void tabAndEnterLeadFromTheLoginToTheLogOfAFailedJobAndToItsRetry() {
    String batch =
        task.submit(3, script("test $AWS_BATCH_JOB_ARRAY_INDEX != 1 || { echo no mesh; exit 3; }"));
    task.awaitCounts(Map.of("SUCCEEDED", 2, "FAILED", 1));
    browser.open("#/projects/%s/tasks/%s".formatted(task.projectId(), task.id()));
    reach("input", "");
    press(ServiceTest.ADMIN_KEY, Keys.ENTER);
    browser.awaitTrue("document.querySelector('.grid-box canvas')?.dataset.drawn === '3'");
    reach("canvas", "");
    press("n", Keys.ENTER);
    browser.awaitText("Job 1").awaitText("no mesh");
    assertThat(browser.run("return document.activeElement.tagName")).as("focus").isEqualTo("H1");
    reach("button", "Retry");
    press(Keys.ENTER);
    browser.awaitText("Run this job again?");
    press(Keys.ENTER);
    task.awaitRetry(batch, 1, 2);
    browser.requireNoErrors();
  }

  @Test
  void focusIsVisible() {
    browser.login(ServiceTest.ADMIN_KEY);
    reach("button", "New project");
    assertThat(
            browser.run("return getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
        .isEqualTo(true);
  }

  /** Presses the tabulator until the focus is on an element with this name and text. */
  private void reach(String tag, String text) {
    String focus =
        """
        const e = document.activeElement;
        return e.tagName.toLowerCase() + ' ' + (e.tagName === 'CANVAS' ? '' : e.innerText);
        """;
    for (int step = 0; step < MOST_STEPS; step++) {
      if ((tag + " " + text).strip().equals(String.valueOf(browser.run(focus)).strip())) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("the focus never reaches " + tag + " " + text);
  }

  private void press(CharSequence... keys) {
    new Actions(browser.driver).sendKeys(keys).perform();
  }
}
