package org.openhtc.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.springframework.util.FileSystemUtils;

/**
 * Debian's Chromium without a window. One process serves all tests of this JVM one after another,
 * because its start takes seconds. Each test gets a tab without anything that another test stored.
 */
final class Chromium {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private static @Nullable Chromium running;

  private final ChromeDriver driver;
  private final Path files;

  private Chromium(ChromeDriver driver, Path files) {
    this.driver = driver;
    this.files = files;
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end-of-chromium"));
  }

  /** Opens a tab in the running browser; skips the test where there is no browser. */
  static synchronized ChromeDriver newTab() {
    assumeTrue(Files.exists(PROGRAM) && Files.exists(DRIVER), "chromium-driver is not installed");
    if (running == null || !running.responds()) {
      running = start();
    }
    running.replaceTab();
    return running.driver;
  }

  private static Chromium start() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(PROGRAM.toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1440,900");
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    Path files = temporaryDirectory();
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .usingAnyFreePort()
            .withEnvironment(Map.of("TMPDIR", files.toString()))
            .build();
    return new Chromium(new ChromeDriver(service, options), files);
  }

  /** Chromium leaves files behind in the directory for temporary files. */
  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean responds() {
    try {
      return !driver.getWindowHandles().isEmpty();
    } catch (WebDriverException crashed) {
      return false;
    }
  }

  /** The session storage and the state of the network belong to a tab. */
  private void replaceTab() {
    String old = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    String added = driver.getWindowHandle();
    driver.switchTo().window(old).close();
    driver.switchTo().window(added);
    driver.manage().logs().get(LogType.BROWSER);
  }

  /**
   * Ends the use of the tab: the page in it is left, and all that it stored is removed.
   *
   * @param address of the page
   */
  static void leave(ChromeDriver tab, String address) {
    tab.deleteNetworkConditions();
    tab.get("about:blank");
    tab.executeCdpCommand("Network.clearBrowserCache", Map.of());
    tab.executeCdpCommand(
        "Storage.clearDataForOrigin", Map.of("origin", address, "storageTypes", "all"));
  }

  private void end() {
    try {
      driver.quit();
    } finally {
      FileSystemUtils.deleteRecursively(files.toFile());
    }
  }
}
