package org.openhtc.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.openhtc.digest.Sha256;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import tools.jackson.databind.json.JsonMapper;

/**
 * The images of one run, one for each batch. Each has a layer of its own above the one with the
 * programs, so an engine needs the registry for every batch.
 */
final class ChaosImages {
  private static final String REPOSITORY = "chaos";
  private static final String TAG = "step-";

  /** Several times what the proxy of the registry transfers at once. */
  private static final int RANDOM_BYTES = 64 << 10;

  private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String CONFIGURATION = "application/vnd.docker.container.image.v1+json";
  private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ImagePush push;
  private final byte[] programs;
  private final Map<String, Object> storedPrograms;

  private ChaosImages(ImagePush push) throws IOException {
    this.push = push;
    this.programs = TestImages.busyboxLayer();
    this.storedPrograms = push.blob(LAYER, compressed(programs));
  }

  /** The name of a step's image in a definition. */
  static String name(int step) {
    return REPOSITORY + ":" + TAG + step;
  }

  /**
   * Makes the repository of the task's project and stores the images there.
   *
   * @param registry its base URL
   * @param steps the numbers of those that submit a batch
   */
  static void push(URI registry, TestTask task, List<Integer> steps) {
    task.api.post(task.project() + "/container-registry/repo/" + REPOSITORY, "");
    String repository = "projects/%s/%s".formatted(task.projectId(), REPOSITORY);
    try (HttpClient http = HttpClient.newHttpClient()) {
      ChaosImages images =
          new ChaosImages(new ImagePush(http, registry, repository, token(task, repository)));
      for (int step : steps) {
        images.push(TAG + step);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an engine obtains it after {@code docker login}. */
  private static String token(TestTask task, String repository) {
    String login = "AWS:" + task.api.plain(task.project() + "/container-registry/token");
    ApiClient client =
        task.api
            .withoutBasePath()
            .withAuthorization(
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(login.getBytes(StandardCharsets.ISO_8859_1)));
    return client
        .get("/registry/token?service=openhtc&scope=repository:%s:pull,push".formatted(repository))
        .text("token");
  }

  private void push(String tag) throws IOException {
    byte[] own = layer();
    Map<String, Object> configuration =
        push.blob(CONFIGURATION, JSON.writeValueAsBytes(configuration(own)));
    Map<String, Object> manifest =
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            MANIFEST,
            "config",
            configuration,
            "layers",
            List.of(storedPrograms, push.blob(LAYER, compressed(own))));
    push.manifest(tag, MANIFEST, JSON.writeValueAsBytes(manifest));
  }

  private Map<String, Object> configuration(byte[] own) {
    return Map.of(
        "architecture",
        "amd64",
        "os",
        "linux",
        "config",
        Map.of("Env", List.of("PATH=/bin")),
        "rootfs",
        Map.of("type", "layers", "diff_ids", List.of(digest(programs), digest(own))));
  }

  private static String digest(byte[] content) {
    return "sha256:" + Sha256.hex(content);
  }

  /** One file of random bytes, so that no engine has the layer and compression has no effect. */
  private static byte[] layer() throws IOException {
    byte[] content = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(content);
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(layer)) {
      TarArchiveEntry file = new TarArchiveEntry("random");
      file.setSize(content.length);
      tar.putArchiveEntry(file);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return layer.toByteArray();
  }

  private static byte[] compressed(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    return compressed.toByteArray();
  }
}
