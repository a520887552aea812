package org.openhtc.apidoc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API, which the build adds to the class path, as YAML and as JSON. */
@Component
class ApiDocument {
  private static final ClassPathResource SOURCE = new ClassPathResource("apidoc/openapi.yaml");

  /** The formats of the document. */
  enum Format {
    yaml(new MediaType("application", "yaml", StandardCharsets.UTF_8)),
    json(MediaType.APPLICATION_JSON);

    final MediaType type;

    Format(MediaType type) {
      this.type = type;
    }
  }

  private final byte[] yaml;
  private final byte[] json;

  ApiDocument() {
    this.yaml = read();
    Yaml reader = new Yaml(new SafeConstructor(new LoaderOptions()));
    Object content = reader.load(new String(yaml, StandardCharsets.UTF_8));
    this.json = JsonMapper.shared().writeValueAsBytes(content);
  }

  byte[] as(Format format) {
    return switch (format) {
      case yaml -> yaml;
      case json -> json;
    };
  }

  private static byte[] read() {
    try {
      return SOURCE.getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.yaml is missing in the class path", e);
    }
  }
}
