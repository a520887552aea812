package org.openhtc.job.assignment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.SmallLog;
import org.springframework.stereotype.Service;

/** The assignments in the database. */
@Service
class DatabaseAssignments implements Assignments {
  private final AssignmentStore store;
  private final SmallLogQueries logs;
  private final ReportWriter reports;

  DatabaseAssignments(AssignmentStore store, SmallLogQueries logs, ReportWriter reports) {
    this.store = store;
    this.logs = logs;
    this.reports = reports;
  }

  @Override
  public List<Assignment> onHost(String host) {
    return store.onHost(host);
  }

  @Override
  public Map<String, List<Assignment>> onHosts(Set<String> hosts) {
    return store.onHosts(hosts);
  }

  @Override
  public Optional<Assignment> find(String host, JobId job, int attempt) {
    return store.one(host, job, attempt);
  }

  @Override
  public void rename(String host, String newName) {
    store.rename(host, newName);
  }

  @Override
  public Map<String, Integer> jobsByHost() {
    return store.jobsByHost();
  }

  @Override
  public Optional<BatchSpec> spec(UUID batchId) {
    return store.spec(batchId);
  }

  @Override
  public Optional<SmallLog> smallLog(JobId job, int attempt) {
    return logs.find(job, attempt);
  }

  @Override
  public List<Boolean> record(List<JobReport> events) {
    return reports.record(events);
  }
}
