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
 * Fails a test in which a service of this process gave an answer that {@code openapi.yaml} does not
 * describe, and a class where that happened between its tests.
 */
public final class AnswersAsDescribed implements AfterEachCallback, AfterAllCallback {
  private static final Queue<Throwable> COMPLAINTS = new ConcurrentLinkedQueue<>();

  /** A client may have the last byte of an answer before the answer was held here. */
  private static final ReadWriteLock BEING_WRITTEN = new ReentrantReadWriteLock();

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Puts the watch around every service that a test starts in its own process. */
  @Configuration(proxyBeanMethods = false)
  static class Watch {
    @Bean
    FilterRegistrationBean<AnswerWatch> answerWatch() {
      FilterRegistrationBean<AnswerWatch> filter = new FilterRegistrationBean<>(new AnswerWatch());
      filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
      filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
      return filter;
    }
  }

  static void complain(Throwable about) {
    COMPLAINTS.add(about);
  }

  /** Held from an answer's first byte until its check. */
  static Lock beingWritten() {
    return BEING_WRITTEN.readLock();
  }

  /** What was complained about since the last call, and will be about answers being written. */
  static List<Throwable> take() {
    awaitThoseBeingWritten();
    List<Throwable> taken = new ArrayList<>();
    for (Throwable next = COMPLAINTS.poll(); next != null; next = COMPLAINTS.poll()) {
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
    failOnComplaints();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    failOnComplaints();
  }

  void failOnComplaints() {
    List<Throwable> complaints = take();
    if (!complaints.isEmpty()) {
      AssertionError failure = new AssertionError(complaints.getFirst().getMessage());
      complaints.forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
