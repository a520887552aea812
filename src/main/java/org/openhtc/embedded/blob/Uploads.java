package org.openhtc.embedded.blob;

import com.google.common.util.concurrent.Striped;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Lock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.disk.DiskUse;

/**
 * Multipart uploads, each in a directory with the name of its id. Only ids that this class issued,
 * and only with the key for which it issued them, name an upload.
 */
public final class Uploads {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern PART = Pattern.compile("[0-9]{5}");
  private static final int ID_BYTES = 16;
  private static final String DESCRIPTION = "upload";
  private static final Comparator<Upload> ORDER =
      Comparator.comparing(Upload::key, KeyOrder.BY_CODE_POINT).thenComparing(Upload::id);

  private final SecureRandom random = new SecureRandom();

  /** So many that two uploads have the same one hardly ever; only those in use exist. */
  private final Striped<Lock> locks = Striped.lazyWeakLock(1 << 30);

  private final Path root;
  private final Blobs blobs;

  Uploads(Path root, Blobs blobs) {
    this.root = root;
    this.blobs = blobs;
  }

  void createFolder() throws IOException {
    Files.createDirectories(root);
  }

  /** Begins an upload and returns its id. */
  public String begin(String key, Map<String, String> attributes) throws IOException {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    try (Draft draft = blobs.draft()) {
      draft.finish(key, "", blobs.now(), attributes);
      Files.createDirectory(root.resolve(id));
      draft.moveTo(root.resolve(id).resolve(DESCRIPTION));
    }
    return id;
  }

  /** The open upload of this id; empty also when the id was issued for another key. */
  public Optional<Upload> find(String id, String key) throws IOException {
    return read(id).filter(upload -> upload.key().equals(key));
  }

  /**
   * Adds a part, or replaces it.
   *
   * @param number from 1 to 10,000
   * @return false when the upload is not open any more
   */
  public boolean store(
      Upload upload, int number, Draft draft, String etag, Map<String, String> attributes)
      throws IOException {
    draft.finish(upload.key(), etag, blobs.now(), attributes);
    try {
      draft.moveTo(part(upload, number));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The numbers of the parts, in their order; none if the upload has ended. */
  public List<Integer> numbers(Upload upload) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder(upload), file -> PART.matcher(file.getFileName().toString()).matches())) {
      for (Path file : files) {
        numbers.add(Integer.valueOf(file.getFileName().toString()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  /** The parts of these numbers that exist, in this order. All have the one text of the key. */
  public List<UploadedPart> parts(Upload upload, List<Integer> numbers) throws IOException {
    List<UploadedPart> parts = new ArrayList<>();
    for (int number : numbers) {
      try (OpenBlob blob = read(upload, number)) {
        BlobInfo stored = blob.info();
        parts.add(
            new UploadedPart(
                number,
                new BlobInfo(
                    upload.key(),
                    stored.size(),
                    stored.etag(),
                    stored.modified(),
                    stored.attributes())));
      } catch (NoSuchFileException | NotDirectoryException e) {
        // the upload has ended
      }
    }
    return parts;
  }

  public OpenBlob read(Upload upload, int number) throws IOException {
    return OpenBlob.of(part(upload, number));
  }

  /** When the upload was begun. */
  public Instant begun(Upload upload) throws IOException {
    try (OpenBlob description = OpenBlob.of(folder(upload).resolve(DESCRIPTION))) {
      return description.info().modified();
    } catch (NoSuchFileException e) {
      return blobs.now(); // it ended at the same moment
    }
  }

  /** Ends an upload and deletes its parts. */
  public void end(Upload upload) throws IOException {
    blobs.discard(folder(upload));
  }

  /** Completions of one upload happen one after another. */
  public Lock lock(String id) {
    return locks.get(id);
  }

  /**
   * The first open uploads to keys with a prefix, in the order of their keys.
   *
   * @param after only uploads after this one, by key and id, are returned; null for all
   */
  public List<Upload> list(String prefix, @Nullable Upload after, int limit) throws IOException {
    PriorityQueue<Upload> first = new PriorityQueue<>(ORDER.reversed());
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
      for (Path folder : folders) {
        Upload upload = read(folder.getFileName().toString()).orElse(null);
        if (upload != null && isListed(upload, prefix, after)) {
          first.add(upload);
          if (first.size() > limit) {
            first.remove();
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    List<Upload> sorted = new ArrayList<>(first);
    sorted.sort(ORDER);
    return sorted;
  }

  private static boolean isListed(Upload upload, String prefix, @Nullable Upload after) {
    return upload.key().startsWith(prefix) && (after == null || ORDER.compare(upload, after) > 0);
  }

  /** The space that the parts of all uploads to a folder use, in bytes. */
  long space(String prefix) throws IOException {
    long space = 0;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
      for (Path folder : folders) {
        Upload upload = read(folder.getFileName().toString()).orElse(null);
        if (upload != null && upload.key().startsWith(prefix)) {
          space += DiskUse.below(folder);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return space;
  }

  /** Ends all uploads to a folder. */
  public void endAll(String prefix) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
      for (Path folder : folders) {
        Upload upload = read(folder.getFileName().toString()).orElse(null);
        if (upload != null && upload.key().startsWith(prefix)) {
          end(upload);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** The id becomes a part of a path only after its form was checked. */
  private Optional<Upload> read(@Nullable String id) throws IOException {
    if (id == null || !ID.matcher(id).matches()) {
      return Optional.empty();
    }
    try (OpenBlob description = OpenBlob.of(root.resolve(id).resolve(DESCRIPTION))) {
      BlobInfo info = description.info();
      return Optional.of(new Upload(id, info.key(), info.attributes()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path folder(Upload upload) {
    return root.resolve(upload.id());
  }

  private Path part(Upload upload, int number) {
    return folder(upload).resolve("%05d".formatted(number));
  }
}
