package org.openhtc.execution.log;

import java.util.List;
import org.openhtc.job.SmallLog;
import org.openhtc.storage.ObjectContent;

/**
 * The log of an ended container, read and compressed. Close it at once when it is stored or
 * reported: a large one uses a temporary file, and only a few may do so at the same time.
 */
public sealed interface CapturedLog extends AutoCloseable {

  /** Has no effect except for {@link Large}, whose temporary file it removes. */
  @Override
  default void close() {}

  /** There is no such container: another process has archived its log and removed it. */
  record Missing() implements CapturedLog {}

  /** The container printed nothing. There is nothing to store. */
  record Empty() implements CapturedLog {}

  /**
   * A log that is short enough to travel with the report of its attempt's end. When that report is
   * stored already, {@link LogArchive#store} stores the log as an object.
   */
  record Small(SmallLog log) implements CapturedLog {}

  /**
   * A line that states why the log can't be read. Treated as {@link Small}, but never replaces an
   * object: an earlier process may have stored the log before the container became unreadable.
   */
  record Lost(SmallLog log) implements CapturedLog {}

  /** A log that has to be stored as an object by {@link LogArchive#store}. */
  final class Large implements CapturedLog {
    private final List<SegmentPart> parts;
    private final Runnable release;

    Large(List<SegmentPart> parts, Runnable release) {
      this.parts = parts;
      this.release = release;
    }

    ObjectContent content() {
      return SegmentPart.content(parts);
    }

    /** The last lines only. */
    ObjectContent end() {
      return SegmentPart.content(List.of(LogEnd.of(parts)));
    }

    @Override
    public void close() {
      release.run();
    }
  }
}
