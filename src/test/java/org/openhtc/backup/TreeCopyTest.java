package org.openhtc.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCopyTest {
  private static final Path ALL = Path.of("");

  @TempDir Path from;
  @TempDir Path to;
  private TreeCopy tree;

  @BeforeEach
  void tree() {
    tree = new TreeCopy(from, to, new FileSums(), 2);
  }

  @Test
  void secondCopyAddsWhatIsNewAndKeepsWhatWasRemoved() throws IOException {
    Files.writeString(from.resolve("removed"), "removed");
    Files.writeString(from.resolve("changed"), "before");
    tree.copy(ALL, path -> true);
    Files.delete(from.resolve("removed"));
    Files.writeString(from.resolve("changed"), "changed");
    Files.createDirectory(from.resolve("new"));
    Files.writeString(from.resolve("new/file"), "new");
    tree.copy(ALL, path -> true);
    assertThat(to.resolve("removed")).hasContent("removed");
    assertThat(to.resolve("changed")).hasContent("changed");
    assertThat(to.resolve("new/file")).hasContent("new");
  }

  @Test
  void partIsCopiedWithItsParents() throws IOException {
    Files.createDirectories(from.resolve("a/b"));
    Files.writeString(from.resolve("a/beside"), "");
    Files.writeString(from.resolve("a/b/file"), "content");
    tree.copy(Path.of("a/b"), path -> true);
    tree.copy(Path.of("a/missing"), path -> true);
    assertThat(to.resolve("a/b/file")).hasContent("content");
    assertThat(to.resolve("a/beside")).doesNotExist();
  }

  @Test
  void linksStayLinks() throws IOException {
    Files.createSymbolicLink(from.resolve("link"), Path.of("/nowhere"));
    tree.copy(ALL, path -> true);
    assertThat(Files.readSymbolicLink(to.resolve("link"))).isEqualTo(Path.of("/nowhere"));
  }
}
