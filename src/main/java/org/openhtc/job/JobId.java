package org.openhtc.job;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job: its batch and its index in the batch. The public form is {@code <batch>:<index>}.
 *
 * @param index from 0 to the size of the batch minus 1
 */
public record JobId(UUID batchId, int index) {
  private static final Pattern FORM =
      Pattern.compile("([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}):(0|[1-9][0-9]{0,8})");

  /** Parses the public form; empty if the text does not have that form. */
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
