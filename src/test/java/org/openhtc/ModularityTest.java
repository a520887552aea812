package org.openhtc;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

  @Test
  void modulesUseOnlyWhatTheyMay() {
    ApplicationModules.of(OpenHtcApplication.class).verify();
  }
}
