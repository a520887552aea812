package org.openhtc.execution.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.SmallLog;
import org.openhtc.job.log.JobLogLine;
import org.openhtc.job.log.LogFormat;
import org.openhtc.storage.StoreUnavailable;

/**
 * Compresses the lines of one log while they arrive, and keeps only its end. Needs less than 1 MiB
 * of memory for a log of any size: full segments are moved to a temporary file.
 *
 * <p>Thread-safe, because an engine's thread that exceeded its time limit may still send a line.
 */
final class LogCapture implements Consumer<JobLogLine>, AutoCloseable {
  private final long limit;
  private final LargeLogSlots slots;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable LogSegment open;
  private @Nullable SegmentFile file;
  private @Nullable RuntimeException failure;
  private boolean isClosed;

  /**
   * @param limit largest size of the log without compression, time stamps included
   */
  LogCapture(long limit, LargeLogSlots slots) {
    this.limit = limit;
    this.slots = slots;
  }

  @Override
  public void accept(JobLogLine line) {
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("the log is closed");
      }
      byte[] timestamp = line.timestamp().toString().getBytes(StandardCharsets.US_ASCII);
      long most = limit - timestamp.length - LogFormat.SEPARATORS;
      LogLinePieces.of(line.message(), most, text -> add(timestamp, text));
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Throws the problem that ended the writing, if there was one; an engine would translate it. */
  void throwFailure() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The length of the temporary file; 0 if there is none. */
  long fileLength() {
    lock.lock();
    try {
      return file == null ? 0 : file.length();
    } finally {
      lock.unlock();
    }
  }

  /** The kept end of the log. Closing the result replaces closing this writer. */
  CapturedLog finish() {
    lock.lock();
    try {
      isClosed = true;
      LogSegment last = open;
      if (last == null) {
        return new CapturedLog.Empty();
      }
      open = null;
      int plain = last.plainBytes();
      return captured(last.finish(), plain);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the temporary file. May be repeated. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      if (open != null) {
        open.finish();
        open = null;
      }
      if (file != null) {
        SegmentFile used = file;
        file = null;
        slots.giveBack();
        used.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] timestamp, byte[] text) {
    if (open != null && open.isFull()) {
      moveToFile(open);
      open = null;
    }
    if (open == null) {
      open = new LogSegment();
    }
    open.add(timestamp, text);
  }

  private void moveToFile(LogSegment full) {
    if (file == null) {
      file = newFile();
    }
    file.add(full.finish(), full.plainBytes());
  }

  private SegmentFile newFile() {
    try {
      slots.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while other large logs are archived", e);
    }
    try {
      return new SegmentFile(limit);
    } catch (RuntimeException e) {
      slots.giveBack();
      throw e;
    }
  }

  private CapturedLog captured(byte[] last, int plain) {
    List<SegmentPart> parts = new ArrayList<>(file == null ? List.of() : file.parts());
    parts.add(SegmentPart.of(last));
    long excess = plain - limit + (file == null ? 0 : file.plainBytes());
    if (excess > 0 || (file != null && file.isCut())) {
      LogBeginning.cut(parts, excess, limit);
    }
    return file == null && parts.getFirst().length() <= SmallLog.MAX_BYTES
        ? new CapturedLog.Small(new SmallLog(parts.getFirst().read().get()))
        : new CapturedLog.Large(parts, this::close);
  }
}
