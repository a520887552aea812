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

  /**
   * Reads a body.
   *
   * @param most elements below the root
   * @throws S3Error when it is not well-formed, has more elements, or another root
   */
  public static XmlBody parse(byte[] body, String root, int most) {
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
      List<Element> elements = new ArrayList<>();
      int depth = 0;
      String child = "";
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            depth++;
            String name = reader.getLocalName();
            if (depth == 1 && !name.equals(root)) {
              throw S3Error.malformedXml();
            } else if (depth == 2) {
              if (elements.size() == most) {
                throw S3Error.malformedXml();
              }
              elements.add(new Element(name, new LinkedHashMap<>()));
            }
            child = depth > 2 ? name : "";
          }
          case XMLStreamConstants.END_ELEMENT -> depth--;
          case XMLStreamConstants.CHARACTERS -> {
            if (depth == 2 || depth == 3) {
              String name = depth == 2 ? "" : child;
              elements.getLast().texts().merge(name, reader.getText(), String::concat);
            }
          }
          case XMLStreamConstants.DTD -> throw S3Error.malformedXml();
          default -> {}
        }
      }
      return new XmlBody(elements);
    } catch (XMLStreamException e) {
      throw S3Error.malformedXml();
    }
  }
}
