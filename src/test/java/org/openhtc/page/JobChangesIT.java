package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/** Retries, expected starts and reproductions in a real browser. */
@Scenario
class JobChangesIT extends AdministratorTab {
  @Autowired TestTask task;

  @Test
  void failedJobsOfOneCauseRunAgain() {
    String batch = task.submit(3, script("test $AWS_BATCH_JOB_ARRAY_INDEX != 2 || exit 3"));
    task.awaitCounts(Map.of("SUCCEEDED", 2, "FAILED", 1));
    open("");
    browser.awaitText("Failed jobs by cause");
    press("Retry");
    browser.click(".confirm .danger");
    task.awaitRetry(batch, 2, 2);
    task.awaitCounts(Map.of("SUCCEEDED", 2, "FAILED", 1));
    browser.requireNoErrors();
  }

  @Test
  void failuresAreDividedByTheLastLinesAndReproduced() {
    task.submit(
        3,
        script(
            "test $AWS_BATCH_JOB_ARRAY_INDEX = 0 || { echo no mesh; exit 3; }; echo late; exit 3"));
    task.awaitCounts(Map.of("FAILED", 3));
    open("");
    browser.awaitText("2 of 3 examined").awaitText("1 of 3 examined");
    assertThat(browser.await(".failures .ending").getText()).contains("no mesh");
    press("Reproduce");
    browser.awaitText("docker run --rm");
    browser.click(".failures .row-actions a");
    browser.awaitText("Timeline").awaitText("no mesh").requireNoErrors();
  }

  @Test
  void overviewShowsWhatFailedLately() {
    String batch = task.submit(2, script("exit 4"));
    task.awaitCounts(Map.of("FAILED", 2));
    browser.open("#/").awaitText("What failed lately").awaitText("exit code 4");
    browser.awaitTrue("Boolean(document.querySelector('a.mono[href*=\"%s\"]'))".formatted(batch));
    browser.requireNoErrors();
  }

  @Test
  void focusIsOnTheHeadingWhenTheButtonOfARetryIsGone() {
    String batch = task.submit(1, script("sleep 600"));
    task.awaitStatus(batch, 0, "RUNNING");
    task.cancel(batch, 0);
    task.awaitStatus(batch, 0, "FAILED");
    open("/jobs/" + batch + ":0");
    browser.awaitText("Submit again");
    press("Retry");
    browser.click(".confirm .danger");
    browser.awaitTrue(
        "[...document.querySelectorAll('button')].some(b => b.innerText === 'Cancel')");
    assertThat(browser.run("return document.activeElement.tagName")).isEqualTo("H1");
    browser.requireNoErrors();
  }

  @Test
  void waitingJobShowsItsReasonAndIsReproduced() {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    String batch = task.submit(1, definition);
    task.awaitStatus(batch, 0, "RUNNABLE");
    open("");
    browser.awaitText("Waiting jobs").awaitText("not AARCH64");
    open("/jobs/" + batch + ":0");
    browser.awaitText("Expected start");
    press("Compute");
    browser.awaitText("Half the memory");
    browser.run("document.querySelector('details summary').click()");
    browser.awaitText("docker run --rm");
    assertThat(browser.text()).contains("AWS_BATCH_JOB_ARRAY_INDEX=0");
    browser.requireNoErrors();
  }

  @Test
  void barOfAHostLeadsToItsJob() {
    String batch = task.submit(1, script("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    browser.open("#/hosts");
    browser.awaitTrue("document.querySelector('.lane-box canvas')?.dataset.bars >= 1");
    browser.await(".lane-box canvas").sendKeys(Keys.ARROW_LEFT);
    browser.awaitText("attempt 1: succeeded").requireNoErrors();
    browser.await(".lane-box canvas").sendKeys(Keys.ENTER);
    browser.awaitText("Timeline");
    assertThat(browser.driver.getCurrentUrl()).contains(batch);
  }

  private void press(String button) {
    browser.run(
        "[...document.querySelectorAll('button')].find(b => b.innerText === '%s').click()"
            .formatted(button));
  }

  private void open(String below) {
    browser.open("#/projects/%s/tasks/%s%s".formatted(task.projectId(), task.id(), below));
  }
}
