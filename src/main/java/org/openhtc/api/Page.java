package org.openhtc.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next absolute URL of the following page; absent (not null in JSON) on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {

  /**
   * Builds a page. The query reads one row more than the page shows; if that row exists, there is a
   * next page.
   *
   * @param rows up to {@code pageSize + 1} rows in list order
   * @param cursor the sort key of a row
   * @param toItem converts a row to the item in the response
   */
  public static <R, T> Page<T> of(
      List<R> rows, PageQuery query, Function<R, PageCursor> cursor, Function<R, T> toItem) {
    boolean hasMore = rows.size() > query.pageSize();
    return of(hasMore ? rows.subList(0, query.pageSize()) : rows, hasMore, cursor, toItem);
  }

  /**
   * Builds a page from the rows that it shows.
   *
   * @param hasMore whether there is a next page; then this page is not empty
   */
  public static <R, T> Page<T> of(
      List<R> shown, boolean hasMore, Function<R, PageCursor> cursor, Function<R, T> toItem) {
    String next = hasMore ? NextLink.after(cursor.apply(shown.getLast())) : null;
    return new Page<>(shown.stream().map(toItem).toList(), next);
  }
}
