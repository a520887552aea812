package org.openhtc.testing;

import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Fails a test during which a service of this process sent a response that {@code openapi.yaml}
 * does not describe, and a class where that happened between its tests.
 */
public final class DocumentedResponses implements AfterEachCallback, AfterAllCallback {
  private static final Queue<Throwable> DEVIATIONS = new ConcurrentLinkedQueue<>();

  /** A client may receive the last byte of a response before the response is checked here. */
  private static final ReadWriteLock WRITES = new ReentrantReadWriteLock();

  private static final Duration LAST_WRITES = Duration.ofSeconds(1);

  /** Adds the filter to every service that a test starts in its own process. */
  @Configuration(proxyBeanMethods = false)
  static class FilterConfiguration {
    @Bean
    FilterRegistrationBean<ResponseCheckFilter> responseCheckFilter() {
      FilterRegistrationBean<ResponseCheckFilter> filter =
          new FilterRegistrationBean<>(new ResponseCheckFilter());
      filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
      filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
      return filter;
    }
  }

  static void add(Throwable deviation) {
    DEVIATIONS.add(deviation);
  }

  /** A lock that is held from the first byte of a response until its check. */
  static Lock writeInProgress() {
    return WRITES.readLock();
  }

  /**
   * The deviations since the last call, including those of responses that are still being written.
   */
  static List<Throwable> take() {
    awaitWritesInProgress();
    List<Throwable> taken = new ArrayList<>();
    for (Throwable next = DEVIATIONS.poll(); next != null; next = DEVIATIONS.poll()) {
      taken.add(next);
    }
    return taken;
  }

  private static void awaitWritesInProgress() {
    Lock noWrites = WRITES.writeLock();
    try {
      if (noWrites.tryLock(LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS)) {
        noWrites.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    failOnDeviations();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    failOnDeviations();
  }

  void failOnDeviations() {
    List<Throwable> deviations = take();
    if (!deviations.isEmpty()) {
      AssertionError failure = new AssertionError(deviations.getFirst().getMessage());
      deviations.forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
