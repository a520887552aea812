package org.openhtc.execution.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.SmallLog;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.assignment.BatchSpec;

/** Remembers the reports that changed their job, and fails after a commit when a test wants it. */
final class RecordedReports implements Assignments {
  private final Assignments assignments;
  private final List<JobReport> counted = new ArrayList<>();
  private int responsesToLose;
  private int failuresLeft;
  private Runnable afterEnd = () -> {};

  RecordedReports(Assignments assignments) {
    this.assignments = assignments;
  }

  List<JobReport> counted() {
    return counted;
  }

  /** The next reports are stored, but the caller gets an exception. */
  void loseResponses(int count) {
    responsesToLose = count;
  }

  /** The next reports are not stored. */
  void fail(int count) {
    failuresLeft = count;
  }

  /** The action runs after each end that is stored. */
  void afterEnd(Runnable action) {
    afterEnd = action;
  }

  @Override
  public List<Assignment> onHost(String host) {
    return assignments.onHost(host);
  }

  @Override
  public Map<String, List<Assignment>> onHosts(Set<String> hosts) {
    return assignments.onHosts(hosts);
  }

  @Override
  public Optional<Assignment> find(String host, JobId job, int attempt) {
    return assignments.find(host, job, attempt);
  }

  @Override
  public void rename(String host, String newName) {
    assignments.rename(host, newName);
  }

  @Override
  public Map<String, Integer> jobsByHost() {
    return assignments.jobsByHost();
  }

  @Override
  public Optional<BatchSpec> spec(UUID batchId) {
    return assignments.spec(batchId);
  }

  @Override
  public Optional<SmallLog> smallLog(JobId job, int attempt) {
    return assignments.smallLog(job, attempt);
  }

  @Override
  public List<Boolean> record(List<JobReport> reports) {
    if (failuresLeft > 0) {
      failuresLeft--;
      throw new IllegalStateException("the database is unreachable");
    }
    List<Boolean> outcomes = assignments.record(reports);
    for (int i = 0; i < reports.size(); i++) {
      if (outcomes.get(i)) {
        counted.add(reports.get(i));
      }
    }
    if (reports.stream().anyMatch(report -> report.event() instanceof JobEvent.Exited)) {
      afterEnd.run();
    }
    if (responsesToLose > 0) {
      responsesToLose--;
      throw new IllegalStateException("the response of the database is lost");
    }
    return outcomes;
  }
}
