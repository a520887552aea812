package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaProseTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int x; // prose",
        "int x; /* prose */ int y;",
        "/** prose */ class X {}",
        "String x = \"prose\";",
        "String x = \"\"\"\n    prose\n    \"\"\";",
        "String x = \"\"\"\n    two quotes \"\" and prose\n    \"\"\";",
        "String x = \"\"\"\n    an escaped \\\"\"\" end and prose\n    \"\"\";",
        "String x = \"\"\"\n    a line that continues \\\n    prose\n    \"\"\";",
        "char c = '\"'; String x = \"prose\";",
        "char c = '\\''; String x = \"prose\";",
        "char c = '\\\\'; String x = \"prose\";",
        "String x = \"\\\"\" + \"prose\";",
        "String x = \"\\\\\"; // prose",
        "String x = \"http://example.org\" + \"prose\";",
        "String x = \"/* no comment\"; // prose",
        "// a \" quote in a comment\nString x = \"prose\";",
        "/* a \" quote and // a line */ String x = \"prose\";",
        "// it's an apostrophe\nint x; // prose",
        "int x = 4 / 2; // prose",
        "String x = \"\"; // prose"
      })
  void commentsAndLiteralsAreKept(String source) {
    assertThat(JavaProse.of(source)).contains("prose");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int code;",
        "/* prose */ int code; /* prose */",
        "// prose\nint code;",
        "char c = '\"'; int code; // \"",
        "String x = \"a\\\"\"; int code;",
        "String x = \"\"\"\n    \"prose\\\"\"\" \"\"\"; int code;",
        "String x = \"//\"; int code;",
        "String x = \"\"; int code; String y = \"\";"
      })
  void codeIsMasked(String source) {
    assertThat(JavaProse.of(source)).doesNotContain("code");
  }

  @Test
  void escapeSequencesAreNoLettersOfAWord() {
    assertThat(JavaProse.of("\"\\nword\"")).isEqualTo("\"``word\"");
  }

  @Test
  void literalsAreNoComments() {
    String source = "String x = \"literal\"; // comment\n";
    assertThat(JavaProse.commentsOf(source)).contains("comment").doesNotContain("literal");
  }

  @Test
  void positionsStay() {
    String source = "int x;\n/* one\ntwo */ int y;\nString z = \"\"\"\n  three\n  \"\"\";\n";
    String prose = JavaProse.of(source);
    assertThat(prose).hasSameSizeAs(source);
    assertThat(prose.indexOf("three")).isEqualTo(source.indexOf("three"));
    assertThat(prose.lines().count()).isEqualTo(source.lines().count());
  }

  @Test
  void longTextBlocksAreRead() {
    String block = "\"\"\"\n" + "{\"a\": \"\\\\\"}\n".repeat(2000) + "\"\"\"";
    assertThat(JavaProse.of(block + " code // prose")).contains("prose").doesNotContain("code");
  }
}
