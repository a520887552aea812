package org.openhtc.embedded.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes the XML of a response. */
public final class Xml {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder text;
  private final Deque<String> open = new ArrayDeque<>();

  private Xml(StringBuilder text) {
    this.text = text;
  }

  public static Xml document(String root) {
    Xml xml = new Xml(new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
    xml.open.push(root);
    return xml;
  }

  /** An error has no namespace. */
  public static Xml error() {
    Xml xml = new Xml(new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    return xml.open("Error");
  }

  public Xml open(String name) {
    text.append('<').append(name).append('>');
    open.push(name);
    return this;
  }

  public Xml close() {
    text.append("</").append(open.pop()).append('>');
    return this;
  }

  public Xml element(String name, Object value) {
    open(name);
    escape(String.valueOf(value));
    return close();
  }

  /** The whole document; closes all open elements. */
  public byte[] bytes() {
    while (!open.isEmpty()) {
      close();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        default -> {
          if (c < ' ') {
            text.append("&#").append((int) c).append(';');
          } else {
            text.append(c);
          }
        }
      }
    }
  }
}
