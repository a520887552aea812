package org.openhtc.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openhtc.registry.TokenServer;
import org.openhtc.tls.TlsSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * Runs an image registry as a child process and restarts it when it ends. While its disk has little
 * space, it is read-only: images can be pulled, and neither pushed nor removed. It starts after the
 * web server, because the registry sends engines to this service for their tokens.
 */
final class EmbeddedRegistry implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final Duration DISK_CHECKED_EVERY = Duration.ofSeconds(1);

  private final RegistryHome home;
  private final TokenServer tokens;
  private final Environment environment;
  private final RegistryDisk disk;
  private final TlsSettings tls;
  private final Semaphore stopping = new Semaphore(0);
  private volatile boolean isReadOnly;
  private @Nullable Thread supervisor;

  EmbeddedRegistry(
      RegistryHome home,
      TokenServer tokens,
      Environment environment,
      RegistryDisk disk,
      TlsSettings tls) {
    this.home = home;
    this.tokens = tokens;
    this.environment = environment;
    this.disk = disk;
    this.tls = tls;
  }

  @Override
  public void start() {
    Path program = home.program();
    if (program == null) {
      log.warn(
          "No image registry: docker-registry is not installed, so projects cannot store images");
      return;
    }
    try {
      configure();
      RegistryProcess.stopOrphan(home);
    } catch (IOException e) {
      throw new IllegalStateException("could not set up the image registry", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    stopping.drainPermits();
    supervisor = Thread.ofVirtual().name("registry").start(() -> supervise(program));
  }

  @Override
  public void stop() {
    Thread thread = supervisor;
    if (thread == null) {
      return;
    }
    supervisor = null;
    stopping.release();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return supervisor != null;
  }

  private void configure() throws IOException {
    boolean isLow = disk.isLow(isReadOnly);
    if (isLow && !isReadOnly) {
      log.warn("The registry's disk has little space: images can be pulled, but not pushed");
    }
    isReadOnly = isLow;
    RegistryConfigFile.write(home, tokens, realm(), isReadOnly);
  }

  /** Engines that use a registry without TLS do not verify the certificate of its token server. */
  private URI realm() {
    String port = environment.getRequiredProperty("local.server.port");
    return URI.create(
        "%s://%s:%s%s".formatted(tls.scheme(), home.address(), port, TokenServer.PATH));
  }

  /** Restarts the registry until interrupted, with growing pauses while it fails to start. */
  private void supervise(Path program) {
    RestartPause pauses = new RestartPause();
    try {
      Duration pause;
      do {
        pause = pauses.after(run(program));
      } while (!stopping.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the registry until it ends; returns how long it ran. */
  private Duration run(Path program) throws InterruptedException {
    long started = System.nanoTime();
    try {
      configure();
      Process process = RegistryProcess.start(home, program);
      log.info("Image registry {} listens on {}", process.pid(), home.host());
      int exitCode = awaitEnd(process);
      log.warn(
          "Image registry ended with exit code {}; restarting it. See {}", exitCode, home.log());
    } catch (IOException | UncheckedIOException e) {
      log.warn("Image registry failed to start; trying again: {}", e.toString());
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** The registry reads its configuration at its start only, so a change of the disk ends it. */
  private int awaitEnd(Process process) throws InterruptedException {
    try {
      while (!process.waitFor(DISK_CHECKED_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (disk.isLow(isReadOnly) != isReadOnly) {
          RegistryProcess.stop(process.toHandle());
        }
      }
      return process.exitValue();
    } catch (InterruptedException | UncheckedIOException e) {
      RegistryProcess.stop(process.toHandle());
      throw e;
    }
  }
}
