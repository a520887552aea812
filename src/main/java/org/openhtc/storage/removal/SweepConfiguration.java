package org.openhtc.storage.removal;

import java.time.Duration;
import org.openhtc.storage.StorageAccessSettings;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Schedules the runs of {@link GrantSweeper} and {@link FolderRemover}. */
@Configuration(proxyBeanMethods = false)
class SweepConfiguration implements SchedulingConfigurer {
  private final GrantSweeper grants;
  private final FolderRemover folders;
  private final StorageAccessSettings settings;

  SweepConfiguration(GrantSweeper grants, FolderRemover folders, StorageAccessSettings settings) {
    this.grants = grants;
    this.folders = folders;
    this.settings = settings;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    Duration pause = settings.sweepInterval();
    tasks.addFixedDelayTask(new FixedDelayTask(grants::run, pause, pause));
    tasks.addFixedDelayTask(new FixedDelayTask(folders::run, pause, pause));
  }
}
