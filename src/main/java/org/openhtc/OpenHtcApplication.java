package org.openhtc;

import org.openhtc.backup.BackupCommand;
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
    sharedModules = {"api", "body", "digest", "sql"})
public class OpenHtcApplication {
  /**
   * Runs the service, or the command {@code backup} or {@code restore} if it is the first argument.
   */
  public static void main(String[] args) {
    if (BackupCommand.isNamedBy(args)) {
      System.exit(BackupCommand.run(args));
    }
    CarrierThreads.provide();
    VirtualThreadWatch.start();
    SpringApplication.run(OpenHtcApplication.class, args);
  }
}
