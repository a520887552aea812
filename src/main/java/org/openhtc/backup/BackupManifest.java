package org.openhtc.backup;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * Describes a backup. It is written last, so that a backup without it is incomplete.
 *
 * @param format of the backup; another one needs another version of the service
 * @param version of the service that made it
 * @param startedAt all that was stored before is in the backup
 * @param machine the machine of the service
 * @param home its home directory
 * @param files number of files
 * @param bytes their size
 * @param sumsSum SHA-256 sum of the list of the files' sums
 */
record BackupManifest(
    String format,
    String version,
    Instant startedAt,
    String machine,
    Path home,
    int files,
    long bytes,
    String sumsSum) {
  static final String FORMAT = "1";

  private static final String NAME = "manifest.properties";

  /** Identifies this machine, as far as there is a name for it. */
  static String thisMachine() throws IOException {
    Path id = Path.of("/etc/machine-id");
    return Files.isReadable(id)
        ? Files.readString(id).strip()
        : InetAddress.getLocalHost().getHostName();
  }

  static String thisVersion() {
    return Optional.ofNullable(BackupManifest.class.getPackage().getImplementationVersion())
        .orElse("unknown");
  }

  void write(Path backup) throws IOException {
    Properties values = new Properties();
    values.setProperty("format", format);
    values.setProperty("version", version);
    values.setProperty("started-at", startedAt.toString());
    values.setProperty("machine", machine);
    values.setProperty("home", home.toString());
    values.setProperty("files", String.valueOf(files));
    values.setProperty("bytes", String.valueOf(bytes));
    values.setProperty("sums-sha256", sumsSum);
    StringWriter text = new StringWriter();
    values.store(text, "A backup of OpenHTC");
    Files.writeString(backup.resolve(NAME), text.toString());
  }

  /**
   * Reads the manifest of a backup.
   *
   * @throws BackupException if there is none
   */
  static BackupManifest read(Path backup) throws IOException {
    Path file = backup.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new BackupException("%s is no complete backup: it has no %s.".formatted(backup, NAME));
    }
    Properties values = new Properties();
    values.load(new StringReader(Files.readString(file)));
    if (!FORMAT.equals(values.getProperty("format"))) {
      throw new BackupException(
          "%s has a format of another version of OpenHTC: version %s made it."
              .formatted(backup, values.getProperty("version")));
    }
    return new BackupManifest(
        FORMAT,
        values.getProperty("version"),
        Instant.parse(values.getProperty("started-at")),
        values.getProperty("machine"),
        Path.of(values.getProperty("home")),
        Integer.parseInt(values.getProperty("files")),
        Long.parseLong(values.getProperty("bytes")),
        values.getProperty("sums-sha256"));
  }
}
