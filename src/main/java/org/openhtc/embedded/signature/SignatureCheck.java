package org.openhtc.embedded.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.signature.AccessKeys.Secrets;

/** Checks the signature of a request, before anything of its body is read. */
public final class SignatureCheck {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

  /** As on AWS. */
  private static final Duration GREATEST_SKEW = Duration.ofMinutes(15);

  private final AccessKeys keys;
  private final Clock clock;

  /**
   * @param clock of this machine, with which those of clients are compared
   */
  public SignatureCheck(AccessKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  public record Authenticated(KeyAccess access, Payload payload) {}

  /**
   * Finds out who sent the request.
   *
   * @throws S3Error when it is not signed as it must be
   */
  public Authenticated authenticate(S3Request request) {
    Authorization authorization = Authorization.of(request);
    String key = authorization.accessKey();
    Secrets secrets = keys.secrets(key).orElseThrow(SignatureCheck::unknownKey);
    checkTime(authorization);
    checkSignedHeaders(request, authorization);
    Payload payload = checkSignature(request, authorization, secrets);
    checkToken(request, authorization, secrets);
    KeyAccess access = keys.access(key).orElseThrow(SignatureCheck::unknownKey);
    return new Authenticated(access, payload);
  }

  private void checkTime(Authorization authorization) {
    Instant time = time(authorization.time());
    Instant now = clock.instant();
    Long lifetime = authorization.lifetime();
    if (lifetime == null) {
      if (Duration.between(time, now).abs().compareTo(GREATEST_SKEW) > 0) {
        throw S3Error.of(
            403,
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.");
      }
    } else if (time.isAfter(now.plus(GREATEST_SKEW))) {
      throw S3Error.denied("Request is not valid yet");
    } else if (!now.isBefore(time.plusSeconds(lifetime))) {
      throw S3Error.denied("Request has expired");
    }
  }

  private static Instant time(String text) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw S3Error.denied("AWS authentication requires a valid Date or x-amz-date header");
    }
  }

  /** A header that is not signed could change what the signer allowed: a copy, for example. */
  private static void checkSignedHeaders(S3Request request, Authorization authorization) {
    if (!authorization.isSigned("host")) {
      throw S3Error.denied("The header host must be signed.");
    }
    for (String header : request.headerNames()) {
      if (header.startsWith("x-amz-") && !authorization.isSigned(header)) {
        throw S3Error.denied(
            "There were headers present in the request which were not signed: " + header);
      }
    }
  }

  private static Payload checkSignature(
      S3Request request, Authorization authorization, Secrets secrets) {
    RequestSigningKey key = new RequestSigningKey(secrets.key(), authorization);
    String hash = request.header("x-amz-content-sha256");
    if (authorization.isPresigned() && isSigned(request, authorization, key, UNSIGNED)) {
      return hash == null ? Payload.unsigned() : Payload.of(hash, key, authorization.signature());
    }
    if (hash == null && !authorization.isPresigned()) {
      throw S3Error.invalidRequest(
          "Missing required header for this request: x-amz-content-sha256");
    }
    if (hash == null || !isSigned(request, authorization, key, hash)) {
      throw S3Error.of(
          403,
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided. Check"
              + " your key and signing method.");
    }
    return Payload.of(hash, key, authorization.signature());
  }

  private static boolean isSigned(
      S3Request request, Authorization authorization, RequestSigningKey key, String payloadHash) {
    String canonical = CanonicalRequest.of(request, authorization, payloadHash);
    return Hashes.areEqual(key.signRequest(canonical), authorization.signature());
  }

  private static void checkToken(S3Request request, Authorization authorization, Secrets secrets) {
    String expected = secrets.sessionToken();
    @Nullable String given =
        authorization.isPresigned()
            ? request.query().get("X-Amz-Security-Token")
            : request.header("x-amz-security-token");
    if (expected != null && (given == null || !Hashes.areEqual(expected, given))) {
      throw S3Error.of(403, "InvalidToken", "The session token does not belong to the access key.");
    }
  }

  private static S3Error unknownKey() {
    return S3Error.of(
        403, "InvalidAccessKeyId", "The access key is unknown, or the credentials were revoked.");
  }
}
