package org.openhtc.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the parts that start jobs need of every {@link JobStorage}. */
interface JobStorageContract {
  String KEY = "AWS_ACCESS_KEY_ID";

  JobStorage storage();

  @Test
  default void eachAttemptHasCredentialsOfItsOwn() {
    UUID project = UUID.randomUUID();
    UUID task = UUID.randomUUID();
    String job = UUID.randomUUID() + ":0";
    Map<String, String> first = environment(new JobAttempt(project, task, job, 1));
    Map<String, String> second = environment(new JobAttempt(project, task, job, 2));
    assertThat(first.get(KEY)).isNotBlank();
    assertThat(second.get(KEY)).isNotBlank().isNotEqualTo(first.get(KEY));
  }

  @Test
  default void endpointIsAbsoluteIfThereIsOne() {
    URI endpoint = storage().endpoint();
    assertThat(endpoint == null || endpoint.isAbsolute()).isTrue();
  }

  private Map<String, String> environment(JobAttempt attempt) {
    return storage().environment(attempt, Duration.ofHours(1));
  }
}
