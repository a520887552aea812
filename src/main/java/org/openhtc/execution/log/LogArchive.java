package org.openhtc.execution.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.JobLogRemoval;
import org.openhtc.storage.Folders;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.StoreUnavailable;
import org.springframework.stereotype.Component;

/**
 * Stores the logs of ended attempts: one compressed object per attempt, whose lines consist of time
 * stamp, space and text. Users have no access to these objects.
 */
@Component
public class LogArchive implements JobLogRemoval {
  private final ObjectStore store;
  private final ExecutionSettings settings;

  LogArchive(ObjectStore store, ExecutionSettings settings) {
    this.store = store;
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
   * Writes an empty log too, to distinguish it from a log that is not archived yet. May be repeated
   * with the same log.
   */
  public void write(ArchivedLog log, List<JobLogLine> lines) {
    store.put(log.key(), compress(LogTruncation.of(lines, settings.logLimit())));
  }

  /** The lines, oldest first; empty if that log is not archived. */
  public Optional<List<JobLogLine>> read(ArchivedLog log) {
    return store.get(log.key()).map(LogArchive::decompress);
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

  private static byte[] compress(List<JobLogLine> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      for (JobLogLine line : lines) {
        String text = line.timestamp() + " " + line.message() + "\n";
        zip.write(text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static List<JobLogLine> decompress(byte[] archived) {
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(archived))) {
      String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
      List<JobLogLine> lines = new ArrayList<>();
      int from = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        lines.add(line(text.substring(from, end)));
        from = end + 1;
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JobLogLine line(String archived) {
    int space = archived.indexOf(' ');
    return new JobLogLine(
        Instant.parse(archived.substring(0, space)), archived.substring(space + 1));
  }
}
