package org.openhtc.execution.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinePiecesTest {

  @Test
  void shortTextIsOnePiece() {
    assertThat(pieces("", 100)).containsExactly("");
    assertThat(pieces("häuser", 100)).containsExactly("häuser");
  }

  @Test
  void piecesEndBetweenCharacters() {
    assertThat(pieces("aä€\uD83D\uDE00b", 4)).containsExactly("aä", "€", "\uD83D\uDE00", "b");
    assertThat(pieces("ääää", 5)).containsExactly("ää", "ää");
  }

  @Test
  void piecesAreAtMost64Kibibytes() {
    List<String> pieces = pieces("y".repeat(200_000), Long.MAX_VALUE);
    assertThat(pieces).hasSize(4).allMatch(piece -> piece.length() <= 64 << 10);
    assertThat(String.join("", pieces)).isEqualTo("y".repeat(200_000));
  }

  @Test
  void halfACharacterIsReplaced() {
    assertThat(pieces("a\uD83Db".repeat(3), 4)).containsExactly("a?ba", "?ba?", "b");
  }

  private static List<String> pieces(String text, long most) {
    List<String> pieces = new ArrayList<>();
    LogLinePieces.of(text, most, piece -> pieces.add(new String(piece, UTF_8)));
    return pieces;
  }
}
