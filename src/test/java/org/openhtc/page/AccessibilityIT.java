package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each view passes the checks of axe, in both themes. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityIT {
  @LocalServerPort int port;
  @Autowired TestTask task;
  private AxeLibrary axe;
  private Browser browser;

  @BeforeAll
  void start() throws Exception {
    axe = AxeLibrary.read();
    browser = Browser.at("http://127.0.0.1:%d/".formatted(port));
  }

  @AfterAll
  void end() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void loginPassesTheChecks() {
    browser.open("").run("sessionStorage.clear()");
    browser.driver.navigate().refresh();
    browser.await("#field-key");
    assertThat(violations()).isEmpty();
  }

  static Stream<String> views() {
    return Stream.of(
        "",
        "#/queue",
        "#/hosts",
        "#/people",
        "#/administration",
        "#/PROJECT",
        "#/PROJECT/settings",
        "#/PROJECT/files",
        "#/TASK",
        "#/TASK/submit");
  }

  @ParameterizedTest
  @MethodSource("views")
  void viewPassesTheChecksInBothThemes(String view) {
    if (!browser.has(".topbar .who")) {
      browser.login(ServiceTest.ADMIN_KEY);
    }
    String project = "projects/" + task.projectId();
    browser.open(view.replace("TASK", project + "/tasks/" + task.id()).replace("PROJECT", project));
    browser.awaitTrue("document.querySelector('h1') && !document.querySelector('.loading')");
    for (String theme : new String[] {"light", "dark"}) {
      browser.run("document.documentElement.dataset.theme = '%s'".formatted(theme));
      assertThat(violations()).as(theme).isEmpty();
    }
  }

  @Test
  void nothingMovesIfTheUserPrefersThat() {
    if (!browser.has(".topbar .who")) {
      browser.login(ServiceTest.ADMIN_KEY);
    }
    browser.open("#/hosts").await(".meter-fill");
    String time =
        "return getComputedStyle(document.querySelector('.meter-fill')).transitionDuration";
    assertThat(browser.run(time)).isEqualTo("0.4s");
    Map<String, String> feature = Map.of("name", "prefers-reduced-motion", "value", "reduce");
    browser.driver.executeCdpCommand(
        "Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    assertThat(browser.run(time)).isEqualTo("0s");
    browser.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
  }

  private String violations() {
    return axe.violations(browser);
  }
}
