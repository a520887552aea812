package org.openhtc.page;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openhtc.testing.ServiceTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each test has a new tab of the page, in which the administrator is logged in. */
abstract class AdministratorTab {
  @LocalServerPort int port;
  Browser browser;

  @BeforeEach
  final void logIn() {
    browser = Browser.at("http://127.0.0.1:%d/".formatted(port));
    browser.login(ServiceTest.ADMIN_KEY);
  }

  @AfterEach
  final void closeTab() {
    browser.close();
  }
}
