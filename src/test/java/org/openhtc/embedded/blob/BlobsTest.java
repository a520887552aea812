package org.openhtc.embedded.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobsTest {
  private static final List<String> KEYS =
      Stream.of(
              "a",
              "a.b",
              "a/",
              "a//",
              "a//b",
              "a/b",
              "a/b/",
              "a/b/c",
              "a0",
              "%",
              "%o",
              "%41",
              ".x",
              "x/../y",
              "x/./z",
              "n".repeat(900),
              "n".repeat(500) + "/m",
              "n".repeat(500) + "/",
              "\u00e9",
              "\uff5e",
              "\ud83d\ude00",
              "b\\c",
              "b c",
              "b\nc")
          .sorted(KeyOrder.BY_CODE_POINT)
          .toList();

  @TempDir private Path home;
  private Blobs blobs;

  @BeforeEach
  void open() throws IOException {
    blobs = Blobs.open(home, Clock.systemUTC());
  }

  @Test
  void everyKeyIsStoredReadAndDeleted() throws IOException {
    for (String key : KEYS) {
      put(key);
    }
    for (String key : KEYS) {
      try (OpenBlob blob = blobs.read(key).orElseThrow()) {
        assertThat(blob.content().readAllBytes()).isEqualTo(key.getBytes());
        assertThat(blob.info().key()).isEqualTo(key);
      }
    }
    for (String key : KEYS) {
      blobs.delete(key, Precondition.NONE);
    }
    assertThat(list(new ListQuery("", "", "", 1000))).isEmpty();
  }

  @Test
  void noFileIsOutsideOfTheStore(@TempDir Path parent) throws IOException {
    blobs = Blobs.open(parent.resolve("store"), Clock.systemUTC());
    for (String key : List.of("../x", "../../x", "a/../../../x", "/etc/x", "..", ".")) {
      put(key);
      assertThat(blobs.read(key)).isPresent();
    }
    try (Stream<Path> files = Files.list(parent)) {
      assertThat(files).containsExactly(parent.resolve("store"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void pagesHaveAllKeysInOrder(int limit) throws IOException {
    for (String key : KEYS) {
      put(key);
    }
    assertThat(list(new ListQuery("", "", "", limit))).isEqualTo(KEYS);
    for (String prefix : List.of("a", "a/", "a/b", "n", "b", "x/")) {
      assertThat(list(new ListQuery(prefix, "", "", limit)))
          .isEqualTo(KEYS.stream().filter(key -> key.startsWith(prefix)).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 1000})
  void groupsAreThoseOfASimpleListing(int limit) throws IOException {
    for (String key : KEYS) {
      put(key);
    }
    for (String delimiter : List.of("/", "b", "//")) {
      for (String prefix : List.of("", "a", "a/", "n")) {
        assertThat(list(new ListQuery(prefix, delimiter, "", limit)))
            .as("%s %s", prefix, delimiter)
            .isEqualTo(simple(prefix, delimiter));
      }
    }
  }

  @Test
  void largeFolderIsListedInPages() throws IOException {
    List<String> keys = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      keys.add("f/%08x".formatted(random.nextInt()));
      put(keys.getLast());
    }
    keys.sort(KeyOrder.BY_CODE_POINT);
    assertThat(list(new ListQuery("f/", "/", "", 1000))).isEqualTo(keys);
  }

  @Test
  void idsOfUploadsAreNoPaths() throws IOException {
    String id = blobs.uploads().begin("a/b", Map.of());
    assertThat(blobs.uploads().find(id, "a/b")).isPresent();
    for (String other : List.of("", ".", "..", "../uploads/" + id, id + "/", id + "/../" + id)) {
      assertThat(blobs.uploads().find(other, "a/b")).isEmpty();
    }
    assertThat(blobs.uploads().find(id, "a/c")).isEmpty();
  }

  /** There may be 10,000, each with the key of a KiB. */
  @Test
  void partsOfAnUploadAreReadByTheirNumbersAndShareTheKey() throws IOException {
    String id = blobs.uploads().begin("a/b", Map.of());
    Upload upload = blobs.uploads().find(id, "a/b").orElseThrow();
    for (int number : List.of(3, 10_000, 1)) {
      try (Draft draft = blobs.draft()) {
        blobs.uploads().store(upload, number, draft, "tag" + number, Map.of());
      }
    }
    assertThat(blobs.uploads().numbers(upload)).containsExactly(1, 3, 10_000);
    List<UploadedPart> parts = blobs.uploads().parts(upload, List.of(3, 4, 10_000));
    assertThat(parts).extracting(UploadedPart::number).containsExactly(3, 10_000);
    assertThat(parts).extracting(part -> part.info().etag()).containsExactly("tag3", "tag10000");
    assertThat(parts).allMatch(part -> part.info().key() == upload.key());
    blobs.uploads().end(upload);
    assertThat(blobs.uploads().numbers(upload)).isEmpty();
    assertThat(blobs.uploads().parts(upload, List.of(3))).isEmpty();
  }

  @Test
  void deletedFolderLeavesItsNeighbours() throws IOException {
    for (String key : List.of("t/a", "t/a/", "t/a/x", "t/a/x/y", "t/ab")) {
      put(key);
    }
    blobs.deleteFolder("t/a/");
    assertThat(list(new ListQuery("", "", "", 10))).containsExactly("t/a", "t/ab");
  }

  private void put(String key) throws IOException {
    try (Draft draft = blobs.draft()) {
      draft.output().write(key.getBytes());
      blobs.store(draft, key, "tag", Map.of(), Precondition.NONE);
    }
  }

  /** Keys and groups of all pages, in order. */
  private List<String> list(ListQuery query) throws IOException {
    List<String> found = new ArrayList<>();
    String after = query.after();
    while (after != null) {
      ListPage page =
          blobs.list(new ListQuery(query.prefix(), query.delimiter(), after, query.limit()));
      List<String> names = new ArrayList<>(page.groups());
      page.objects().forEach(object -> names.add(object.key()));
      names.sort(KeyOrder.BY_CODE_POINT);
      found.addAll(names);
      assertThat(names).hasSizeLessThanOrEqualTo(query.limit());
      after = page.next();
    }
    return found;
  }

  private static List<String> simple(String prefix, String delimiter) {
    return KEYS.stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> {
          int at = key.indexOf(delimiter, prefix.length());
          return at < 0 ? key : key.substring(0, at + delimiter.length());
        })
        .distinct()
        .toList();
  }
}
