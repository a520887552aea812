package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openhtc.testing.Timeouts;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chromium.ChromiumNetworkConditions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A user's view of the page, in a tab of {@link Chromium}. One test uses one at a time. */
final class Browser implements AutoCloseable {
  /** Networks of containers begin and end on this machine, and Chromium aborts loads then. */
  private static final String NETWORK_CHANGED = "net::ERR_NETWORK_CHANGED";

  final ChromeDriver driver;

  /** Warnings and errors of the page that were read from the driver, which keeps them no longer. */
  private final List<String> messages = new ArrayList<>();

  private final String base;

  private Browser(ChromeDriver driver, String base) {
    this.driver = driver;
    this.base = base;
  }

  /**
   * Opens a tab without stored data, or skips the test where there is no browser.
   *
   * @param base address of the page, with a slash at the end
   */
  static Browser at(String base) {
    return new Browser(Chromium.newTab(), base);
  }

  /** Opens a view of the page and waits until it shows something. */
  Browser open(String hash) {
    driver.get(base + hash);
    Awaitility.await(base + hash).atMost(Timeouts.STEP).until(this::isShown);
    return this;
  }

  /** A page loads itself again if a script is missing, unless it is the script for that. */
  private boolean isShown() {
    if (!text().isEmpty()) {
      return true;
    }
    readLog();
    if (messages.removeIf(message -> message.contains(NETWORK_CHANGED))) {
      driver.navigate().refresh();
    }
    return false;
  }

  /** Logs in with a key and waits for the navigation. */
  Browser login(String key) {
    open("");
    type("#field-key", key);
    click("form .primary");
    await(".topbar .who");
    return this;
  }

  void type(String selector, String text) {
    await(selector).sendKeys(text);
  }

  void click(String selector) {
    await(selector).click();
  }

  /** Waits until an element is there, and returns it. */
  WebElement await(String selector) {
    try {
      return Awaitility.await(selector)
          .atMost(Timeouts.STEP)
          .until(() -> driver.findElements(By.cssSelector(selector)), found -> !found.isEmpty())
          .getFirst();
    } catch (ConditionTimeoutException missing) {
      throw missing(selector, missing);
    }
  }

  private AssertionError missing(String wanted, ConditionTimeoutException cause) {
    String problem = "%s is missing. The page: '%s'. Its log: %s";
    return new AssertionError(problem.formatted(wanted, text(), log()), cause);
  }

  /** Waits until the page shows the text. */
  Browser awaitText(String text) {
    try {
      Awaitility.await(text).atMost(Timeouts.STEP).until(() -> text().contains(text));
    } catch (ConditionTimeoutException missing) {
      throw missing("'" + text + "'", missing);
    }
    return this;
  }

  /** Waits until a script returns true. */
  void awaitTrue(String script) {
    Awaitility.await(script)
        .atMost(Timeouts.STEP)
        .until(() -> run("return " + script).equals(true));
  }

  Object run(String script) {
    Object result = driver.executeScript(script);
    return result == null ? "" : result;
  }

  String text() {
    try {
      return driver.findElement(By.tagName("body")).getText();
    } catch (StaleElementReferenceException | NoSuchElementException replaced) {
      return "";
    }
  }

  /** Cuts or restores the connection of the browser to all servers. */
  void online(boolean isOnline) {
    ChromiumNetworkConditions conditions = new ChromiumNetworkConditions();
    conditions.setOffline(!isOnline);
    driver.setNetworkConditions(conditions);
  }

  boolean has(String selector) {
    return !driver.findElements(By.cssSelector(selector)).isEmpty();
  }

  /** Checks that no script failed and that the content security policy refused nothing. */
  void requireNoErrors() {
    assertThat(log()).isEmpty();
  }

  /** The warnings and errors of the page since the last call. */
  private List<String> log() {
    readLog();
    List<String> found =
        messages.stream().filter(message -> !message.contains(NETWORK_CHANGED)).toList();
    messages.clear();
    return found;
  }

  private void readLog() {
    driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .forEach(messages::add);
  }

  @Override
  public void close() {
    Chromium.leave(driver, base);
  }
}
