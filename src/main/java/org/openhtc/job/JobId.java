package org.openhtc.job;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job: its batch and its place in it. The public form is {@code <batch>:<index>}.
 *
 * @param index from 0, below the batch's size
 */
public record JobId(UUID batchId, int index) {
  private static final Pattern FORM =
      Pattern.compile("([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}):(0|[1-9][0-9]{0,8})");

  /** Reads the public form; empty when it is none. */
  public static Optional<JobId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new JobId(UUID.fromString(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return batchId + ":" + index;
  }
}
