package org.openhtc.storage.removal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.storage.CredentialRequest;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.Folders;
import org.openhtc.storage.GrantOwner;
import org.openhtc.storage.GrantStore;
import org.openhtc.storage.ObjectContent;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ScopedCredentials;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.storage.StoreUnavailable;
import org.openhtc.task.TaskDeleted;
import org.openhtc.testing.FakeObjectStore;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class FolderRemoverIT {
  private static final Duration AHEAD = Duration.ofDays(1);

  @Autowired FolderRemovalStore removals;
  @Autowired GrantStore grants;
  @Autowired GrantSweeper sweeper;
  @Autowired ScopedCredentials credentials;
  @Autowired ObjectStore store;
  @Autowired SettableClock clock;

  @Autowired TestTask task;
  private Clock later;
  private UUID project;
  private List<String> own;
  private List<String> others;

  /** Nothing that the test stores is due for the service, which removes files meanwhile, too. */
  @BeforeEach
  void nothingIsDueADayLater() {
    later = Clock.offset(clock, AHEAD);
    remover(new FakeObjectStore(), later).run();
  }

  @BeforeEach
  void nameTheFiles() {
    project = task.projectId();
    UUID other = UUID.randomUUID();
    own =
        List.of(
            Folders.task(project, task.id()) + "out/1", Folders.logs(project, task.id()) + "1.gz");
    others =
        List.of(
            Folders.shared(project) + "in",
            Folders.task(project, other) + "1",
            Folders.logs(project, other) + "1");
  }

  @Test
  void filesAndLogsOfADeletedTaskAreRemovedAndNoOthers() {
    fill(store);
    issue(Duration.ofHours(2));
    task.api.delete(task.path);
    await().untilAsserted(() -> assertThat(remaining(store)).containsExactlyElementsOf(others));
    await().until(() -> grants.lastExpiry(task.id()).isEmpty());
  }

  @Test
  void aRemovalIsRetriedWhenTheStoreIsReachableAgain() {
    FakeObjectStore fake = new FakeObjectStore();
    fill(fake);
    fake.setReachable(false);
    FolderRemover other = remover(fake, later);
    other.storeRemoval(new TaskDeleted(project, task.id()));
    other.run();
    fake.setReachable(true);
    assertThat(remaining(fake)).containsAll(own);
    clock.advance(Duration.ofMinutes(11));
    other.run();
    assertThat(remaining(fake)).containsExactlyElementsOf(others);
  }

  @Test
  void oneFolderThatCannotBeRemovedDoesNotBlockOthers() {
    FakeObjectStore fake = new FakeObjectStore();
    String refused = Folders.task(project, task.id());
    FolderRemover other = remover(refusing(fake, refused, new AtomicInteger()), later);
    List<UUID> many = Stream.generate(UUID::randomUUID).limit(250).toList();
    other.storeRemoval(new TaskDeleted(project, task.id()));
    many.forEach(id -> fake.put(Folders.task(project, id) + "1", new byte[1]));
    many.forEach(id -> other.storeRemoval(new TaskDeleted(project, id)));
    fill(fake);
    other.run();
    assertThat(many).noneMatch(id -> fake.get(Folders.task(project, id) + "1").isPresent());
    assertThat(remaining(fake)).containsAll(own);
    clock.advance(Duration.ofMinutes(11));
    remover(fake, later).run();
    assertThat(remaining(fake)).containsExactlyElementsOf(others);
  }

  @Test
  void aRunEndsAfterThreeConsecutiveFailures() {
    AtomicInteger calls = new AtomicInteger();
    FakeObjectStore unreachable = new FakeObjectStore();
    unreachable.setReachable(false);
    FolderRemover other = remover(refusing(unreachable, "", calls), later);
    Stream.generate(UUID::randomUUID)
        .limit(20)
        .forEach(id -> other.storeRemoval(new TaskDeleted(project, id)));
    other.run();
    assertThat(calls).hasValue(3);
    remover(new FakeObjectStore(), later).run();
  }

  @Test
  void unfinishedUploadsAreAborted() {
    FakeObjectStore fake = new FakeObjectStore();
    fake.beginUpload(own.getFirst());
    fake.beginUpload(others.getFirst());
    FolderRemover other = remover(fake, later);
    other.storeRemoval(new TaskDeleted(project, task.id()));
    other.run();
    assertThat(fake.uploads()).containsExactly(others.getFirst());
  }

  @Test
  void filesWrittenLaterWithValidCredentialsAreRemovedToo() {
    FakeObjectStore fake = new FakeObjectStore();
    issue(AHEAD.plusHours(5));
    FolderRemover other = remover(fake, later);
    other.storeRemoval(new TaskDeleted(project, task.id()));
    other.run();
    fill(fake);
    other.run();
    assertThat(remaining(fake)).containsAll(own);
    clock.advance(Duration.ofHours(5).plusSeconds(1));
    other.run();
    assertThat(remaining(fake)).containsExactlyElementsOf(others);
    assertThat(removals.due(later.instant())).noneMatch(r -> r.taskId().equals(task.id()));
  }

  @Test
  void onlyExpiredGrantsAreDeleted() {
    String brief = issue(Duration.ofMinutes(10)).accessKey();
    String longer = issue(Duration.ofHours(2)).accessKey();
    clock.advance(Duration.ofMinutes(11));
    sweeper.run();
    assertThat(grants.find(brief)).isEmpty();
    assertThat(grants.find(longer)).isPresent();
  }

  private FolderRemover remover(ObjectStore objects, Clock time) {
    return new FolderRemover(removals, grants, objects, time);
  }

  /** A store that refuses only the removal of one folder, and counts removals. */
  private static ObjectStore refusing(ObjectStore store, String folder, AtomicInteger calls) {
    return new ObjectStore() {
      @Override
      public void put(String key, ObjectContent content) {
        store.put(key, content);
      }

      @Override
      public boolean read(String key, ContentReader reader) {
        return store.read(key, reader);
      }

      @Override
      public FolderPage list(String prefix, @Nullable String next, int limit) {
        return store.list(prefix, next, limit);
      }

      @Override
      public void deletePrefix(String prefix) {
        calls.incrementAndGet();
        if (prefix.equals(folder)) {
          throw new StoreUnavailable("the test refuses this folder");
        }
        store.deletePrefix(prefix);
      }

      @Override
      public void abortUploads(String prefix) {
        store.abortUploads(prefix);
      }
    };
  }

  private StorageCredentials issue(Duration lifetime) {
    return credentials.issue(
        new CredentialRequest(
            new GrantOwner.OfTask(task.id(), "some-user"),
            List.of(FolderGrant.writing(Folders.task(project, task.id()))),
            lifetime));
  }

  private void fill(ObjectStore objects) {
    own.forEach(key -> objects.put(key, key.getBytes(UTF_8)));
    others.forEach(key -> objects.put(key, key.getBytes(UTF_8)));
  }

  private List<String> remaining(ObjectStore objects) {
    return Stream.concat(own.stream(), others.stream())
        .filter(key -> objects.get(key).isPresent())
        .toList();
  }
}
