package org.openhtc.workspace;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;

/** Body of a request that sets a retention policy. */
public record RetentionHours(
    @NotNull(message = "is missing")
        @Min(value = 0, message = RANGE)
        @Max(value = MAX_HOURS, message = RANGE)
        Integer archiveAfter,
    @NotNull(message = "is missing")
        @Min(value = 0, message = RANGE)
        @Max(value = MAX_HOURS, message = RANGE)
        Integer deleteAfter) {

  /** A hundred years. The value 0 means never. */
  private static final int MAX_HOURS = 876_000;

  private static final String RANGE = "is not from 0 to 876000 hours";

  public RetentionPolicy from(Instant now) {
    return new RetentionPolicy(archiveAfter, deleteAfter, now);
  }
}
