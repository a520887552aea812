package org.openhtc.api;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Accepts only JSON strings: no numbers, and no NUL characters, which PostgreSQL cannot store. */
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
    if (text.indexOf('\0') >= 0) {
      return (String)
          context.handleWeirdStringValue(
              String.class, text.replace("\0", "\\u0000"), "NUL is not allowed");
    }
    return text;
  }
}
