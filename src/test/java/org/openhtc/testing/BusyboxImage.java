package org.openhtc.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.openhtc.digest.Sha256;
import org.openhtc.region.Architecture;

/**
 * An image archive for {@code docker load}.
 *
 * @param settings further members of its configuration as JSON, each with a comma before it
 */
record BusyboxImage(String name, Architecture architecture, String settings) {
  private static final String CONFIG =
      """
      {"architecture":"%s","os":"linux","created":"2026-01-01T00:00:00Z",
       "config":{"Env":["PATH=/bin"],"Cmd":["echo","default command"]%s},
       "rootfs":{"type":"layers","diff_ids":["sha256:%s"]},
       "history":[{"created":"2026-01-01T00:00:00Z","created_by":"tests"}]}
      """;

  byte[] archive() throws IOException {
    byte[] layer = layer();
    byte[] config = CONFIG.formatted(platform(), settings, Sha256.hex(layer)).getBytes(UTF_8);
    String manifest =
        """
        [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]
        """
            .formatted(name);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
      file(tar, "layer.tar", layer, 0644);
      file(tar, "config.json", config, 0644);
      file(tar, "manifest.json", manifest.getBytes(UTF_8), 0644);
    }
    return archive.toByteArray();
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  /** The only layer, as a tar archive. */
  static byte[] layer() throws IOException {
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(layer)) {
      directory(tar, "bin/", 0755);
      directory(tar, "tmp/", 01777);
      file(tar, "bin/busybox", StaticBusybox.binary(), 0755);
      for (String applet : StaticBusybox.applets()) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      file(tar, "not-executable", "plain text".getBytes(UTF_8), 0644);
    }
    return layer.toByteArray();
  }

  private String platform() {
    return architecture == Architecture.AARCH64 ? "arm64" : "amd64";
  }

  private static void directory(TarArchiveOutputStream tar, String name, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(TarArchiveEntry.DEFAULT_DIR_MODE & ~07777 | mode);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
