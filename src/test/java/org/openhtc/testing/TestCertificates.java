package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates for one engine and its clients, made by openssl. */
public final class TestCertificates {
  private TestCertificates() {}

  /**
   * Fills the directory with ca.pem, server-cert.pem and server-key.pem for an engine at that
   * address, and cert.pem and key.pem for a client.
   */
  public static void make(Path directory, String address) throws IOException {
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
        sign server- engine 'subjectAltName=IP:%s\\nextendedKeyUsage=serverAuth\\n'
        sign '' client 'extendedKeyUsage=clientAuth\\n'
        """
            .formatted(address));
  }
}
