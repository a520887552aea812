package org.openhtc.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.openhtc.digest.Sha256;

/** Copies files and directories with their permissions and times. */
final class FileCopy {
  private static final int BUFFER = 1 << 16;

  private FileCopy() {}

  /**
   * Copies a file, and replaces an earlier copy.
   *
   * @return the SHA-256 sum of the content in hexadecimal digits
   */
  static String file(Path source, Path target) throws IOException {
    // Of a change during the copy, the copy keeps the earlier time: isCurrent then shows it.
    FileTime time = Files.getLastModifiedTime(source);
    Files.deleteIfExists(target);
    MessageDigest digest = Sha256.incremental();
    try (InputStream in = Files.newInputStream(source);
        OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
      byte[] buffer = new byte[BUFFER];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
      }
    }
    Files.setPosixFilePermissions(
        target, Files.getPosixFilePermissions(source, LinkOption.NOFOLLOW_LINKS));
    Files.setLastModifiedTime(target, time);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The sum of a file as of {@link #file}. */
  static String sum(Path file) throws IOException {
    MessageDigest digest = Sha256.incremental();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Creates a directory like another one, without its content. */
  static void directory(Path source, Path target) throws IOException {
    if (Files.notExists(target)) {
      Files.createDirectory(
          target, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(source)));
    }
  }

  /** Whether a copy has the size and the time of its source, which did not change since. */
  static boolean isCurrent(Path source, Path target) throws IOException {
    if (Files.notExists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    BasicFileAttributes from = attributes(source);
    BasicFileAttributes to = attributes(target);
    return from.size() == to.size() && from.lastModifiedTime().equals(to.lastModifiedTime());
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }
}
