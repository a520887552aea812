package org.openhtc.apidoc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.openhtc.testing.ApiDescription;
import tools.jackson.databind.json.JsonMapper;

/** The structure of the published document, which {@code reference/reduce.jq} extracts. */
final class PublishedApi {
  static final ApiDescription DESCRIPTION = read();

  private PublishedApi() {}

  private static ApiDescription read() {
    try (InputStream file = PublishedApi.class.getResourceAsStream("/reference/htc-api.json")) {
      return new ApiDescription(JsonMapper.shared().readTree(Objects.requireNonNull(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
