package org.openhtc.chaos.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored log.
 *
 * @param job {@code <batch>:<index>}
 * @param attempt from 1
 */
public record LogRecord(String job, int attempt) {
  private static final Pattern KEY = Pattern.compile("([^/]+)/(\\d+)/(\\d+)\\.log\\.gz");

  /**
   * The log of an object in the store. A key that no log should have belongs to no job.
   *
   * @param key below the folder of the task
   */
  public static LogRecord ofKey(String key) {
    Matcher parts = KEY.matcher(key);
    return parts.matches()
        ? new LogRecord(parts.group(1) + ":" + parts.group(2), Integer.parseInt(parts.group(3)))
        : new LogRecord(key, 0);
  }
}
