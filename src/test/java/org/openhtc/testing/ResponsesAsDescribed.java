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
 * Fails a test during which a service of this process returned a response that {@code openapi.yaml}
 * does not describe, and a class where that happened between its tests.
 */
public final class ResponsesAsDescribed implements AfterEachCallback, AfterAllCallback {
  private static final Queue<Throwable> DIFFERENCES = new ConcurrentLinkedQueue<>();

  /** A client may receive the last byte of a response before the response was checked here. */
  private static final ReadWriteLock BEING_WRITTEN = new ReentrantReadWriteLock();

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Adds the filter to every service that a test starts in its own process. */
  @Configuration(proxyBeanMethods = false)
  static class Filters {
    @Bean
    FilterRegistrationBean<ResponseCheckFilter> responseCheckFilter() {
      FilterRegistrationBean<ResponseCheckFilter> filter =
          new FilterRegistrationBean<>(new ResponseCheckFilter());
      filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
      filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
      return filter;
    }
  }

  static void report(Throwable difference) {
    DIFFERENCES.add(difference);
  }

  /** Held from the first byte of a response until its check. */
  static Lock beingWritten() {
    return BEING_WRITTEN.readLock();
  }

  /** The differences since the last call, including those of responses that are being written. */
  static List<Throwable> take() {
    awaitThoseBeingWritten();
    List<Throwable> taken = new ArrayList<>();
    for (Throwable next = DIFFERENCES.poll(); next != null; next = DIFFERENCES.poll()) {
      taken.add(next);
    }
    return taken;
  }

  private static void awaitThoseBeingWritten() {
    Lock nothingWritten = BEING_WRITTEN.writeLock();
    try {
      if (nothingWritten.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        nothingWritten.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    failOnDifferences();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    failOnDifferences();
  }

  void failOnDifferences() {
    List<Throwable> differences = take();
    if (!differences.isEmpty()) {
      AssertionError failure = new AssertionError(differences.getFirst().getMessage());
      differences.forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
