package org.openhtc.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.s3.AccessLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a line of JSON to a file for each request to the store. When the file is full it gets a
 * number, and the oldest one is deleted, so that the log has a limited size. A file is used and not
 * the database, because the store must not need a transaction for each request.
 */
final class AccessLogFile implements AccessLog, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AccessLogFile.class);
  private static final String NAME = "s3-access.log";
  private static final long LARGEST = 32L << 20;
  private static final int FILES = 10;

  private final Path directory;
  private final long largest;
  private final Clock clock;
  private OutputStream out;
  private long size;
  private boolean isFailing;

  private AccessLogFile(Path directory, long largest, Clock clock) throws IOException {
    this.directory = directory;
    this.largest = largest;
    this.clock = clock;
    this.out = openFile();
    this.size = Files.size(directory.resolve(NAME));
  }

  static AccessLogFile open(Path directory, Clock clock) throws IOException {
    return open(directory, LARGEST, clock);
  }

  /**
   * @param largest size of a file in bytes
   */
  static AccessLogFile open(Path directory, long largest, Clock clock) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    return new AccessLogFile(directory, largest, clock);
  }

  @Override
  public synchronized void add(Entry entry) {
    byte[] line = line(entry).getBytes(StandardCharsets.UTF_8);
    try {
      if (size + line.length > largest) {
        rotate();
      }
      out.write(line);
      size += line.length;
      isFailing = false;
    } catch (IOException e) {
      if (!isFailing) {
        log.error("Requests to the object store can't be recorded: {}", e.toString());
      }
      isFailing = true;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }

  private void rotate() throws IOException {
    out.close();
    for (int number = FILES - 1; number >= 1; number--) {
      Path older = file(number - 1);
      if (Files.exists(older)) {
        Files.move(older, file(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    out = openFile();
    size = 0;
  }

  private Path file(int number) {
    return directory.resolve(number == 0 ? NAME : NAME + "." + number);
  }

  private OutputStream openFile() throws IOException {
    return Files.newOutputStream(
        directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private String line(Entry entry) {
    StringBuilder json = new StringBuilder("{\"at\":\"").append(clock.instant()).append('"');
    text(json, "requestId", entry.requestId());
    text(json, "address", entry.address());
    text(json, "accessKey", entry.accessKey());
    text(json, "owner", entry.owner());
    text(json, "operation", entry.operation());
    text(json, "target", entry.target());
    json.append(",\"status\":").append(entry.status());
    text(json, "error", entry.error());
    json.append(",\"received\":").append(entry.received());
    json.append(",\"sent\":").append(entry.sent());
    json.append(",\"milliseconds\":").append(entry.duration().toMillis());
    return json.append("}\n").toString();
  }

  private static void text(StringBuilder json, String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    json.append(",\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
