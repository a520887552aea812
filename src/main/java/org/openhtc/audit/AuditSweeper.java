package org.openhtc.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Removes entries that are older than {@link AuditSettings#retention()}, and those that a workspace
 * has beyond {@link AuditSettings#entriesPerWorkspace()}.
 */
@Component
class AuditSweeper implements SchedulingConfigurer {
  private static final Logger log = LoggerFactory.getLogger(AuditSweeper.class);

  private final AuditWriter writer;
  private final AuditTrimmer trimmer;
  private final AuditSettings settings;
  private final Clock clock;

  AuditSweeper(AuditWriter writer, AuditTrimmer trimmer, AuditSettings settings, Clock clock) {
    this.writer = writer;
    this.trimmer = trimmer;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    Duration pause = settings.sweepInterval();
    tasks.addFixedDelayTask(new FixedDelayTask(this::run, pause, pause));
  }

  void run() {
    Instant before = clock.instant().minus(settings.retention());
    int removed = 0;
    int batch;
    do {
      batch = writer.removeBatch(before);
      removed += batch;
    } while (batch > 0);
    log.debug("Removed {} audit entries from before {}", removed, before);
    trimmer.trim();
  }
}
