package org.openhtc.execution.log;

import java.util.ArrayList;
import java.util.List;
import org.openhtc.execution.TestSettings;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.storage.ObjectStore;

/** Makes and reads a log archive for tests of other packages. */
public final class TestArchive {
  private TestArchive() {}

  public static LogArchive in(ObjectStore store) {
    return new LogArchive(store, (project, job, attempt, bytes) -> true, TestSettings.DEFAULTS);
  }

  /** The lines of a log that is stored as an object; none if there is no such object. */
  public static List<JobLogLine> lines(LogArchive archive, LogArchive.ArchivedLog log) {
    List<JobLogLine> lines = new ArrayList<>();
    archive.read(log, lines::add);
    return lines;
  }
}
