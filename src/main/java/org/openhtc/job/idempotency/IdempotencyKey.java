package org.openhtc.job.idempotency;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/** A client's identifier of one request, with which the client can repeat it safely. */
public record IdempotencyKey(String value) {
  public static final String HEADER = "Idempotency-Key";
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,255}");

  /**
   * @throws ApiException 400 if the header is present but not a valid key
   */
  public static @Nullable IdempotencyKey of(@Nullable String header) {
    if (header == null) {
      return null;
    }
    if (!FORM.matcher(header).matches()) {
      throw ApiException.invalid(
          "%s '%s' is not 1 to 255 visible ASCII characters.".formatted(HEADER, header));
    }
    return new IdempotencyKey(header);
  }
}
