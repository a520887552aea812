package org.openhtc.execution.kubernetes;

import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.filter.FilteringParserDelegate;
import tools.jackson.core.filter.TokenFilter;
import tools.jackson.core.filter.TokenFilter.Inclusion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the objects of the Kubernetes API. */
final class Json {
  /** A body belongs to its connection, which is used again. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  /** Members of a pod that nothing here reads: most of its text, and of the time to read it. */
  private static final Set<String> UNREAD =
      Set.of("managedFields", "containers", "volumes", "tolerations");

  private static final TokenFilter READ =
      new TokenFilter() {
        @Override
        public @Nullable TokenFilter includeProperty(String name) {
          return UNREAD.contains(name) ? null : this;
        }
      };

  private Json() {}

  static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }

  static JsonNode read(InputStream body) {
    return MAPPER.readTree(body);
  }

  /** One pod, or a list of pods, without their containers and volumes. */
  static JsonNode readPods(InputStream body) {
    return MAPPER.readTree(parser(body));
  }

  /** The changes of pods in a stream, one after another as they arrive, with pods as above. */
  static MappingIterator<JsonNode> changesOfPods(InputStream body) {
    return MAPPER.readerFor(JsonNode.class).readValues(parser(body));
  }

  private static JsonParser parser(InputStream body) {
    return new FilteringParserDelegate(
        MAPPER.createParser(body), READ, Inclusion.INCLUDE_ALL_AND_PATH, true);
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
