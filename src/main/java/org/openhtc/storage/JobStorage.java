package org.openhtc.storage;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Gives a running job access to its folders. */
@Service
public class JobStorage {
  private final ScopedCredentials credentials;
  private final ObjectStoreConnection store;
  private final StoreEndpoints endpoints;

  JobStorage(ScopedCredentials credentials, ObjectStoreConnection store, StoreEndpoints endpoints) {
    this.credentials = credentials;
    this.store = store;
    this.endpoints = endpoints;
  }

  /**
   * Issues credentials and returns the environment variables with which any AWS tool works in the
   * job's container without configuration, and the URLs of the folders (without a slash at the
   * end). The embedded store accepts the credentials only while the attempt is on a host; they need
   * no query and nothing is stored.
   *
   * @param lifetime how long the job may exist; an STS may grant less, then the job has to request
   *     new credentials
   * @throws StoreUnavailable when the store's token service does not respond
   */
  public Map<String, String> environment(JobAttempt job, Duration lifetime) {
    String shared = Folders.shared(job.projectId());
    String own = Folders.task(job.projectId(), job.taskId());
    StorageCredentials issued =
        credentials.issue(
            new CredentialRequest(
                new GrantOwner.OfAttempt(job),
                List.of(FolderGrant.reading(shared), FolderGrant.writing(own)),
                lifetime));
    Map<String, String> variables = issued.variables(store.region(), endpoints.jobs());
    variables.put("PROJECT_SHARED_FOLDER", url(shared));
    variables.put("TASK_SHARED_FOLDER", url(own));
    return variables;
  }

  /** The store's base URL as seen by jobs; null means AWS's own endpoint. */
  public @Nullable URI endpoint() {
    return endpoints.jobs();
  }

  private String url(String folder) {
    return "s3://%s/%s".formatted(store.bucket(), folder.substring(0, folder.length() - 1));
  }
}
