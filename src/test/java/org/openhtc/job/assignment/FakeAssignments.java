package org.openhtc.job.assignment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.SmallLog;

/**
 * The jobs of hosts in memory. An attempt leaves its host with the first report other than its
 * start; the test decides whether there is another attempt.
 */
public final class FakeAssignments implements Assignments {
  private record Attempt(JobId job, int number) {}

  private record OnHost(String host, Assignment assignment) {}

  private final Map<JobId, OnHost> jobs = new LinkedHashMap<>();
  private final Map<UUID, BatchSpec> batches = new HashMap<>();
  private final Map<Attempt, SmallLog> logs = new HashMap<>();
  private final List<JobEvent> events = new ArrayList<>();

  public void add(BatchSpec batch) {
    batches.put(batch.batchId(), batch);
  }

  /** Places an attempt of a job on a host. */
  public void place(String host, JobId job, int attempt, Instant now) {
    BatchSpec batch = Objects.requireNonNull(batches.get(job.batchId()));
    jobs.put(
        job,
        new OnHost(
            host,
            new Assignment(
                job,
                attempt,
                JobStatus.STARTING,
                now,
                null,
                false,
                batch.definition().execTimeoutSeconds(),
                batch.definition().maxDiskGiB(),
                batch.definition().maxVCpus(),
                batch.definition().maxMemory())));
  }

  /** Records the request of a user to cancel the job. */
  public void cancel(JobId job) {
    Assignment a = Objects.requireNonNull(jobs.get(job)).assignment;
    replace(a, a.status(), a.startedAt(), true);
  }

  /** Removes the job from its host, as if another process had reported its end. */
  public void endedElsewhere(JobId job) {
    jobs.remove(job);
  }

  /** The events of all reports that changed a job, in their order. */
  public List<JobEvent> events() {
    return List.copyOf(events);
  }

  @Override
  public List<Assignment> onHost(String host) {
    return jobs.values().stream()
        .filter(job -> job.host.equals(host))
        .map(OnHost::assignment)
        .toList();
  }

  @Override
  public Map<String, List<Assignment>> onHosts(Set<String> hosts) {
    return jobs.values().stream()
        .filter(job -> hosts.contains(job.host))
        .collect(
            Collectors.groupingBy(
                OnHost::host, Collectors.mapping(OnHost::assignment, Collectors.toList())));
  }

  @Override
  public Optional<Assignment> find(String host, JobId job, int attempt) {
    return onHost(host).stream()
        .filter(a -> a.id().equals(job) && a.attempt() == attempt)
        .findFirst();
  }

  @Override
  public void rename(String host, String newName) {
    jobs.replaceAll((id, job) -> job.host.equals(host) ? new OnHost(newName, job.assignment) : job);
  }

  @Override
  public Map<String, Integer> jobsByHost() {
    return jobs.values().stream().collect(Collectors.toMap(OnHost::host, job -> 1, Integer::sum));
  }

  @Override
  public Optional<BatchSpec> spec(UUID batchId) {
    return Optional.ofNullable(batches.get(batchId));
  }

  @Override
  public Optional<SmallLog> smallLog(JobId job, int attempt) {
    return Optional.ofNullable(logs.get(new Attempt(job, attempt)));
  }

  @Override
  public List<Boolean> record(List<JobReport> reports) {
    return reports.stream().map(this::record).toList();
  }

  private boolean record(JobReport report) {
    OnHost job = jobs.get(report.job());
    if (job == null
        || job.assignment.attempt() != report.attempt()
        || !mayHappen(job.assignment.status(), report.event())) {
      return false;
    }
    events.add(report.event());
    if (report.log() != null) {
      logs.put(new Attempt(report.job(), report.attempt()), report.log());
    }
    if (report.event() instanceof JobEvent.ContainerStarted) {
      Assignment a = job.assignment;
      Instant at = report.at().isBefore(a.placedAt()) ? a.placedAt() : report.at();
      replace(a, JobStatus.RUNNING, at, a.cancelRequested());
    } else {
      jobs.remove(report.job());
    }
    return true;
  }

  private static boolean mayHappen(JobStatus status, JobEvent event) {
    boolean onlyBeforeTheStart =
        event instanceof JobEvent.ContainerStarted || event instanceof JobEvent.Returned;
    return !(event instanceof JobEvent.ProviderDown)
        && (status == JobStatus.STARTING || !onlyBeforeTheStart);
  }

  private void replace(
      Assignment a, JobStatus status, @Nullable Instant startedAt, boolean cancelRequested) {
    jobs.computeIfPresent(
        a.id(),
        (id, job) ->
            new OnHost(
                job.host,
                new Assignment(
                    id,
                    a.attempt(),
                    status,
                    a.placedAt(),
                    startedAt,
                    cancelRequested,
                    a.execTimeoutSeconds(),
                    a.diskGib(),
                    a.vcpus(),
                    a.memoryMib())));
  }
}
