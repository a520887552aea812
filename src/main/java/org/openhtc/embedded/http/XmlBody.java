package org.openhtc.embedded.http;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A request body in XML: the elements below the root, each with the texts of its children. Entities
 * and document types are refused.
 */
public record XmlBody(List<Element> elements) {
  private static final XMLInputFactory FACTORY = factory();

  /** An element below the root; its own text has the empty name. */
  public record Element(String name, Map<String, String> texts) {
    public String text() {
      return texts.getOrDefault("", "");
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /** The operations of the store name at most six members of an element. */
  private static final int MOST_CHILDREN = 20;

  /** Of all texts of an element together, in characters: a key has at most 1024 bytes. */
  private static final int LONGEST_TEXTS = 8192;

  private static final int DEEPEST = 3;

  /**
   * Reads a body.
   *
   * @param most elements below the root
   * @throws S3Error when it is not well-formed, has more or larger elements, or another root
   */
  public static XmlBody parse(byte[] body, String root, int most) {
    try {
      return new Parser(root, most)
          .parse(FACTORY.createXMLStreamReader(new ByteArrayInputStream(body)));
    } catch (XMLStreamException e) {
      throw S3Error.malformedXml();
    }
  }

  /** An element that is being read. */
  private static final class Draft {
    private final String name;
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private int children;
    private int length;

    Draft(String name) {
      this.name = name;
    }

    void child() {
      require(++children <= MOST_CHILDREN);
    }

    void add(String child, String text) {
      length += text.length();
      require(length <= LONGEST_TEXTS);
      texts.computeIfAbsent(child, c -> new StringBuilder()).append(text);
    }

    Element element() {
      Map<String, String> all = new LinkedHashMap<>();
      texts.forEach((child, text) -> all.put(child, text.toString()));
      return new Element(name, all);
    }
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw S3Error.malformedXml();
    }
  }

  private static final class Parser {
    private final String root;
    private final int most;
    private final List<Element> elements = new ArrayList<>();
    private @Nullable Draft draft;
    private int depth;
    private String child = "";

    Parser(String root, int most) {
      this.root = root;
      this.most = most;
    }

    XmlBody parse(XMLStreamReader reader) throws XMLStreamException {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> start(reader.getLocalName());
          case XMLStreamConstants.END_ELEMENT -> end();
          case XMLStreamConstants.CHARACTERS -> {
            if (draft != null) {
              draft.add(child, reader.getText());
            }
          }
          case XMLStreamConstants.DTD -> throw S3Error.malformedXml();
          default -> {}
        }
      }
      return new XmlBody(elements);
    }

    private void start(String name) {
      depth++;
      require(depth <= DEEPEST && (depth > 1 || name.equals(root)));
      if (depth == 2) {
        require(elements.size() < most);
        draft = new Draft(name);
      } else if (draft != null) {
        child = name;
        draft.child();
      }
    }

    private void end() {
      if (depth == 2 && draft != null) {
        elements.add(draft.element());
        draft = null;
      }
      depth--;
      child = "";
    }
  }
}
