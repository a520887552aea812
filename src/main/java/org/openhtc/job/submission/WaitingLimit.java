package org.openhtc.job.submission;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Component;

/**
 * Limits the waiting work of each workspace, so that none fills the database or slows the
 * scheduler. The work is counted every few seconds; in between, the submissions through this
 * process are added. Several processes together can therefore exceed a limit slightly.
 */
@Component
public class WaitingLimit {
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final int MAX_WORKSPACES = 10_000;

  private final SubmissionSettings settings;
  private final LoadingCache<String, Counted> workspaces;

  WaitingLimit(WaitingWorkStore store, SubmissionSettings settings) {
    this.settings = settings;
    this.workspaces =
        CacheBuilder.newBuilder()
            .maximumSize(MAX_WORKSPACES)
            .expireAfterWrite(COUNTED_EVERY)
            .build(
                CacheLoader.from(
                    workspace -> new Counted(store.of(workspace, settings.waitingClasses()))));
  }

  /**
   * Adds the batches to the waiting work of the workspace.
   *
   * @throws ApiException 429 when the workspace would exceed a limit; then nothing is added
   */
  void add(String workspace, UUID project, List<CheckedBatch> batches) {
    add(
        workspace,
        new WaitingWork(
            batches.stream().mapToLong(CheckedBatch::size).sum(),
            batches.size(),
            batches.stream()
                .map(batch -> WaitingWork.DemandClass.of(project, batch))
                .distinct()
                .toList()));
  }

  /**
   * Adds work to that of the workspace.
   *
   * @throws ApiException 429 when the workspace would exceed a limit; then nothing is added
   */
  public void add(String workspace, WaitingWork work) {
    workspaces.getUnchecked(workspace).add(work);
  }

  private final class Counted {
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<WaitingWork.DemandClass> classes;
    private long jobs;
    private long count;

    Counted(WaitingWork work) {
      this.classes = new HashSet<>(work.classes());
      this.jobs = work.jobs();
      this.count = work.batches();
    }

    void add(WaitingWork work) {
      lock.lock();
      try {
        require(
            jobs + work.jobs() <= settings.waitingJobs(), settings.waitingJobs(), "waiting jobs");
        require(
            count + work.batches() <= settings.waitingBatches(),
            settings.waitingBatches(),
            "batches with live jobs");
        Set<WaitingWork.DemandClass> added = new HashSet<>(classes);
        added.addAll(work.classes());
        require(
            added.size() <= settings.waitingClasses(),
            settings.waitingClasses(),
            "different demands of waiting batches");
        classes.addAll(added);
        jobs += work.jobs();
        count += work.batches();
      } finally {
        lock.unlock();
      }
    }

    private static void require(boolean isWithin, long limit, String what) {
      if (!isWithin) {
        throw ApiException.tooManyRequests(
            "The workspace would have more than %d %s; submit more when some have ended."
                .formatted(limit, what),
            RETRY);
      }
    }
  }
}
