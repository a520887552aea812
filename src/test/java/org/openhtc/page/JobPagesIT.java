package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStore;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/** The views of a task and of a job in a real browser, with real jobs. */
@Scenario
class JobPagesIT extends AdministratorTab {
  private static final String SUMMARY = "return document.querySelector('canvas').ariaLabel";

  private static final String PLOT =
      "return document.querySelector('.history-box canvas').ariaLabel";

  /** Whether anything is drawn. */
  private static final String PIXELS =
      """
      const canvas = document.querySelector('.history-box canvas');
      return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
        .some((value) => value > 0)
      """;

  @Autowired TestTask task;
  @Autowired ObjectStore store;

  @Test
  void gridFollowsTheJobsAndTheirFailuresAreGrouped() {
    task.submit(
        "sweep", 4, script("test $AWS_BATCH_JOB_ARRAY_INDEX != 2 || { echo no mesh; exit 3; }"), 0);
    openTask();
    browser.awaitText("All have ended: 3 succeeded, 1 failed").awaitText("no mesh");
    assertThat(browser.driver.getTitle()).isEqualTo("t – OpenHTC");
    assertThat(browser.text()).doesNotContain("without a group");
    browser.awaitTrue("document.querySelector('canvas').dataset.drawn === '4'");
    assertThat(browser.run(SUMMARY)).isEqualTo("4 jobs: 3 succeeded, 1 failed with an exit code");
    assertThat(browser.text()).contains("ErrorNonZeroContainerExitCode", "sweep");
    browser.requireNoErrors();
  }

  @Test
  void statusOverTimeIsAPictureASentenceAndATable() {
    task.submit(4, script("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 4));
    openTask();
    browser.awaitTrue("document.querySelector('.history-box canvas')?.dataset.points >= 1");
    assertThat(browser.run(PLOT)).asString().endsWith(": 4 succeeded.");
    assertThat(browser.text()).contains("Status over time", "4 succeeded.");
    browser.click(".panel:has(.history-box) button");
    assertThat(browser.await(".panel:has(.history-box) table").getText()).contains("4 succeeded");
    assertThat(browser.run(PIXELS)).as("opaque pixels of the plot").isEqualTo(true);
    browser.requireNoErrors();
  }

  @Test
  void jobsWithoutAGroupAreCountedBesideTheGroups() {
    task.submit("sweep", 3, script("true"), 0);
    task.submit(2, script("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 5));
    openTask();
    browser.awaitText("without a group");
    assertThat(browser.run("return document.querySelector('.panel:has(i) tbody').innerText"))
        .asString()
        .contains("3 succeeded", "2 succeeded");
    browser.requireNoErrors();
  }

  @Test
  void timesAreBarsASentenceAndATable() {
    task.submit(4, script("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 4));
    openTask();
    browser.awaitText("Run times").awaitText("Half of the jobs ran").awaitText("Waiting times");
    browser.click(".panel:has(.bars) button");
    assertThat(browser.await(".panel:has(.bars) table").getText()).contains("Run times");
    assertThat(browser.run("return document.querySelector('.bars').ariaLabel"))
        .asString()
        .startsWith("Half of the jobs ran");
    browser.requireNoErrors();
  }

  @Test
  void jobIsOpenedByItsNumber() {
    task.submit(3, script("true"));
    task.submit(2, script("true"));
    openTask();
    browser.awaitTrue("document.querySelector('canvas').dataset.drawn === '5'");
    browser.type(".goto input", "6" + Keys.ENTER);
    browser.awaitTrue("document.querySelector('.goto input').validationMessage.includes('to 5')");
    browser.await(".goto input").clear();
    browser.type(".goto input", "4" + Keys.ENTER);
    browser.awaitText("Timeline").awaitText("Job 0");
    browser.requireNoErrors();
  }

  @Test
  void filesOfATaskAreShownByFolder() {
    String folder = Folders.task(task.projectId(), task.id());
    store.put(folder + "mesh.bin", new byte[1500]);
    store.put(folder + "results/a b/out.csv", new byte[2]);
    openTask("/files");
    browser.awaitText("mesh.bin").awaitText("1.5 KB");
    browser.click("a[href$='folder=results%2F']");
    browser.awaitText("a b/");
    browser.run("document.querySelector('td a').click()");
    browser.awaitText("out.csv").awaitText("Folder above");
    assertThat(browser.text()).contains("results/a b/").doesNotContain("mesh.bin");
    browser.requireNoErrors();
  }

  @Test
  void linkToAFileIsCreated() {
    openTask("/files");
    browser.type("#field-filePath", "out.csv" + Keys.ENTER);
    browser.awaitText("curl -o FILE");
    browser.requireNoErrors();
  }

  @Test
  void keysLeadFromTheGridToTheLogOfTheFailedJob() {
    task.submit(4, script("echo started; test $AWS_BATCH_JOB_ARRAY_INDEX != 2"));
    task.awaitCounts(Map.of("SUCCEEDED", 3, "FAILED", 1));
    openTask();
    browser.awaitTrue("document.querySelector('canvas').dataset.drawn === '4'");
    browser.await("canvas").sendKeys("n", Keys.ENTER);
    browser.awaitText("Job 2").awaitText("started");
    assertThat(browser.text())
        .contains("Definition", "History", "Timeline", "Wrap")
        .doesNotContain("Follow");
    browser.requireNoErrors();
  }

  private void openTask() {
    openTask("");
  }

  private void openTask(String below) {
    browser.open("#/projects/%s/tasks/%s%s".formatted(task.projectId(), task.id(), below));
  }
}
