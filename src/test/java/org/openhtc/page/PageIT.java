package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The page in a real browser: login, navigation, roles, errors and themes. */
@ServiceTest
class PageIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;
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
  void wrongKeyIsRefusedInTheWordsOfTheApi() {
    browser.open("");
    browser.type("#field-key", "wrong-key-0123456789abcdef0123456789");
    browser.click("form .primary");
    assertThat(browser.await(".note.error").getText())
        .contains("The login is not accepted", "Unauthorized");
    assertThat(browser.has(".topbar")).isFalse();
  }

  @Test
  void platformAdministratorSeesProjectsQueueAndHosts() {
    browser
        .login(ServiceTest.ADMIN_KEY)
        .awaitText("What waits, and why")
        .awaitText("Healthy hosts")
        .awaitText("in the last half minute");
    browser.open("#/queue").awaitText("Waiting jobs");
    browser.open("#/hosts").awaitText("Take jobs");
    assertThat(browser.text()).contains("local", "Register a host", "Attempts over time");
    browser.open("#/administration").awaitText("Signing keys");
    assertThat(browser.text()).contains("Workspaces", "Organizations", "Regions");
    browser.requireNoErrors();
  }

  @Test
  void fieldsOfANewHostKeepWhatWasEnteredAndOfferOnlyRealRegions() {
    browser.login(ServiceTest.ADMIN_KEY).open("#/hosts");
    browser.await(".heading button").click();
    browser.awaitTrue("document.querySelectorAll('#field-region option').length > 1");
    assertThat(browser.text()).doesNotContain("UNASSIGNED");
    browser.await("#field-reserveVcpus").clear();
    browser.type("#field-reserveVcpus", "3");
    browser.run("window.reads = performance.getEntriesByType('resource').length");
    browser.awaitTrue("performance.getEntriesByType('resource').length > window.reads + 1");
    assertThat(browser.await("#field-reserveVcpus").getAttribute("value")).isEqualTo("3");
    browser.requireNoErrors();
  }

  @Test
  void administratorRenamesAProjectAndLimitsItsVcpus() {
    browser.login(ServiceTest.ADMIN_KEY).open("#/projects/%s/settings".formatted(task.projectId()));
    browser.await("#field-projectName").clear();
    browser.type("#field-projectName", "wings" + Keys.ENTER);
    browser.awaitTrue("document.querySelector('.crumbs').innerText.includes('wings')");
    browser.type("#field-vCPUs", "12" + Keys.ENTER);
    browser.awaitText("Set by role");
    assertThat(task.api.get(task.project()).text("projectName")).isEqualTo("wings");
    JsonNode limits = task.api.get(task.project() + "/limits").body();
    assertThat(limits.findValuesAsString("vCPUs")).containsExactly("12");
  }

  @Test
  void userIsOfferedNeitherHostsNorProjects() {
    browser.login(tenants.key(tenants.user(tenants.workspace(), Role.USER)));
    browser.awaitText("A workspace administrator can create projects.");
    assertThat(browser.has("a[href='#/hosts']")).isFalse();
    assertThat(browser.has("form")).isFalse();
    browser.requireNoErrors();
  }

  @Test
  void newWorkspaceLeadsToTheFirstProjectAndTask() {
    browser.login(tenants.key(tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN)));
    browser.awaitText("Welcome: there is no project yet");
    browser.type("#field-projectName", "first");
    browser.type("#field-projectDescription", "A try" + Keys.ENTER);
    browser.awaitText("There is no task yet.");
    browser.type("#field-name", "solver" + Keys.ENTER);
    browser.awaitText("The repository solver exists").awaitText("/solver:1.0");
    assertThat(browser.await(".code pre").getText()).contains("docker login", "docker push");
    browser.type("#field-taskName", "hello");
    browser.type("#field-taskDescription", "Greetings" + Keys.ENTER);
    browser.awaitText("This task has no jobs yet.");
    browser.requireNoErrors();
  }

  @Test
  void missingTaskIsReportedInTheWordsOfTheApi() {
    browser.login(ServiceTest.ADMIN_KEY);
    browser.open(
        "#/projects/%s/tasks/00000000-0000-0000-0000-000000000000".formatted(task.projectId()));
    assertThat(browser.await(".note.error").getText())
        .contains("Not found", "NotFound", "There is no task");
  }

  @Test
  void tokenIsKeptWhenThePageIsReloadedAndForgottenAtLogout() {
    browser.login(ServiceTest.ADMIN_KEY);
    browser.driver.navigate().refresh();
    browser.await(".topbar .who");
    assertThat(browser.run("return JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"))
        .asString()
        .doesNotContain(ServiceTest.ADMIN_KEY);
    browser.run("document.querySelector('.topbar-end button:last-child').click()");
    browser.await("#field-key");
    assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
  }

  @Test
  void refusedTokenLeadsToTheLogin() {
    browser.login(ServiceTest.ADMIN_KEY);
    browser.run(
        "sessionStorage.setItem('openhtc.session', JSON.stringify({token: 'bad', expiresAt:"
            + " 9e15}))");
    browser.driver.navigate().refresh();
    browser.await("#field-key");
  }

  @Test
  void themeIsChosenByButton() {
    browser.login(ServiceTest.ADMIN_KEY);
    String color = "return getComputedStyle(document.body).backgroundColor";
    browser.click(".topbar-end .quiet");
    assertThat(browser.run("return document.documentElement.dataset.theme")).isEqualTo("light");
    Object light = browser.run(color);
    browser.click(".topbar-end .quiet");
    assertThat(browser.run(color)).isNotEqualTo(light);
    browser.requireNoErrors();
  }

  @Test
  void everyControlOfTheOverviewHasANameAndIsReachedByKeyboard() {
    browser.login(ServiceTest.ADMIN_KEY).awaitText("What waits, and why");
    assertThat(
            browser.run(
                """
                return [...document.querySelectorAll('a, button, input, select, textarea, canvas')]
                  .filter(e => !(e.innerText || e.ariaLabel || e.labels?.length || e.title))
                  .map(e => e.outerHTML).join()
                """))
        .isEqualTo("");
    assertThat(browser.run("return document.querySelectorAll('h1').length")).isEqualTo(1L);
    assertThat(
            browser.run(
                "return"
                    + " document.querySelectorAll('[tabindex]:not([tabindex=\"0\"]):not([tabindex=\"-1\"])').length"))
        .isEqualTo(0L);
  }

  @Test
  void lostConnectionIsShownAndEndsByItself() {
    browser.login(ServiceTest.ADMIN_KEY).open("#/queue").awaitText("Waiting jobs");
    browser.online(false);
    browser.awaitText("Unreachable").awaitText("Waiting jobs");
    browser.online(true);
    browser.awaitTrue("document.querySelector('.note.error') === null");
  }

  @Test
  void administratorCreatesAUserWithAKeyThatIsShownOnce() {
    browser.login(tenants.key(tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN)));
    browser.open("#/people");
    browser.await(".heading button").click();
    browser.type("#field-fullName", "Ada Lovelace");
    browser.type("#field-email", "ada@example.org" + Keys.ENTER);
    browser.awaitText("The user has no key and cannot log in yet.");
    browser.type("#field-name", "laptop" + Keys.ENTER);
    String key = browser.await(".new-key").getText();
    browser.awaitText("Revoke").requireNoErrors();
    browser.run("sessionStorage.clear()");
    browser.driver.navigate().refresh();
    browser.login(key).awaitText("Ada Lovelace");
  }

  @Test
  void pageWorksBelowAPathPrefix() throws Exception {
    try (PrefixProxy proxy = PrefixProxy.to(port);
        Browser behindProxy = Browser.at(proxy.address())) {
      behindProxy.login(ServiceTest.ADMIN_KEY).awaitText("Healthy hosts");
      behindProxy.open("#/hosts").awaitText("Take jobs");
      behindProxy.requireNoErrors();
    }
  }
}
