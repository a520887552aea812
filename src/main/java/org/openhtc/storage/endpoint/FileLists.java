package org.openhtc.storage.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.NextLink;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.storage.ObjectStore;
import org.springframework.stereotype.Component;

/** Lists what folders of the object store contain. */
@Component
class FileLists {
  private final ObjectStore store;

  FileLists(ObjectStore store) {
    this.store = store;
  }

  /**
   * @param folder below the main folder of the access, with or without a slash at its end; empty
   *     for the main folder itself
   * @throws org.openhtc.api.ApiException 400 when the folder is no valid path
   */
  Page<FileView> of(FolderAccess access, String folder, PageQuery query) {
    String main = access.main().folder();
    ObjectStore.FolderPage page = store.list(prefix(main, folder), token(query), query.pageSize());
    List<FileView> items =
        Stream.concat(
                page.folders().stream().map(key -> new FileView(below(main, key), null, null)),
                page.files().stream()
                    .map(file ->
                        new FileView(below(main, file.key()), file.size(), file.modifiedAt())))
            .toList();
    return new Page<>(items, page.next() == null ? null : next(page.next()));
  }

  private static String prefix(String main, String folder) {
    String path = folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    return path.isEmpty() ? main : ObjectKey.in(main, path) + "/";
  }

  private static String below(String main, String key) {
    return key.substring(main.length());
  }

  /** A key may contain a line feed, but a cursor may not. */
  private static String next(String token) {
    return NextLink.after(PageCursor.of(URLEncoder.encode(token, UTF_8)));
  }

  private static @Nullable String token(PageQuery query) {
    return query.cursor(1).map(cursor -> URLDecoder.decode(cursor.text(0), UTF_8)).orElse(null);
  }

  /**
   * A file or a folder.
   *
   * @param path below the folder of the task or the project; that of a folder ends with a slash
   * @param size in bytes; absent for a folder
   * @param modifiedAt absent for a folder
   */
  record FileView(String path, @Nullable Long size, @Nullable Instant modifiedAt) {}
}
