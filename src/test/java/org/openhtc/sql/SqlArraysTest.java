package org.openhtc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SqlArraysTest {
  private static final UUID ID = new UUID(0, 1);

  @Test
  void elementsKeepTheirOrder() {
    assertThat(SqlArrays.texts(List.of("b", "a"))).containsExactly("b", "a");
    assertThat(SqlArrays.integers(List.of(2, 1))).containsExactly(2, 1);
  }

  @Test
  void idsAndConstantsBecomeText() {
    assertThat(SqlArrays.uuids(Set.of(ID))).containsExactly("00000000-0000-0000-0000-000000000001");
    assertThat(SqlArrays.names(List.of(DayOfWeek.MONDAY))).containsExactly("MONDAY");
  }

  @Test
  void columnsOfRowsAreExtracted() {
    assertThat(SqlArrays.uuids(List.of("row"), row -> ID)).containsExactly(ID.toString());
    assertThat(SqlArrays.texts(List.of(1), Object::toString)).containsExactly("1");
    assertThat(SqlArrays.integers(List.of("ab"), String::length)).containsExactly(2);
  }

  @Test
  void anEmptyCollectionIsAnEmptyArray() {
    assertThat(SqlArrays.uuids(List.of())).isEmpty();
  }
}
