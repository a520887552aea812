package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.springframework.beans.factory.annotation.Autowired;

/** The grid of all jobs in a real browser: ranges, a million jobs, small screens. */
@Scenario
class GridPageIT extends AdministratorTab {
  private static final int MOST_BATCHES = 100;

  @Autowired TestTask task;

  @AfterEach
  void restoreSize() {
    browser.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  @Test
  void dragSelectsARangeWhoseFailedJobsRunAgain() {
    String batch = task.submit(6, script("test $AWS_BATCH_JOB_ARRAY_INDEX = 0 || exit 3"));
    task.awaitCounts(Map.of("SUCCEEDED", 1, "FAILED", 5));
    openTask(6);
    drag(1, 3);
    browser.awaitText("3 jobs").awaitText("3 failed with an exit code");
    press("Retry 3 failed jobs");
    browser.click(".confirm .danger");
    task.awaitRetry(batch, 3, 2);
    task.awaitCounts(Map.of("SUCCEEDED", 1, "FAILED", 5));
    assertThat(task.job(batch, 4).path("providerJobId").asString()).endsWith("#1");
    press("Clear");
    browser.awaitTrue("!document.body.innerText.includes('3 failed jobs')");
    browser.requireNoErrors();
  }

  @Test
  void millionWaitingJobsAreDrawnAndHaveATable() {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    List<Map<String, Object>> batches =
        Collections.nCopies(
            MOST_BATCHES, Map.of("batchSize", 1000, "htcJobDefinition", definition));
    for (int i = 0; i < 10; i++) {
      assertThat(task.post("", batches).status()).isEqualTo(200);
    }
    openTask(1_000_000);
    browser.awaitText("1,000,000 jobs");
    assertThat(redrawMillis()).as("redraw in ms").isLessThan(1000);
    browser.await(".grid-box canvas").sendKeys(Keys.END);
    browser.awaitText("job 1,000,000");
    browser.run("document.querySelector('.panel:has(.grid-box) [aria-expanded]').click()");
    browser.awaitText("page 1 of 10");
    task.cancel();
    browser.awaitText("1,000,000 cancelled");
    browser.requireNoErrors();
  }

  @Test
  void onASmallScreenNothingIsWiderThanTheScreen() {
    String batch = task.submit(3, script("echo no mesh; exit 3"));
    task.awaitCounts(Map.of("FAILED", 3));
    Map<String, Object> phone =
        Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", false);
    browser.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", phone);
    for (String view : List.of("#/", "#/queue", "#/hosts", "#/people", "#/administration")) {
      browser.open(view);
      requireNoOverflow(view);
    }
    for (String below : List.of("", "/submit", "/files", "/jobs/" + batch + ":0")) {
      browser.open(address() + below);
      requireNoOverflow(below);
    }
    for (String below : List.of("", "/settings", "/files")) {
      browser.open("#/projects/%s%s".formatted(task.projectId(), below));
      requireNoOverflow("project" + below);
    }
  }

  private void requireNoOverflow(String view) {
    browser.awaitTrue("document.querySelector('h1') && !document.querySelector('.loading')");
    assertThat((long) browser.run("return document.documentElement.scrollWidth - innerWidth"))
        .as(view)
        .isNotPositive();
  }

  private void openTask(int jobs) {
    browser.open(address());
    browser.awaitTrue(
        "document.querySelector('.grid-box canvas')?.dataset.drawn === '%d'".formatted(jobs));
  }

  private String address() {
    return "#/projects/%s/tasks/%s".formatted(task.projectId(), task.id());
  }

  /** The least of three redraws, because other work of the machine may delay one. */
  private double redrawMillis() {
    String drawn = "document.querySelector('.grid-box canvas').dataset.drawMillis";
    double least = Double.MAX_VALUE;
    for (int redraw = 1; redraw <= 3; redraw++) {
      browser.run("delete " + drawn);
      browser.await(".grid-box canvas").sendKeys(Keys.ARROW_RIGHT);
      browser.awaitTrue("Boolean(%s)".formatted(drawn));
      least = Math.min(least, Double.parseDouble((String) browser.run("return " + drawn)));
    }
    return least;
  }

  /** Cells are 16 pixels wide if there are few. The offset of a pointer counts from the middle. */
  private void drag(int from, int to) {
    WebElement canvas = browser.await(".grid-box canvas");
    browser.run("document.querySelector('.grid-box').scrollIntoView({ block: 'center' })");
    int left = -canvas.getSize().width / 2 + 8;
    int top = -canvas.getSize().height / 2 + 8;
    new Actions(browser.driver)
        .moveToElement(canvas, left + 16 * from, top)
        .clickAndHold()
        .moveToElement(canvas, left + 16 * to, top)
        .release()
        .perform();
  }

  private void press(String button) {
    String find =
        "[...document.querySelectorAll('button')].find(b => b.innerText === '%s')"
            .formatted(button);
    browser.awaitTrue("Boolean(%s)".formatted(find));
    browser.run(find + ".click()");
  }
}
