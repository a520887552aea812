package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openhtc.auth.FakeJobTokens;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.attempt.AttemptParts;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeContainerEngines;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.log.LogArchive;
import org.openhtc.execution.log.TestArchive;
import org.openhtc.execution.tracking.HostOperationsFactory;
import org.openhtc.execution.tracking.HostTrackings;
import org.openhtc.execution.tracking.StartReports;
import org.openhtc.execution.tracking.WorkLimits;
import org.openhtc.host.FakeHosts;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.SmallLog;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.job.assignment.FakeAssignments;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.LogFormat;
import org.openhtc.lease.FakeLeases;
import org.openhtc.lease.Installation;
import org.openhtc.region.Architecture;
import org.openhtc.registry.FakeImageCatalog;
import org.openhtc.storage.FakeJobStorage;
import org.openhtc.testing.FakeObjectStore;
import org.openhtc.testing.SettableClock;

/** One host with a fake engine and its agent, whose loops and workers the test runs itself. */
final class AgentScenario {
  static final Installation INSTALLATION =
      FakeLeases.installation("01234567-89ab-cdef-0123-456789abcdef");

  final SettableClock clock = new SettableClock();
  final FakeContainerEngine engine =
      new FakeContainerEngine(clock)
          .holding(TestBatch.IMAGE, Architecture.X86)
          .program(List.of("true"), FakeProgram.exits(0).printing("done"))
          .program(List.of("nonsense"), FakeProgram.cannotStart("exec: no such file"));
  final FakeHosts hosts;
  final FakeLeases leases = new FakeLeases();
  final FakeAssignments assignments = new FakeAssignments();
  final FakeObjectStore store = new FakeObjectStore();
  final LogArchive archive = TestArchive.in(store);
  final FakeJobStorage storage = new FakeJobStorage();
  private final RecordedReports recorded = new RecordedReports(assignments);
  private final String host;
  private final UnaryOperator<ContainerEngine> connection;
  private final BackgroundWork background;
  private int opened;
  private @Nullable ContainerEngine present;
  private StartReports startReports;
  private HostAgent agent;

  /** All work is done on the thread of the test, and the engine is reliable. */
  AgentScenario(String host) {
    this(host, engine -> engine, (name, work) -> work.run());
  }

  /**
   * @param connection wraps the engine at each connection
   * @param background runs the workers
   */
  AgentScenario(String host, UnaryOperator<ContainerEngine> connection, BackgroundWork background) {
    this.host = host;
    this.connection = connection;
    this.background = background;
    this.hosts = new FakeHosts(host, clock);
    this.startReports = new StartReports(recorded, clock);
    this.agent = newAgent();
  }

  /** All reports that changed their job, in their order. */
  List<JobReport> counted() {
    return recorded.counted();
  }

  /** How often the agent has connected. */
  int connections() {
    return opened;
  }

  /** The next reports are stored, but the response is lost. */
  void loseDatabaseResponses(int count) {
    recorded.loseResponses(count);
  }

  /** The action runs after each end that is stored. */
  void afterEnd(Runnable action) {
    recorded.afterEnd(action);
  }

  /** The next reports are not stored, and their callers get an exception. */
  void failReports(int count) {
    recorded.fail(count);
  }

  HostAgent agent() {
    return agent;
  }

  /** The next process begins; the present one ends without any further effect. */
  void restart() {
    if (present != null) {
      present.close();
    }
    startReports = new StartReports(recorded, clock);
    agent = newAgent();
  }

  private HostAgent newAgent() {
    HostOperationsFactory operations =
        new HostOperationsFactory(
            INSTALLATION,
            recorded,
            AttemptParts.batchSpecs(assignments),
            AttemptParts.containerSpecs(INSTALLATION, new FakeJobTokens(), storage),
            archive,
            TestSettings.DEFAULTS,
            clock,
            Duration.ZERO);
    FakeContainerEngines engines = new FakeContainerEngines().with("tcp://" + host + ":1", engine);
    NetworkPolicy networkPolicy = AttemptParts.networkPolicy(INSTALLATION, storage);
    HostConnections connections =
        new HostConnections(
            address -> {
              opened++;
              present = connection.apply(engines.connect(address));
              return present;
            },
            hosts,
            networkPolicy,
            INSTALLATION,
            TestSettings.DEFAULTS,
            clock);
    return new HostAgentFactory(
            INSTALLATION,
            connections,
            operations,
            new HostTrackings(startReports, new WorkLimits(), TestSettings.DEFAULTS, clock),
            networkPolicy,
            new FakeImageCatalog(),
            hosts,
            recorded,
            leases,
            TestSettings.DEFAULTS,
            clock)
        .agent(hosts.host(), background);
  }

  /** What the loops of the process do within a second. */
  void pass() {
    clock.advance(TestSettings.DEFAULTS.pollInterval());
    read();
    agent.pass();
    flushStarts();
  }

  /** Reads the assignments, as after a notification. */
  void read() {
    agent.snapshot().ifPresent(snapshot -> snapshot.apply(assignments.onHost(host)));
  }

  /** A failure is logged by the loop in production. */
  void flushStarts() {
    clock.advance(Duration.ofMillis(200));
    try {
      startReports.pass();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("the response of the database is lost");
    }
  }

  JobId placed(String argv) {
    return place(TestBatch.of(argv));
  }

  /** Stores a placement, without a notification. */
  JobId place(BatchSpec spec) {
    assignments.add(spec);
    JobId job = new JobId(spec.batchId(), 0);
    assignments.place(host, job, 1, clock.instant());
    return job;
  }

  /** Notifies the agent of a stored placement. */
  void publish(JobId job, int attempt) {
    List<Assignment> placed = assignments.find(host, job, attempt).stream().toList();
    agent.placed(placed);
  }

  static String container(JobId job, int attempt) {
    return new AttemptId(job, attempt).containerName(INSTALLATION.id());
  }

  /** The lines of a log that was stored with the end of its attempt, or as an object. */
  List<String> log(JobId job, int attempt) {
    BatchSpec batch = assignments.spec(job.batchId()).orElseThrow();
    var key =
        new LogArchive.ArchivedLog(batch.projectId(), batch.taskId(), new AttemptId(job, attempt));
    List<JobLogLine> lines = new ArrayList<>(TestArchive.lines(archive, key));
    assignments.smallLog(job, attempt).ifPresent(log -> read(log, lines));
    return lines.stream().map(JobLogLine::message).toList();
  }

  private static void read(SmallLog log, List<JobLogLine> lines) {
    try {
      LogFormat.read(new ByteArrayInputStream(log.gzip()), lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
