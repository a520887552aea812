package org.openhtc.task;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Component;

/**
 * Limits the tasks of each project. They are counted every few seconds; in between, the tasks that
 * this process creates are added.
 */
@Component
class TaskLimit {
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final int MAX_PROJECTS = 10_000;

  private final TaskSettings settings;
  private final LoadingCache<UUID, AtomicLong> projects;

  TaskLimit(TaskStore store, TaskSettings settings) {
    this.settings = settings;
    this.projects =
        CacheBuilder.newBuilder()
            .maximumSize(MAX_PROJECTS)
            .expireAfterWrite(COUNTED_EVERY)
            .build(CacheLoader.from(project -> new AtomicLong(store.count(project))));
  }

  /**
   * Counts one more task of the project.
   *
   * @throws ApiException 429 when the project has as many as it may have
   */
  void add(UUID project) {
    AtomicLong count = projects.getUnchecked(project);
    if (count.incrementAndGet() > settings.perProject()) {
      count.decrementAndGet();
      throw ApiException.tooManyRequests(
          "The project has %d tasks; delete those that are not needed any more."
              .formatted(settings.perProject()),
          RETRY);
    }
  }
}
