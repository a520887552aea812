package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.execution.docker.EngineJson.Commit;
import org.openhtc.execution.docker.EngineJson.Info;

class EngineWeaknessesTest {

  @ParameterizedTest
  @CsvSource({
    "1.1.5+ds1-1+deb12u1, CVE-2024-21626 and CVE-2025-31133",
    "v1.1.12-0-g51d5e94, CVE-2025-31133",
    "v1.2.7-0-gabc, CVE-2025-31133",
    "v1.3.2, CVE-2025-31133"
  })
  void oldRuncIsReported(String id, String holes) {
    assertThat(EngineWeaknesses.oldRuntime(info(id, true)).orElseThrow()).endsWith(holes);
  }

  @ParameterizedTest
  @CsvSource({"v1.2.8-0-gabc", "v1.3.3", "1.4.0", "5f31a4b2", "''"})
  void fixedOrUnknownRuncIsNot(String id) {
    assertThat(EngineWeaknesses.oldRuntime(info(id, true))).isEmpty();
  }

  @Test
  void limitsThatTheEngineIgnoresAreKnown() {
    assertThat(EngineWeaknesses.ignoredLimits(info("", false))).containsExactly("memory");
    assertThat(EngineWeaknesses.ignoredLimits(info("", null))).isEmpty();
  }

  private static Info info(String runc, @Nullable Boolean limitsMemory) {
    return new Info(null, null, null, 1, 1, null, null, limitsMemory, true, null, new Commit(runc));
  }
}
