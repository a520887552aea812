package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import org.junit.jupiter.api.Test;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/** Logs of jobs in a real browser. */
@Scenario
class LogPageIT extends AdministratorTab {
  /**
   * The first stream of a log ends with an error when {@code isLost} is set. The page opens another
   * one, which gets no response until {@code restore} is called: so long the page shows the loss.
   */
  private static final String LOSABLE_STREAM =
      """
      const real = window.fetch;
      const restored = new Promise((resolve) => { window.restore = resolve; });
      window.fetch = async (address, options) => {
        const isStream = String(address).includes('/logs/stream');
        if (isStream && window.isLost) {
          await restored;
        }
        const response = await real(address, options);
        if (!isStream || window.isLost) {
          return response;
        }
        const reader = response.body.getReader();
        const body = new ReadableStream({
          async pull(controller) {
            const { value } = await reader.read();
            window.isLost ? controller.error(new TypeError('lost')) : controller.enqueue(value);
          },
        });
        return new Response(body, { headers: response.headers });
      };
      """;

  @Autowired TestTask task;

  @Test
  void logOfAnEarlierAttemptIsChosen() {
    String batch = task.submit("", 1, script("echo attempt $AWS_BATCH_JOB_ATTEMPT; exit 3"), 1);
    task.awaitStatus(batch, 0, "FAILED");
    open(batch);
    String line = "document.querySelector('.log-text')?.innerText === 'attempt %d'";
    browser.awaitTrue(line.formatted(2));
    browser.await("select[aria-label=Attempt]").sendKeys(Keys.ARROW_UP);
    browser.awaitTrue(line.formatted(1));
    browser.requireNoErrors();
  }

  @Test
  void logOfARunningJobIsFollowedAndTheJobCancelled() {
    String batch =
        task.submit(1, script("echo one; sleep 1; printf '\\033[31mred\\033[0m\\n'; sleep 600"));
    open(batch);
    browser.awaitText("one").awaitText("red").awaitText("following");
    assertThat(browser.await(".ansi-1").getText()).isEqualTo("red");
    browser.run(
        "[...document.querySelectorAll('button')].find(b => b.innerText === 'Cancel').click()");
    browser.click(".confirm .danger");
    browser.awaitText("failed");
    task.awaitStatus(batch, 0, "FAILED");
    browser.requireNoErrors();
  }

  @Test
  void onlyTheVisibleLinesOfALongLogAreElements() {
    String batch = task.submit(1, script("seq 1 30000"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    open(batch);
    browser.awaitText("scroll up for older ones");
    browser.awaitTrue(
        "[...document.querySelectorAll('.log-text')].some(line => line.innerText === '30000')");
    browser.run(
        "[...document.querySelectorAll('button')].find(b => b.innerText === 'Read all"
            + " lines').click()");
    browser.awaitText("30,000 lines");
    assertThat((long) browser.run("return document.querySelectorAll('.log-line').length"))
        .isLessThan(150);
    browser.type("input[type=search]", "12345");
    browser.awaitText("1 of 1 line");
    assertThat(browser.await(".log-line.current .log-text").getText()).isEqualTo("12345");
    browser.requireNoErrors();
  }

  @Test
  void linesAreWrappedAndDownloaded() {
    String batch = task.submit(1, script("seq -s, 1 200; printf '\\033[32mgreen\\033[0m\\n'"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    open(batch);
    browser.awaitText("green");
    String width =
        "document.querySelector('.log').scrollWidth - document.querySelector('.log').clientWidth";
    assertThat((long) browser.run("return " + width)).as("hidden pixels").isPositive();
    press("Wrap");
    browser.awaitTrue(width + " === 0");
    browser.run(
        """
        const create = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          blob.text().then((text) => { window.saved = text; });
          return create(blob);
        };
        """);
    press("Download");
    browser.awaitTrue("window.saved?.endsWith('green\\u001b[0m\\n') ?? false");
    browser.requireNoErrors();
  }

  @Test
  void followedLogContinuesAfterALostConnectionWithEachLineOnce() {
    String batch =
        task.submit(1, script("for i in $(seq 1 300); do echo line $i; sleep 0.1; done"));
    browser.run(LOSABLE_STREAM);
    open(batch);
    browser.awaitText("line 5").awaitText("following");
    browser.run("window.isLost = true");
    browser.awaitText("connection lost, trying again");
    browser.run("window.restore()");
    browser.awaitText("300 lines, complete").awaitText("line 300");
  }

  private void open(String batch) {
    browser.open("#/projects/%s/tasks/%s/jobs/%s:0".formatted(task.projectId(), task.id(), batch));
  }

  private void press(String button) {
    browser.run(
        "[...document.querySelectorAll('button')].find(b => b.innerText === '%s').click()"
            .formatted(button));
  }
}
