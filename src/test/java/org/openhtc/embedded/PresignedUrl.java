package org.openhtc.embedded;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openhtc.digest.Sha256;
import org.openhtc.storage.StorageCredentials;

/**
 * Signs URLs by version 4 independently of the store and of the SDK, so that tests can sign what
 * the SDK would not.
 */
record PresignedUrl(URI endpoint, StorageCredentials credentials, Instant time) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** A URL for five minutes, with further parameters that are signed too. */
  String of(String method, String key, Map<String, String> more) {
    String at = TIME.format(time);
    String scope = at.substring(0, 8) + "/us-east-1/s3/aws4_request";
    TreeMap<String, String> parameters = new TreeMap<>(more);
    parameters.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    parameters.put("X-Amz-Credential", credentials.accessKey() + "/" + scope);
    parameters.put("X-Amz-Date", at);
    parameters.put("X-Amz-Expires", "300");
    parameters.put("X-Amz-SignedHeaders", "host");
    parameters.putIfAbsent("X-Amz-Security-Token", credentials.sessionToken());
    String query =
        parameters.entrySet().stream()
            .map(p -> encode(p.getKey()) + "=" + encode(p.getValue()))
            .collect(Collectors.joining("&"));
    String path = "/openhtc/" + key;
    String canonical =
        String.join(
            "\n",
            method,
            path,
            query,
            "host:" + endpoint.getAuthority(),
            "",
            "host",
            "UNSIGNED-PAYLOAD");
    String text = String.join("\n", "AWS4-HMAC-SHA256", at, scope, Sha256.hex(canonical));
    byte[] signing = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      signing = hmac(signing, part);
    }
    String signature = HexFormat.of().formatHex(hmac(signing, text));
    return endpoint + path + "?" + query + "&X-Amz-Signature=" + signature;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
