package org.openhtc.execution.log;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.job.SmallLog;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.JobLogRemoval;
import org.openhtc.job.log.LogFormat;
import org.openhtc.job.log.LogSpace;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectContent;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.StoreUnavailable;
import org.springframework.stereotype.Component;

/**
 * Reads the logs of ended attempts from their containers, and stores large ones: one compressed
 * object per attempt, to which users have no access. A small log travels with the report of its
 * attempt's end, and an empty one is not stored at all.
 */
@Component
public class LogArchive implements JobLogRemoval {
  private final ObjectStore store;
  private final LogSpace space;
  private final ExecutionSettings settings;
  private final LargeLogSlots slots = new LargeLogSlots();

  LogArchive(ObjectStore store, LogSpace space, ExecutionSettings settings) {
    this.store = store;
    this.space = space;
    this.settings = settings;
  }

  /** Identifies a log. The keys of a task have one prefix, by which they are deleted with it. */
  public record ArchivedLog(UUID projectId, UUID taskId, AttemptId attempt) {
    String key() {
      return folder(projectId, taskId, attempt.job().batchId())
          + "%d/%d.log.gz".formatted(attempt.job().index(), attempt.attempt());
    }
  }

  private static String folder(UUID projectId, UUID taskId, UUID batchId) {
    return Folders.logs(projectId, taskId) + batchId + "/";
  }

  /**
   * Reads the log of a container in little memory, regardless of its size. Only the end of a log
   * above {@code openhtc.execution.log-limit} is kept. Lines above 64 KiB are divided.
   *
   * @param container id or name; it has ended, so that its log is complete
   * @return to be closed at once when it is stored or reported
   * @throws StoreUnavailable if too many large logs are being stored, or the disk is full
   * @throws EngineException if the engine does not send the log to its end
   */
  public CapturedLog capture(ContainerEngine engine, String container) {
    LogCapture writer = new LogCapture(settings.logLimit().toBytes(), slots);
    boolean isCaptured = false;
    try {
      boolean exists = engine.readFinalLog(container, writer);
      CapturedLog captured = exists ? writer.finish() : new CapturedLog.Missing();
      isCaptured = true;
      return captured;
    } catch (EngineException e) {
      writer.throwFailure();
      throw e;
    } catch (UncheckedIOException e) {
      throw new StoreUnavailable("a temporary file for a log failed", e);
    } finally {
      if (!isCaptured) {
        writer.close();
      }
    }
  }

  /**
   * Stores a captured log as an object; of a large one only the end if the logs of its project use
   * too much space. May be repeated. Not needed for an empty log, nor for a small one that travels
   * with a report.
   */
  public void store(ArchivedLog log, CapturedLog captured) {
    switch (captured) {
      case CapturedLog.Missing missing -> {}
      case CapturedLog.Empty empty -> {}
      case CapturedLog.Small small -> store.put(log.key(), ObjectContent.of(small.log().gzip()));
      case CapturedLog.Lost lost -> {
        if (!isStored(log)) {
          store.put(log.key(), ObjectContent.of(lost.log().gzip()));
        }
      }
      case CapturedLog.Large large -> store.put(log.key(), permitted(log, large));
    }
  }

  private boolean isStored(ArchivedLog log) {
    return store.read(log.key(), content -> {});
  }

  private ObjectContent permitted(ArchivedLog log, CapturedLog.Large large) {
    ObjectContent all = large.content();
    AttemptId attempt = log.attempt();
    return space.take(log.projectId(), attempt.job(), attempt.attempt(), all.length())
        ? all
        : large.end();
  }

  /**
   * A log of one line for a container whose log repeatedly could not be read, so that its container
   * can be removed.
   *
   * @param at when the attempt ended
   * @param reason a sentence without a full stop
   */
  public static CapturedLog.Lost unreadable(Instant at, String reason) {
    LogSegment line = new LogSegment();
    line.add(
        at.toString().getBytes(StandardCharsets.US_ASCII),
        "[The log of this attempt is lost: %s.]"
            .formatted(reason.lines().findFirst().orElse("unknown reason"))
            .getBytes(StandardCharsets.UTF_8));
    return new CapturedLog.Lost(new SmallLog(line.finish()));
  }

  /**
   * Reads a log that is stored as an object, line by line, oldest first. Lines of the two outputs
   * may be out of order.
   *
   * @return false if there is no such object: the log is empty, stored with the end of its attempt,
   *     or not stored yet
   * @throws StoreUnavailable also after some of the lines
   */
  public boolean read(ArchivedLog log, Consumer<JobLogLine> sink) {
    return store.read(log.key(), content -> LogFormat.read(content, sink));
  }

  @Override
  public boolean remove(UUID projectId, UUID taskId, UUID batchId) {
    try {
      store.deletePrefix(folder(projectId, taskId, batchId));
      return true;
    } catch (StoreUnavailable e) {
      return false;
    }
  }
}
