package org.openhtc.storage;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Opens to a running job the folders it works in, and closes them behind it. */
@Service
public class JobStorage {
  private final ScopedCredentials credentials;
  private final ObjectStoreConnection store;
  private final StoreAddresses addresses;

  JobStorage(ScopedCredentials credentials, ObjectStoreConnection store, StoreAddresses addresses) {
    this.credentials = credentials;
    this.store = store;
    this.addresses = addresses;
  }

  /**
   * The environment variables with which any AWS tool works in the job's container without
   * configuration, and where the folders are (without a slash at the end). What earlier attempts
   * were lent ends here.
   *
   * @param lifetime how long the job may exist; an STS may lend for less, then the job renews
   * @throws StoreUnavailable when the store's token service does not answer
   */
  public Map<String, String> environment(JobFolders job, Duration lifetime) {
    String shared = Folders.shared(job.projectId());
    String own = Folders.task(job.projectId(), job.taskId());
    StorageCredentials lent =
        credentials.issue(
            new CredentialRequest(
                new GrantOwner.OfAttempt(job.taskId(), job.jobId(), job.attempt()),
                List.of(FolderGrant.reading(shared), FolderGrant.writing(own)),
                lifetime));
    Map<String, String> variables = StorageTokens.variables(lent, store.region(), addresses.jobs());
    variables.put("PROJECT_SHARED_FOLDER", url(shared));
    variables.put("TASK_SHARED_FOLDER", url(own));
    return variables;
  }

  /** From now on nothing that the attempt, or an earlier one, was lent reaches the store. */
  public void close(String jobId, int attempt) {
    credentials.revoke(jobId, attempt);
  }

  /** Where jobs reach the store; null means AWS's own endpoint. */
  public @Nullable URI endpoint() {
    return addresses.jobs();
  }

  private String url(String folder) {
    return "s3://%s/%s".formatted(store.bucket(), folder.substring(0, folder.length() - 1));
  }
}
