package org.openhtc.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.lease.Leases;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.support.TransactionTemplate;

/** Requests can't take the connections of the service's own work. */
@ServiceTest
class RequestRoutingIT {
  private static final long LOCK = 471_109;

  /** Those of the pool of requests. */
  private static final int CONNECTIONS = 16;

  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired Leases leases;
  @Autowired ApiClient api;
  @Autowired Environment environment;

  @Test
  void threadDecidesFromWhichPoolAConnectionComes() {
    AtomicReference<String> inRequest = new AtomicReference<>();
    asRequest(() -> inRequest.set(pool()));
    assertThat(inRequest).hasValue("openhtc requests");
    assertThat(pool()).isEqualTo("openhtc service");
  }

  /**
   * Requests wait at most ten seconds for a lock or for a connection, and leases at most two. If a
   * busy machine reaches such a limit, the test begins again; where slow requests delayed the
   * service, each attempt would.
   */
  @Test
  void slowRequestsDelayNeitherTheServiceNorItsLeases() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      await()
          .ignoreExceptionsMatching(RequestRoutingIT::isLimit)
          .until(() -> isLedBesideSlowRequests(threads));
    }
  }

  @Test
  void readinessIncludesTheDatabase() {
    assertThat(api.withoutBasePath().get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(environment.getProperty("management.endpoint.health.group.readiness.include"))
        .contains("database");
  }

  private static boolean isLimit(Throwable problem) {
    return problem instanceof DataAccessException
        || problem.getCause() instanceof DataAccessException;
  }

  /** Whether a lease is held while requests wait for a lock, which then all end as they should. */
  private boolean isLedBesideSlowRequests(Executor threads) {
    AtomicBoolean isLed = new AtomicBoolean();
    requests(CONNECTIONS, this::sleep, threads).forEach(CompletableFuture::join);
    List<CompletableFuture<Void>> slow =
        transaction.execute(open -> {
          lock();
          List<CompletableFuture<Void>> requests = requests(30, this::lock, threads);
          await().until(() -> waiting() == CONNECTIONS || hasAnyEnded(requests));
          isLed.set(leases.hold("routing-" + UUID.randomUUID()).isPresent());
          CompletableFuture.runAsync(() -> assertThat(pool()).isEqualTo("openhtc service")).join();
          return requests;
        });
    assertThat(slow).isNotNull();
    CompletableFuture.allOf(slow.toArray(CompletableFuture<?>[]::new)).join();
    return isLed.get();
  }

  /** By a limit, because the test holds the lock. */
  private static boolean hasAnyEnded(List<CompletableFuture<Void>> requests) {
    return requests.stream().anyMatch(CompletableFuture::isDone);
  }

  private void asRequest(Runnable code) {
    try {
      new RequestThreadFilter()
          .doFilter(
              new MockHttpServletRequest(),
              new MockHttpServletResponse(),
              (request, response) -> code.run());
    } catch (IOException | ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<CompletableFuture<Void>> requests(int count, Runnable code, Executor threads) {
    return IntStream.range(0, count)
        .mapToObj(n -> CompletableFuture.runAsync(() -> asRequest(code), threads))
        .toList();
  }

  /** So many at once open all connections, which takes long on a busy machine. */
  private void sleep() {
    jdbc.sql("select pg_sleep(1)").query().singleRow();
  }

  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
  }

  private String pool() {
    return jdbc.sql("select current_setting('application_name')").query(String.class).single();
  }

  private int waiting() {
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
            where application_name = 'openhtc requests' and wait_event_type = 'Lock'
            """)
        .query(Integer.class)
        .single();
  }
}
