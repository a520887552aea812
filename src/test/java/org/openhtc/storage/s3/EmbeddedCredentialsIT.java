package org.openhtc.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.Role;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.CredentialRequest;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.GrantOwner;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.ScopedCredentials;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
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
  @LocalServerPort int port;
  private final String batch = UUID.randomUUID().toString();

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
  void aLaterAttemptRevokesTheCredentialsOfTheEarlierOne() {
    StorageCredentials first = attempt(batch + ":0", 1);
    try (S3Client stale = with(first)) {
      put(stale, task + "a", "first");
      try (S3Client current = with(attempt(batch + ":0", 2))) {
        denied(() -> put(stale, task + "a", "stale"));
        put(current, task + "a", "second");
        assertThat(get(current, task + "a")).isEqualTo("second");
      }
    }
    assertThatThrownBy(() -> attempt(batch + ":0", 1)).isInstanceOf(ApiException.class);
  }

  @Test
  void anEndedAttemptHasNoAccess() {
    try (S3Client job = with(attempt(batch + ":0", 1));
        S3Client other = with(attempt(batch + ":1", 1))) {
      put(job, task + "a", "x");
      scoped.revoke(batch + ":0", 1);
      denied(() -> get(job, task + "a"));
      assertThat(get(other, task + "a")).isEqualTo("x");
    }
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
  void keysThatCannotBeFileNamesAreABadRequest() {
    put(client, task + "file", "x");
    for (String key : List.of("file/below", "n".repeat(300))) {
      assertThatThrownBy(() -> put(client, task + key, "x"))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
    }
  }

  private User user() {
    return tenants.user(tenants.workspace(), Role.USER);
  }

  private StorageCredentials attempt(String job, int attempt) {
    TestTask real = TestTask.in(ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY));
    return scoped.issue(
        new CredentialRequest(
            new GrantOwner.OfAttempt(real.id(), job, attempt),
            List.of(FolderGrant.writing(task)),
            Duration.ofHours(1)));
  }
}
