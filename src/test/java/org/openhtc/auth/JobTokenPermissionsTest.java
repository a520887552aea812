package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.Caller.JobCaller;

class JobTokenPermissionsTest {
  private static final JobCaller JOB = new JobCaller("u", "w", "o", "P", "T", "b:0", 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/auth/whoami",
        "/auth/token/whoami",
        "/htc/projects/P/storage/token",
        "/htc/projects/P/storage/token/AWS_US_EAST_1",
        "/htc/projects/P/storage/tokens",
        "/htc/projects/P/storage/presigned-url",
        "/htc/projects/P/tasks/T",
        "/htc/projects/P/tasks/T/storage/token",
        "/htc/projects/P/tasks/T/storage/token/AWS_US_EAST_1",
        "/htc/projects/P/tasks/T/storage/tokens",
        "/htc/projects/P/tasks/T/storage/presigned-url",
        "/htc/projects/P/tasks/T/storage/regional-storage",
        "/htc/projects/P/tasks/T/jobs/b:0",
        "/htc/projects/P/tasks/T/jobs/b:0/events",
        "/htc/projects/P/tasks/T/jobs/b:0/logs",
        "/htc/projects/P/tasks/T/jobs/b:0/logs/stream"
      })
  void jobMayReadItsOwnResources(String path) {
    assertThat(JobTokenPermissions.permits(JOB, "GET", path)).isTrue();
    assertThat(JobTokenPermissions.permits(JOB, "POST", path)).isFalse();
    assertThat(JobTokenPermissions.permits(JOB, "PUT", path)).isFalse();
    assertThat(JobTokenPermissions.permits(JOB, "PATCH", path)).isFalse();
    assertThat(JobTokenPermissions.permits(JOB, "DELETE", path)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /htc/projects",
    "GET, /htc/projects/P",
    "GET, /htc/projects/Q/storage/token",
    "GET, /htc/projects/P/tasks",
    "GET, /htc/projects/P/tasks/U",
    "GET, /htc/projects/Q/tasks/T",
    "GET, /htc/projects/P/tasks/U/storage/tokens",
    "GET, /htc/projects/P/tasks/T/jobs",
    "GET, /htc/projects/P/tasks/T/jobs/stream",
    "GET, /htc/projects/P/tasks/T/jobs/b:1",
    "GET, /htc/projects/P/tasks/T/jobs/b:1/logs",
    "GET, /htc/projects/P/tasks/U/jobs/b:0/logs",
    "GET, /htc/projects/P/tasks/T/summary-statistics",
    "GET, /htc/projects/P/container-registry/token",
    "GET, /htc/projects/P/tasks/T/",
    "GET, /htc/regions",
    "GET, /htc/metrics",
    "GET, /admin/users",
    "POST, /htc/projects/P/tasks/T/jobs/batch",
    "POST, /htc/projects/P/tasks/T/jobs/cancel",
    "POST, /htc/projects/P/tasks/T/jobs/b:0/cancel"
  })
  void jobMayDoNothingElse(String method, String path) {
    assertThat(JobTokenPermissions.permits(JOB, method, path)).isFalse();
  }
}
