package org.openhtc.execution.host;

import java.util.concurrent.atomic.AtomicBoolean;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.fitness.HostFitness;
import org.openhtc.execution.image.HostImages;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connected host needs now and then: room for images, and the end of its quarantine. */
final class HostUpkeep {
  private static final Logger log = LoggerFactory.getLogger(HostUpkeep.class);

  private final String host;
  private final HostImages images;
  private final HostFitness fitness;
  private final BackgroundWork background;
  private final int imageReserveGib;
  private final AtomicBoolean isSweeping = new AtomicBoolean();
  private final AtomicBoolean isReleasing = new AtomicBoolean();
  private volatile HostHealth found;

  /**
   * @param configured the host as read when its agent was made
   * @param imageReserveGib free disk in GiB below which unused images are removed
   */
  HostUpkeep(
      Host configured,
      HostImages images,
      HostFitness fitness,
      BackgroundWork background,
      int imageReserveGib) {
    this.host = configured.name();
    this.found = configured.health();
    this.images = images;
    this.fitness = fitness;
    this.background = background;
    this.imageReserveGib = imageReserveGib;
  }

  /** The host as last read from the database: it may be quarantined. */
  void configured(Host now) {
    found = now.health();
  }

  void run(HostConnection connection) {
    if (fitness.mayBeQuarantined(found)) {
      connection.engine().ifPresent(this::release);
    }
    boolean isDiskLow = connection.diskFreeGib().map(free -> free < imageReserveGib).orElse(false);
    if (isDiskLow) {
      connection.engine().ifPresent(this::sweep);
    }
  }

  private void release(ContainerEngine engine) {
    if (isReleasing.compareAndSet(false, true)) {
      background.start(
          "release-" + host,
          () -> {
            try {
              fitness.releaseWhenDue(engine);
            } catch (EngineException e) {
              log.info("Quarantined host {} can't be tested: {}", host, e.getMessage());
            } finally {
              isReleasing.set(false);
            }
          });
    }
  }

  private void sweep(ContainerEngine engine) {
    if (isSweeping.compareAndSet(false, true)) {
      background.start(
          "images-" + host,
          () -> {
            try {
              images.sweep(engine);
            } catch (EngineException e) {
              log.info("Images of host {} can't be removed: {}", host, e.getMessage());
            } finally {
              isSweeping.set(false);
            }
          });
    }
  }
}
