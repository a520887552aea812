package org.openhtc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestCertificates;
import org.openhtc.testing.TestImages;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service with a certificate: its port with HTTPS, and one with plain HTTP beside it. */
@ServiceTest
@TestPropertySource(
    properties = {
      "openhtc.home=target/service-with-https",
      "openhtc.execution.api-url=https://172.17.0.1:${server.port}/api/v1",
      "openhtc.tls.reload-interval=50ms"
    })
@DirtiesContext
class HttpsIT {
  @TempDir static Path directory;
  private static int plainPort;

  @LocalServerPort int port;

  @DynamicPropertySource
  static void certificate(DynamicPropertyRegistry settings) throws IOException {
    makeCertificate();
    plainPort = FreePort.find();
    settings.add("openhtc.tls.certificate", () -> certificateFile().toString());
    settings.add("openhtc.tls.private-key", () -> keyFile().toString());
    settings.add("openhtc.tls.plain-port", () -> plainPort);
  }

  private static Path certificateFile() {
    return directory.resolve("tls.pem");
  }

  private static Path keyFile() {
    return directory.resolve("tls.key");
  }

  private static void makeCertificate() throws IOException {
    TestCertificates.selfSigned(
        certificateFile(), keyFile(), "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
  }

  @Test
  void apiIsServedByHttps() throws Exception {
    HttpResponse<String> page = send(request("https", port, "/"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(get("/api/v1/htc/projects").isObject()).isTrue();
  }

  @Test
  void remainingTimeOfTheCertificateIsAMetric() throws Exception {
    HttpResponse<String> metrics =
        send(
            request("https", port, "/actuator/prometheus")
                .header("Authorization", "Bearer " + ServiceTest.METRICS_TOKEN));
    assertThat(metrics.body()).contains("ssl_chain_expiry_seconds{bundle=\"api\"");
  }

  @Test
  void portOfHttpsRefusesPlainHttp() throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String response =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(response).startsWith("HTTP/1.1 400").doesNotContain("<script");
    }
  }

  @Test
  void plainPortRedirectsReadsWithoutCredentials() throws Exception {
    HttpResponse<String> redirect = send(request("http", plainPort, "/page/jobs?limit=2&q=%2F"));
    assertThat(redirect.statusCode()).isEqualTo(308);
    assertThat(redirect.headers().firstValue("Location"))
        .contains("https://localhost:%d/page/jobs?limit=2&q=%%2F".formatted(port));
    assertThat(send(request("http", plainPort, "/actuator/health/readiness")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void plainPortRefusesCredentialsAndChanges() throws Exception {
    HttpResponse<String> read =
        send(
            request("http", plainPort, "/api/v1/auth/token")
                .header("Authorization", "Token " + ServiceTest.ADMIN_KEY));
    assertThat(read.statusCode()).isEqualTo(400);
    assertThat(read.body()).contains("Send this request by HTTPS");
    HttpResponse<String> change =
        send(request("http", plainPort, "/oauth2/token").POST(BodyPublishers.ofString("a=b")));
    assertThat(change.statusCode()).isEqualTo(400);
  }

  @Test
  void changedFilesAreUsedForNewConnections() throws Exception {
    BigInteger first = serialNumber();
    makeCertificate();
    awaitNewSerialNumber(first);
    BigInteger second = serialNumber();
    Files.writeString(keyFile(), "damaged");
    makeCertificate();
    awaitNewSerialNumber(second);
  }

  /** Until the service uses the file's certificate, a client that trusts only that one fails. */
  private void awaitNewSerialNumber(BigInteger old) {
    await().ignoreExceptions().untilAsserted(() -> assertThat(serialNumber()).isNotEqualTo(old));
  }

  @Test
  void dockerGetsItsRegistryTokensByHttps() throws Exception {
    DockerUser.needsRegistry();
    JsonNode project =
        json(
            authorized("/api/v1/htc/projects")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"projectName\":\"p\",\"projectDescription\":\"\"}")));
    String path = "/api/v1/htc/projects/" + project.get("projectId").asString();
    json(authorized(path + "/container-registry/repo/app").POST(BodyPublishers.noBody()));
    String registry = get(path).get("containerRegistry").asString();
    String password = send(authorized(path + "/container-registry/token")).body();
    try (DockerUser docker = DockerUser.with(registry, password)) {
      docker.login();
      docker.push(TestImages.BUSYBOX, "app", "1");
      docker.pull(registry + "app:1");
    }
  }

  private JsonNode get(String path) throws Exception {
    return json(authorized(path));
  }

  private static JsonNode json(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  private HttpRequest.Builder authorized(String path) throws Exception {
    HttpResponse<String> token =
        send(
            request("https", port, "/api/v1/auth/token")
                .header("Authorization", "Token " + ServiceTest.ADMIN_KEY));
    String value = JsonMapper.shared().readTree(token.body()).get("tokenValue").asString();
    return request("https", port, path).header("Authorization", "Bearer " + value);
  }

  private static HttpRequest.Builder request(String scheme, int port, String path) {
    return HttpRequest.newBuilder(URI.create("%s://localhost:%d%s".formatted(scheme, port, path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust()).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private BigInteger serialNumber() throws Exception {
    try (SSLSocket socket =
        (SSLSocket) trust().getSocketFactory().createSocket("localhost", port)) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  /** Trusts the certificate that is in the file now. */
  private static SSLContext trust() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream file = Files.newInputStream(certificateFile())) {
      trusted.setCertificateEntry(
          "service",
          Objects.requireNonNull(
              CertificateFactory.getInstance("X.509").generateCertificate(file)));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), new SecureRandom());
    return context;
  }
}
