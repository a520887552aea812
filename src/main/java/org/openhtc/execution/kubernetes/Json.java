package org.openhtc.execution.kubernetes;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the objects of the Kubernetes API. */
final class Json {
  /** A body belongs to its connection, which is used again. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  private Json() {}

  static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }

  static JsonNode read(InputStream body) {
    return MAPPER.readTree(body);
  }

  /** The objects of a stream, one after another, as they arrive. */
  static MappingIterator<JsonNode> values(InputStream body) {
    return MAPPER.readerFor(JsonNode.class).readValues(body);
  }

  static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** The members of an object whose values are texts. */
  static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object
        .properties()
        .forEach(member -> texts.put(member.getKey(), member.getValue().asString("")));
    return texts;
  }
}
