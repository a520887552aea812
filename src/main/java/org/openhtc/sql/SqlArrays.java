package org.openhtc.sql;

import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

/**
 * Java collections as array parameters. The driver binds arrays of strings and numbers only, so an
 * array of ids is a text array that the statement casts: {@code any(:ids::uuid[])}.
 */
public final class SqlArrays {
  private SqlArrays() {}

  /** To be cast to {@code uuid[]}. */
  public static String[] uuids(Collection<UUID> ids) {
    return texts(ids, UUID::toString);
  }

  /** To be cast to {@code uuid[]}. */
  public static <T> String[] uuids(Collection<T> rows, Function<? super T, UUID> id) {
    return texts(rows, row -> id.apply(row).toString());
  }

  /** The names of the constants. */
  public static String[] names(Collection<? extends Enum<?>> constants) {
    return texts(constants, Enum::name);
  }

  public static String[] texts(Collection<String> texts) {
    return texts.toArray(String[]::new);
  }

  public static <T> String[] texts(Collection<T> rows, Function<? super T, String> text) {
    return rows.stream().map(text).toArray(String[]::new);
  }

  public static Integer[] integers(Collection<Integer> numbers) {
    return numbers.toArray(Integer[]::new);
  }

  public static <T> Integer[] integers(Collection<T> rows, Function<? super T, Integer> number) {
    return rows.stream().map(number).toArray(Integer[]::new);
  }
}
