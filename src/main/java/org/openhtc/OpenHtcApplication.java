package org.openhtc;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the service. The modules are the packages beside this class. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Modulithic(
    systemName = "OpenHTC",
    sharedModules = {"api", "body", "sql"})
public class OpenHtcApplication {
  public static void main(String[] args) {
    SpringApplication.run(OpenHtcApplication.class, args);
  }
}
