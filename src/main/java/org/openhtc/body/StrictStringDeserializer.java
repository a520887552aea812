package org.openhtc.body;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Accepts only JSON strings: no numbers, no NUL characters, which PostgreSQL cannot store, and no
 * half surrogate pairs, which UTF-8 cannot represent.
 */
final class StrictStringDeserializer extends StdScalarDeserializer<String> {
  StrictStringDeserializer() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return (String) context.handleUnexpectedToken(String.class, parser);
    }
    String text = parser.getString();
    return StorableText.isStorable(text)
        ? text
        : (String)
            context.handleWeirdStringValue(
                String.class, StorableText.shown(text), "not a text that can be stored");
  }
}
