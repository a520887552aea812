package org.openhtc.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page that a list request selects.
 *
 * @param pageIndex opaque position from the previous page's {@code next}; null for the first page
 * @param pageSize maximum number of rows, from 1 to the limit of the list
 */
public record PageQuery(@Nullable String pageIndex, int pageSize) {
  public static final int DEFAULT_SIZE = 100;
  public static final int MAX_SIZE = 1000;

  public static PageQuery of(@Nullable String pageIndex, @Nullable Integer pageSize) {
    return of(pageIndex, pageSize, MAX_SIZE);
  }

  /**
   * @throws ApiException 400 when {@code pageSize} is out of range
   */
  public static PageQuery of(@Nullable String pageIndex, @Nullable Integer pageSize, int max) {
    int size = pageSize == null ? DEFAULT_SIZE : pageSize;
    if (size < 1 || size > max) {
      throw ApiException.invalid("pageSize %d is not from 1 to %d.".formatted(size, max));
    }
    return new PageQuery(pageIndex == null || pageIndex.isEmpty() ? null : pageIndex, size);
  }

  public Optional<PageCursor> cursor(int parts) {
    return Optional.ofNullable(pageIndex).map(index -> PageCursor.decode(index, parts));
  }
}
