package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.JobTokenRequestBuilder.aJobTokenRequest;

import org.junit.jupiter.api.Test;
import org.openhtc.workspace.User;

/** What the parts that start jobs need of every {@link JobTokens}. */
interface JobTokensContract {
  JobTokens tokens();

  /** A user who may submit jobs. */
  User submitter();

  @Test
  default void eachJobGetsTwoDifferentTokens() {
    JobTokenPair pair = tokens().issue(aJobTokenRequest(submitter(), "batch:0").build());
    assertThat(pair.bearer()).isNotBlank();
    assertThat(pair.refresh()).isNotBlank().isNotEqualTo(pair.bearer());
  }
}
