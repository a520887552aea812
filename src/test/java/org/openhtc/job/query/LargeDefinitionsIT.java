package org.openhtc.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;

@ServiceTest
class LargeDefinitionsIT {
  @Autowired TestTask task;

  @Test
  void pageWithLargeDefinitionsEndsEarly() {
    Map<String, Object> large = TestTask.definition("x".repeat(100_000), "x".repeat(100_000));
    large.put("architecture", "AARCH64");
    task.submit(100, large);
    ApiResponse page = task.api.get(task.path + "/jobs?pageSize=1000");
    assertThat(page.status()).isEqualTo(200);
    int count = page.body().path("items").size();
    assertThat(count).isBetween(40, 45);
    ApiResponse next = task.api.get(page.text("next") + "&viewType=SIMPLE");
    assertThat(next.body().path("items").size()).isEqualTo(100 - count);
    ApiResponse simple = task.api.get(task.path + "/jobs?pageSize=1000&viewType=SIMPLE");
    assertThat(simple.body().path("items").size()).isEqualTo(100);
    assertThat(List.of("", "null")).contains(simple.text("next"));
  }
}
