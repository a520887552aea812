package org.openhtc.job.grid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class JobGridIT {
  @Autowired TestTask task;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "since=%2B1000000000-12-31T23:59:59Z",
        "since=-1000000000-01-01T00:00:00Z",
        "since=yesterday",
        "pageIndex=eA",
        "pageSize=1001"
      })
  void invalidParameterIsRefused(String parameter) {
    assertThat(task.api.get(task.path + "/jobs/grid?" + parameter).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?since=0001-01-01T00:00:00Z", "?since=9999-12-31T23:59:59Z"})
  void taskWithoutJobsHasAnEmptyGrid(String query) {
    assertThat(task.api.get(task.path + "/jobs/grid" + query).body().path("items")).isEmpty();
  }
}
