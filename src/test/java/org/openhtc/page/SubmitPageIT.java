package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Submissions from the page in a real browser, with real jobs. */
@Scenario
class SubmitPageIT extends AdministratorTab {
  @Autowired TestTask task;

  @Test
  void formSubmitsNameRetriesAndGroup() {
    open("/submit");
    replace("#field-jobs", "2");
    browser.type("#field-jobName", "wing");
    browser.type("#field-group", "tunnel");
    fillDefinition("exit 3");
    replace("#field-maxRetries", "1");
    browser.click("form .primary");
    browser.awaitText("All jobs");
    task.awaitCounts(Map.of("FAILED", 2));
    JsonNode job = task.api.get(task.path + "/jobs").body().path("items").get(1);
    assertThat(job.path("jobName").asString()).isEqualTo("wing");
    assertThat(job.path("group").asString()).isEqualTo("tunnel");
    assertThat(job.at("/retryStrategy/maxRetries").asInt()).isEqualTo(1);
    assertThat(job.path("providerJobId").asString()).as("attempt").endsWith("#2");
    browser.requireNoErrors();
  }

  @Test
  void whatWasEnteredStaysWhenAnotherWayIsChosen() {
    open("/submit");
    replace("#field-jobs", "7");
    fillDefinition("echo wing");
    choose("Table");
    browser.type("#field-table", "ANGLE" + Keys.ENTER + "5");
    assertThat(value("#field-command")).isEqualTo("echo wing");
    choose("JSON");
    assertThat(value("#field-json")).contains("\"batchSize\": 7", "echo wing");
    browser.type("#field-json", " ");
    choose("Form");
    assertThat(value("#field-jobs")).isEqualTo("7");
    assertThat(value("#field-imageName")).isEqualTo(TestImages.BUSYBOX);
    choose("Table");
    assertThat(value("#field-table")).isEqualTo("ANGLE\n5");
    choose("JSON");
    assertThat(value("#field-json")).as("as it was edited").endsWith(" ");
    browser.requireNoErrors();
  }

  @Test
  void linesOfATableBecomeOneArray() {
    open("/submit");
    choose("Table");
    String lines =
        String.join(
            Keys.ENTER,
            "ANGLE,NOTE",
            "0,10",
            "3, \"a, \"\"b\"\" 'c'\"",
            "5,\"two",
            "lines\"",
            "7,$HOME `id`");
    browser.type("#field-table", lines);
    fillDefinition("echo \"$ANGLE: $NOTE\"");
    browser.click("form .primary");
    browser.awaitText("All jobs");
    task.awaitCounts(Map.of("SUCCEEDED", 4));
    String batch =
        task.api.get(task.path + "/jobs/grid").body().at("/items/0/parentJobId").asString();
    assertThat(task.log(batch, 0)).containsExactly("0: 10");
    assertThat(task.log(batch, 1)).containsExactly("3: a, \"b\" 'c'");
    assertThat(task.log(batch, 2)).containsExactly("5: two", "lines");
    assertThat(task.log(batch, 3)).containsExactly("7: $HOME `id`");
    browser.requireNoErrors();
  }

  @Test
  void tableThatIsNotClosedIsRefusedWithItsLine() {
    open("/submit");
    choose("Table");
    browser.type("#field-table", String.join(Keys.ENTER, "ANGLE", "0", "\"3"));
    fillDefinition("echo $ANGLE");
    browser.click("form .primary");
    browser.awaitText("The record in line 3 has a quote that is not closed.");
    assertThat(task.counts()).isEmpty();
  }

  @Test
  void tableIsReadFromAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("angles.csv"), "ANGLE\n0\n3\n");
    open("/submit");
    choose("Table");
    browser.type("input[type=file]", file.toString());
    browser.awaitTrue("document.querySelector('#field-table').value.startsWith('ANGLE')");
    browser.requireNoErrors();
  }

  @Test
  void jsonEditorShowsTheMembersAtTheCursorAndWhatIsWrongWithItsLine() {
    open("/submit");
    choose("JSON");
    enterJson("[{\n  \"htcJobDefinition\": {\n    \"maxVCpus\": 65,\n    \"command\": []\n  }\n}]");
    browser.awaitText("Line 3").awaitText("must be an integer, from 1 to 64, not 65.");
    assertThat(browser.text())
        .contains("imageName is missing", "there is no member with this name");
    browser.run("document.querySelectorAll('.json-findings button')[1].click()");
    browser.awaitTrue("document.querySelector('.json-help h3').innerText === 'htcJobDefinition'");
    assertThat(browser.await(".json-help").getText())
        .contains("imageName", "Repository and tag", "from 4 to 235,520");
    browser.run("document.querySelector('.json-help [aria-label=\"Add maxMemory\"]').click()");
    assertThat(value("#field-json")).contains("\"maxMemory\": 1024");
    enterJson("[{\n");
    browser.awaitText("Line 2");
    browser.requireNoErrors();
  }

  @Test
  void refusalOfTheServiceIsShownAtItsPlaceInTheText() {
    open("/submit");
    choose("JSON");
    enterJson(
        """
        [{
          "htcJobDefinition": {
            "imageName": "none",
            "envs": [{"name": "A", "value": ""}, {"name": "A", "value": ""}]
          }
        }]\
        """);
    browser.click("form .primary");
    browser.awaitTrue(
        "document.querySelector('.json-findings').innerText.includes('occurs twice')");
    assertThat(browser.await(".json-findings").getText()).startsWith("Line 4");
    browser.type("#field-json", " ");
    browser.awaitTrue(
        "!document.querySelector('.json-findings').innerText.includes('occurs twice')");
  }

  @Test
  void previewShowsWhatJobsWouldMeetAndSubmitsNothing() {
    open("/submit");
    fillDefinition("true");
    browser.click(".form-end button:last-child");
    browser.awaitText("nothing was submitted").awaitText("Suitable hosts");
    assertThat(task.counts()).isEmpty();
    replace("#field-maxMemory", "235520");
    browser.click(".form-end button:last-child");
    browser.awaitTrue("document.querySelector('table').innerText.includes('230 GiB')");
    browser.requireNoErrors();
  }

  @Test
  void jobThatFitsTheFormIsSubmittedAgainByIt() {
    String batch = submit(script("echo one\necho two"));
    open("/jobs/" + batch + ":0");
    browser.awaitText("echo one\necho two").awaitText("(you)");
    click("Submit again");
    browser.awaitText("Number of jobs");
    assertThat(value("#field-jobs")).isEqualTo("1");
    assertThat(value("#field-jobName")).isEqualTo("wing");
    assertThat(value("#field-command")).isEqualTo("echo one\necho two");
    assertThat(value("#field-maxRetries")).isEqualTo("2");
    browser.requireNoErrors();
  }

  @Test
  void jobThatDoesNotFitTheFormIsSubmittedAgainAsJson() {
    Map<String, Object> definition = script("echo $ANGLE");
    definition.put("envs", List.of(Map.of("name", "ANGLE", "value", "5")));
    String batch = submit(definition);
    open("/jobs/" + batch + ":0");
    click("Submit again");
    browser.awaitText("Body of the request");
    assertThat(value("#field-json"))
        .contains("\"jobName\": \"wing\"", "\"maxRetries\": 2", "ANGLE");
    browser.click("form .primary");
    browser.awaitText("All jobs");
    task.awaitCounts(Map.of("SUCCEEDED", 2));
    browser.requireNoErrors();
  }

  private String submit(Map<String, Object> definition) {
    Map<String, Object> batch =
        Map.of(
            "jobName",
            "wing",
            "retryStrategy",
            Map.of("maxRetries", 2),
            "htcJobDefinition",
            definition);
    String id = task.post("", List.of(batch)).body().get(0).path("parentJobId").asString();
    task.awaitStatus(id, 0, "SUCCEEDED");
    return id;
  }

  private void fillDefinition(String command) {
    browser.type("#field-imageName", TestImages.BUSYBOX);
    browser.type("#field-command", command);
    replace("#field-maxMemory", "64");
  }

  private void enterJson(String text) {
    browser.await("#field-json").clear();
    browser.run(
        """
        const area = document.querySelector('#field-json');
        area.value = %s;
        area.dispatchEvent(new Event('input', { bubbles: true }));
        """
            .formatted(JsonMapper.shared().writeValueAsString(text)));
  }

  private void replace(String field, String text) {
    browser.await(field).clear();
    browser.type(field, text);
  }

  private String value(String field) {
    browser.await(field);
    return (String) browser.run("return document.querySelector('%s').value".formatted(field));
  }

  private void choose(String way) {
    click(way);
    browser.awaitTrue(
        "document.querySelector('.tabs [aria-pressed=true]')?.innerText === '%s'".formatted(way));
  }

  private void click(String text) {
    String find =
        "[...document.querySelectorAll('a, button')].find(e => e.innerText === '%s')"
            .formatted(text);
    browser.awaitTrue("Boolean(%s)".formatted(find));
    browser.run(find + ".click()");
  }

  private void open(String below) {
    browser.open("#/projects/%s/tasks/%s%s".formatted(task.projectId(), task.id(), below));
  }
}
