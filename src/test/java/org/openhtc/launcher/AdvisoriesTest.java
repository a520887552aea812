package org.openhtc.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code .ci/advisories.py} with a server of its own in place of osv.dev. */
class AdvisoriesTest {
  private static final String SBOM =
      """
      {"components": [
        {"purl": "pkg:maven/org.example/a@1.0?type=jar"},
        {"purl": "pkg:maven/org.example/b@2.0?type=jar"},
        {"name": "without a package URL"}]}
      """;

  @TempDir private Path directory;
  private HttpServer server;
  private final List<String> queries = Collections.synchronizedList(new ArrayList<>());
  private final List<String> results = new ArrayList<>();
  private String output = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/querybatch",
        exchange -> {
          queries.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] result = results.get(queries.size() - 1).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, result.length);
          exchange.getResponseBody().write(result);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void librariesWithoutAdvisoriesPass() throws Exception {
    results.add("{\"results\": [{}, {}]}");
    assertThat(check()).as(output).isZero();
    assertThat(output).contains("2 libraries, 0 advisories");
    assertThat(queries).hasSize(1);
    assertThat(queries.getFirst()).contains("pkg:maven/org.example/a@1.0\"");
  }

  @Test
  void advisoriesOfAllPagesAreListed() throws Exception {
    results.add(
        "{\"results\": [{}, {\"vulns\": [{\"id\": \"GHSA-1\"}], \"next_page_token\": \"t\"}]}");
    results.add("{\"results\": [{\"vulns\": [{\"id\": \"GHSA-2\"}]}]}");
    assertThat(check()).isEqualTo(1);
    assertThat(output).contains("org.example/b@2.0", "GHSA-1", "GHSA-2", "2 advisories");
    assertThat(queries.getLast()).contains("\"page_token\": \"t\"");
  }

  @Test
  void unreachableAdvisoriesAreNoSuccess() throws Exception {
    stop();
    assertThat(check()).isEqualTo(2);
    assertThat(output).contains("The advisories can't be read");
  }

  private int check() throws Exception {
    Path sbom = directory.resolve("sbom.json");
    Files.writeString(sbom, SBOM);
    ProcessBuilder script = new ProcessBuilder(".ci/advisories.py", sbom.toString());
    script.environment().put("OSV_SERVICE", "http://127.0.0.1:" + server.getAddress().getPort());
    script.environment().put("no_proxy", "127.0.0.1");
    Process process = script.redirectErrorStream(true).start();
    output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }
}
