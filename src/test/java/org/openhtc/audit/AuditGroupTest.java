package org.openhtc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuditGroupTest {

  @Test
  void smallGroupsKeepAllTheirEntries() {
    assertThat(AuditGroup.largest(List.of(of(3), of(7)), 10)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theLargestGroupsKeepEquallyMany() {
    assertThat(AuditGroup.largest(List.of(of(500), of(10), of(90), of(2)), 112)).isEqualTo(50);
  }

  @Test
  void noGroupsKeepAll() {
    assertThat(AuditGroup.largest(List.of(), 10)).isEqualTo(Long.MAX_VALUE);
  }

  private static AuditGroup of(long entries) {
    return new AuditGroup("user", null, entries);
  }
}
