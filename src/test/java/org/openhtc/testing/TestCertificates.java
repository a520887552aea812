package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates for engines, their clients and services, made by openssl. */
public final class TestCertificates {
  private TestCertificates() {}

  /**
   * Fills the directory with ca.pem, server-cert.pem and server-key.pem for an engine at that
   * address, and cert.pem and key.pem for a client.
   */
  public static void make(Path directory, String address) throws IOException {
    makeFor(directory, "IP:" + address);
  }

  /** The same for a server with several names, each as in {@code DNS:name}. */
  public static void makeFor(Path directory, String... names) throws IOException {
    Files.createDirectories(directory);
    Command.run(
        directory,
        "sh",
        "-ec",
        """
        openssl req -new -x509 -newkey rsa:2048 -nodes -keyout ca-key.pem -out ca.pem -days 30 \
            -subj /CN=test-ca
        sign() { # file prefix, name, extensions
          printf "$3" >"$1"ext
          openssl req -newkey rsa:2048 -nodes -keyout "$1"key.pem -out "$1"csr -subj "/CN=$2"
          openssl x509 -req -days 30 -in "$1"csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial \
              -out "$1"cert.pem -extfile "$1"ext
        }
        sign server- engine 'subjectAltName=%s\\nextendedKeyUsage=serverAuth\\n'
        sign '' client 'extendedKeyUsage=clientAuth\\n'
        """
            .formatted(String.join(",", names)));
  }

  /**
   * Makes a certificate for localhost, valid for a day, that its own key signed.
   *
   * @param certificate file of the certificate, replaced if it exists
   * @param key file of the private key, replaced if it exists
   * @param newKey algorithm of the key, as of openssl's option {@code -newkey}
   */
  public static void selfSigned(Path certificate, Path key, String... newKey) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
    command.addAll(List.of("-days", "1", "-subj", "/CN=localhost"));
    command.addAll(List.of("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"));
    command.addAll(List.of("-out", certificate.toString(), "-keyout", key.toString(), "-newkey"));
    command.addAll(List.of(newKey));
    Command.run(Path.of("."), command.toArray(String[]::new));
  }
}
