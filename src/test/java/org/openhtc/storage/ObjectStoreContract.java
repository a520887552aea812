package org.openhtc.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour of every object store; each implementation has a subclass. */
public abstract class ObjectStoreContract {
  /** One more than the number of keys on a page of the S3 protocol. */
  private static final int MORE_THAN_A_PAGE = 1001;

  private final String folder = "contract/" + UUID.randomUUID() + "/";

  protected abstract ObjectStore store();

  protected abstract ObjectStore unreachableStore();

  /** Begins a multipart upload and does not complete it. */
  protected abstract void beginUpload(String key);

  /** Keys of the unfinished uploads. */
  protected abstract List<String> uploads();

  @Test
  void returnsTheStoredContent() {
    put("a.txt", "hello");
    assertThat(store().get(folder + "a.txt")).hasValue("hello".getBytes(UTF_8));
  }

  @Test
  void theLastPutWins() {
    put("a.txt", "a long first text");
    put("a.txt", "second");
    assertThat(store().get(folder + "a.txt")).hasValue("second".getBytes(UTF_8));
  }

  @Test
  void anUnknownKeyReturnsEmpty() {
    assertThat(store().get(folder + "nothing")).isEmpty();
  }

  @Test
  void anObjectMayBeEmpty() {
    put("empty", "");
    assertThat(store().get(folder + "empty")).hasValue(new byte[0]);
  }

  @Test
  void storesBinaryContentOfSeveralMegabytes() {
    byte[] content = new byte[6 << 20];
    new Random(1).nextBytes(content);
    store().put(folder + "big", content);
    assertThat(store().get(folder + "big")).hasValue(content);
  }

  @Test
  void contentMayBeStreamedInBothDirections() throws IOException {
    byte[] content = new byte[6 << 20];
    new Random(2).nextBytes(content);
    store().put(folder + "deep/er/stream", ObjectContent.of(content));
    assertThat(store().get(folder + "deep/er/stream")).hasValue(content);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    assertThat(store().read(folder + "deep/er/stream", in -> in.transferTo(received))).isTrue();
    assertThat(received.toByteArray()).isEqualTo(content);
    store().put(folder + "deep/er/stream", ObjectContent.of("second".getBytes(UTF_8)));
    assertThat(store().get(folder + "deep/er/stream")).hasValue("second".getBytes(UTF_8));
  }

  @Test
  void readerIsNotCalledForAnUnknownKey() {
    List<String> calls = new ArrayList<>();
    assertThat(store().read(folder + "nothing", in -> calls.add("called"))).isFalse();
    assertThat(store().read(folder, in -> calls.add("called"))).isFalse();
    assertThat(calls).isEmpty();
  }

  @Test
  void brokenReadThrowsStoreUnavailable() {
    put("a.txt", "hello");
    assertThatThrownBy(() ->
            store()
                .read(
                    folder + "a.txt",
                    in -> {
                      throw new IOException("the test breaks off");
                    }))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aChangedArrayDoesNotChangeTheObject() {
    byte[] content = {1, 2, 3};
    store().put(folder + "array", content);
    content[0] = 9;
    store().get(folder + "array").orElseThrow()[1] = 9;
    assertThat(store().get(folder + "array")).hasValue(new byte[] {1, 2, 3});
  }

  @Test
  void keysMayContainSpacesAndSpecialCharacters() {
    put("a b+c%20é.txt", "special");
    assertThat(store().get(folder + "a b+c%20é.txt")).hasValue("special".getBytes(UTF_8));
  }

  @Test
  void listsWhatAFolderContainsDirectly() {
    put("tasks/a/1", "four");
    put("tasks/a/a b+é", "");
    put("tasks/a/deep/er/2", "x");
    put("tasks/a/deep/3", "x");
    put("tasks/ab/4", "x");
    ObjectStore.FolderPage page = store().list(folder + "tasks/a/", null, 10);
    assertThat(page.files())
        .extracting(ObjectStore.StoredFile::key)
        .containsExactly(folder + "tasks/a/1", folder + "tasks/a/a b+é");
    assertThat(page.files().getFirst().size()).isEqualTo(4);
    assertThat(page.folders()).containsExactly(folder + "tasks/a/deep/");
    assertThat(page.next()).isNull();
    assertThat(store().list(folder + "nothing/", null, 10).files()).isEmpty();
  }

  @Test
  void pagesOfAFolderContainEachEntryOnce() {
    List.of("a", "b/1", "b/2", "c", "d/1", "e").forEach(key -> put("paged/" + key, "x"));
    List<String> found = new ArrayList<>();
    String next = null;
    do {
      ObjectStore.FolderPage page = store().list(folder + "paged/", next, 2);
      assertThat(page.files().size() + page.folders().size()).isLessThanOrEqualTo(2);
      page.files().forEach(file -> found.add(file.key()));
      found.addAll(page.folders());
      next = page.next();
    } while (next != null);
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("a", "b/", "c", "d/", "e").map(key -> folder + "paged/" + key).toList());
  }

  @Test
  void deletesAFolderAndNotItsNeighbour() {
    put("tasks/a/1", "x");
    put("tasks/a/deep/er/2", "x");
    put("tasks/ab/3", "stays");
    store().deletePrefix(folder + "tasks/a/");
    assertThat(store().get(folder + "tasks/a/1")).isEmpty();
    assertThat(store().get(folder + "tasks/a/deep/er/2")).isEmpty();
    assertThat(store().get(folder + "tasks/ab/3")).isPresent();
  }

  @Test
  void deletingAFolderKeepsAnObjectOfTheSameName() {
    put("tasks/a", "stays");
    store().deletePrefix(folder + "tasks/a/");
    assertThat(store().get(folder + "tasks/a")).isPresent();
  }

  @Test
  void deletesMoreThanOnePageOfKeys() {
    IntStream.range(0, MORE_THAN_A_PAGE).parallel().forEach(i -> put("many/" + i, "x"));
    store().deletePrefix(folder + "many/");
    assertThat(
            IntStream.range(0, MORE_THAN_A_PAGE)
                .filter(i -> store().get(folder + "many/" + i).isPresent())
                .count())
        .isZero();
  }

  /** Clients can write such keys, because the key of a PUT is in the URL and not in XML. */
  @Test
  void deletesKeysThatXmlCannotRepresent() {
    List<String> keys = List.of("a\u0001b", "c\uffffd", "e\rf", "g");
    keys.forEach(key -> put("odd/" + key, "x"));
    store().deletePrefix(folder + "odd/");
    assertThat(keys).noneMatch(key -> store().get(folder + "odd/" + key).isPresent());
  }

  @Test
  protected void abortsUploadsToAFolderAndNotToItsNeighbour() {
    beginUpload(folder + "tasks/a/big");
    beginUpload(folder + "tasks/a/deep/big é+%20");
    beginUpload(folder + "tasks/ab/big");
    store().abortUploads(folder + "tasks/a/");
    assertThat(uploads())
        .filteredOn(key -> key.startsWith(folder))
        .containsExactly(folder + "tasks/ab/big");
  }

  @Test
  void deletingAnEmptyFolderSucceeds() {
    store().deletePrefix(folder + "never/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "tasks/a"})
  void rejectsAPrefixThatIsNotAFolder(String prefix) {
    assertThatThrownBy(() -> store().deletePrefix(prefix))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().abortUploads(prefix))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnreachableStoreThrowsStoreUnavailable() {
    ObjectStore store = unreachableStore();
    assertThatThrownBy(() -> store.put("a", new byte[1])).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.put("a", ObjectContent.of(new byte[1])))
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.read("a", in -> {})).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.get("a")).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.deletePrefix("a/")).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> store.abortUploads("a/")).isInstanceOf(StoreUnavailable.class);
  }

  private void put(String name, String text) {
    store().put(folder + name, text.getBytes(UTF_8));
  }
}
