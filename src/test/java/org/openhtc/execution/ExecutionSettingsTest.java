package org.openhtc.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class ExecutionSettingsTest {

  @Test
  void jobsAreIsolatedByDefaultAndHaveFewCapabilities() {
    ExecutionSettings defaults = bound("openhtc.execution.network", "isolated");
    assertThat(defaults.requireIsolation()).isTrue();
    assertThat(defaults.limits().capabilities())
        .containsExactly(
            "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETUID", "SETGID", "SETPCAP", "KILL");
  }

  @Test
  void networkOfTheHostIsRefused() {
    assertThatThrownBy(() -> bound("openhtc.execution.network", "host"))
        .isInstanceOf(BindException.class)
        .hasStackTraceContaining("jobs would reach all services of their host");
    assertThat(bound("openhtc.execution.network", "hostile").network()).isEqualTo("hostile");
  }

  @Test
  void capabilityThatReachesBeyondTheContainerIsRefused() {
    String setting = "openhtc.execution.limits.capabilities";
    assertThat(bound(setting, "CHOWN,AUDIT_WRITE").limits().capabilities()).hasSize(2);
    assertThatThrownBy(() -> bound(setting, "CHOWN,SYS_ADMIN")).isInstanceOf(BindException.class);
  }

  private static ExecutionSettings bound(String name, String value) {
    var source =
        new MapConfigurationPropertySource(
            Map.of("openhtc.execution.api-url", "http://172.17.0.1/api/v1", name, value));
    try (var validators = Validation.buildDefaultValidatorFactory()) {
      BindHandler handler =
          new ValidationBindHandler(new SpringValidatorAdapter(validators.getValidator()));
      return new Binder(source)
          .bind("openhtc.execution", Bindable.of(ExecutionSettings.class), handler)
          .get();
    }
  }
}
