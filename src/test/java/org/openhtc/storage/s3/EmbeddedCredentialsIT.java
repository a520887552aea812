package org.openhtc.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.CredentialRequest;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.GrantOwner;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.ScopedCredentials;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The credentials of the embedded store. */
@ServiceTest
class EmbeddedCredentialsIT extends ScopedCredentialsContract {
  @Autowired private ObjectStoreConnection store;
  @Autowired private ScopedCredentials scoped;
  @Autowired private CredentialIssuer issuer;
  @Autowired private SettableClock clock;
  @Autowired private Tenants tenants;

  @Override
  protected ObjectStoreConnection store() {
    return store;
  }

  @Override
  protected CredentialIssuer issuer() {
    return issuer;
  }

  @Override
  protected StorageCredentials issue(List<FolderGrant> folders) {
    return scoped.issue(
        new CredentialRequest(new GrantOwner.OfProject(user().id()), folders, Duration.ofHours(1)));
  }

  @Test
  void expiredCredentialsAreRefused() {
    put(client, task + "a", "x");
    clock.advance(Duration.ofMinutes(61));
    assertThatThrownBy(() -> get(client, task + "a"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredToken"));
  }

  @Test
  void credentialsOfAnUnknownTaskAreRefused() {
    try (S3Client orphan =
        with(
            scoped.issue(
                new CredentialRequest(
                    new GrantOwner.OfTask(UUID.randomUUID(), user().id()),
                    List.of(FolderGrant.writing(task)),
                    Duration.ofHours(1))))) {
      denied(() -> put(orphan, task + "a", "x"));
    }
  }

  @Test
  void keysThatXmlCannotRepresentAreRefused() {
    for (String key : List.of("a\u0001b", "a\uffffb")) {
      denied(() -> put(client, task + key, "x"));
    }
  }

  @Test
  void keysThatAreNoFileNamesAreStoredAndListed() {
    List<String> names =
        List.of("a//b", "ends/", "folder", "folder/below", "folder/below/", "n".repeat(300));
    names.forEach(name -> put(client, task + name, name));
    assertThat(names).allMatch(name -> get(client, task + name).equals(name));
    assertThat(
            client
                .listObjectsV2Paginator(r -> r.bucket(store.bucket()).prefix(task).maxKeys(2))
                .contents())
        .extracting(object -> object.key().substring(task.length()))
        .containsExactlyElementsOf(names);
  }

  private User user() {
    return tenants.user(tenants.workspace(), Role.USER);
  }
}
