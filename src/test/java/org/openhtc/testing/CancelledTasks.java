package org.openhtc.testing;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Cancels, after each test, the jobs of the tasks that Spring injected into it. */
public final class CancelledTasks implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext test) {
    SpringExtension.getApplicationContext(test).getBean(TestTasks.class).cancelAll();
  }
}
