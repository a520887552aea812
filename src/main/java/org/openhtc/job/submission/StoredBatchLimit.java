package org.openhtc.job.submission;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.openhtc.api.ApiException;
import org.openhtc.job.JobJson;
import org.springframework.stereotype.Component;

/**
 * Limits the batches that are stored for a workspace, with live and with ended jobs: otherwise a
 * user who submits and cancels jobs again and again could fill the database. The batches are
 * counted every minute; in between, the submissions through this process are added.
 */
@Component
class StoredBatchLimit {
  private static final Duration COUNTED_EVERY = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofHours(1);
  private static final int MAX_WORKSPACES = 10_000;

  private final SubmissionSettings settings;
  private final JobJson json;
  private final LoadingCache<String, Counted> workspaces;

  StoredBatchLimit(WaitingWorkStore store, SubmissionSettings settings, JobJson json) {
    this.settings = settings;
    this.json = json;
    this.workspaces =
        CacheBuilder.newBuilder()
            .maximumSize(MAX_WORKSPACES)
            .expireAfterWrite(COUNTED_EVERY)
            .build(CacheLoader.from(workspace -> new Counted(store.stored(workspace))));
  }

  /**
   * What a workspace stores.
   *
   * @param bytes of the definitions and tags
   */
  record Stored(long batches, long bytes) {
    Stored plus(Stored more) {
      return new Stored(batches + more.batches, bytes + more.bytes);
    }
  }

  /**
   * Adds the batches to those of the workspace.
   *
   * @throws ApiException 429 when the workspace would exceed a limit; then nothing is added
   */
  void add(String workspace, List<CheckedBatch> batches) {
    long bytes = batches.stream().mapToLong(this::bytes).sum();
    workspaces.getUnchecked(workspace).add(new Stored(batches.size(), bytes));
  }

  private long bytes(CheckedBatch batch) {
    return StoredSize.of(json.write(batch.definition()), json.write(batch.tags()));
  }

  private final class Counted {
    private final ReentrantLock lock = new ReentrantLock();
    private Stored stored;

    Counted(Stored stored) {
      this.stored = stored;
    }

    void add(Stored more) {
      lock.lock();
      try {
        Stored after = stored.plus(more);
        require(after.batches <= settings.storedBatches(), settings.storedBatches() + " batches");
        require(
            after.bytes <= settings.storedSize().toBytes(),
            settings.storedSize() + " of definitions");
        stored = after;
      } finally {
        lock.unlock();
      }
    }

    private static void require(boolean isWithin, String limit) {
      if (!isWithin) {
        throw ApiException.tooManyRequests(
            "The workspace would store more than %s; delete tasks that are not needed any more."
                .formatted(limit),
            RETRY);
      }
    }
  }
}
