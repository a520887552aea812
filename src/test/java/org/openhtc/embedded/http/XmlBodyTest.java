package org.openhtc.embedded.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.embedded.http.XmlBody.Element;

class XmlBodyTest {
  private static final int MOST = 3;

  @Test
  void elementsHaveTheTextsOfTheirChildren() {
    assertThat(
            parse(
                "<?xml version='1.0'?><Delete xmlns='x'><Quiet>true</Quiet><Object>"
                    + "<Key>a&amp;b</Key><ETag>1</ETag></Object></Delete>"))
        .containsExactly(
            new Element("Quiet", Map.of("", "true")),
            new Element("Object", Map.of("Key", "a&b", "ETag", "1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<Delete>",
        "<Other/>",
        "<Delete><a/><a/><a/><a/></Delete>",
        "<Delete><a><b><c/></b></a></Delete>",
        "<!DOCTYPE x><Delete/>",
        "<Delete>&x;</Delete>"
      })
  void otherDocumentsAreMalformed(String body) {
    assertMalformed(body);
  }

  /** Texts that are joined one by one would take a time that is quadratic in their number. */
  @Test
  void elementWithManyChildrenIsMalformed() {
    assertMalformed("<Delete><Object>" + "x<a/>".repeat(21) + "</Object></Delete>");
    assertMalformed("<Delete><Object>" + "<Key>x</Key>".repeat(21) + "</Object></Delete>");
    assertThat(parse("<Delete><Object>" + "<Key>x</Key>".repeat(20) + "</Object></Delete>"))
        .containsExactly(new Element("Object", Map.of("Key", "x".repeat(20))));
  }

  @Test
  void elementWithLongTextsIsMalformed() {
    String body = "<Delete><Object><Key>%s</Key></Object></Delete>";
    assertThat(parse(body.formatted("x".repeat(8192)))).hasSize(1);
    assertMalformed(body.formatted("x".repeat(8193)));
  }

  private static void assertMalformed(String body) {
    assertThatThrownBy(() -> parse(body))
        .isInstanceOfSatisfying(S3Error.class, e -> assertThat(e.code()).isEqualTo("MalformedXML"));
  }

  private static List<Element> parse(String body) {
    return XmlBody.parse(body.getBytes(UTF_8), "Delete", MOST).elements();
  }
}
