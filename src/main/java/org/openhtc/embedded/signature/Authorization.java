package org.openhtc.embedded.signature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.http.QueryParameters;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;

/**
 * What a request states about its signature, in its header or in its URL. A request that states it
 * twice is refused, because two readers could understand it differently.
 *
 * @param date of the credential's scope, such as 20261127
 * @param time as written in the request, such as 20261127T080000Z
 * @param lifetime seconds for which a presigned URL is valid; null for a signature in the header
 */
public record Authorization(
    String accessKey,
    String date,
    String region,
    List<String> signedHeaders,
    String signature,
    String time,
    @Nullable Long lifetime) {
  public static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +Credential=([^, ]+),? *SignedHeaders=([^, ]+),?"
              + " *Signature=([0-9a-f]{64}) *");
  private static final Pattern CREDENTIAL =
      Pattern.compile("([^/]{1,200})/([0-9]{8})/([^/]{1,64})/s3/aws4_request");
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern LIFETIME = Pattern.compile("[0-9]{1,6}");
  private static final long LONGEST_LIFETIME = 604_800;

  private static final String VERSION_2 =
      "This request is signed with version 2, which is not supported. Please use AWS4-HMAC-SHA256:"
          + " in boto3 config=Config(signature_version=\"s3v4\"), in the AWS CLI 'aws configure set"
          + " default.s3.signature_version s3v4'.";

  /**
   * Reads the statement.
   *
   * @throws S3Error when it is absent, ambiguous, malformed or of another version
   */
  public static Authorization of(S3Request request) {
    String header = request.header("authorization");
    QueryParameters query = request.query();
    if (query.has("AWSAccessKeyId") || (header != null && header.startsWith("AWS "))) {
      throw S3Error.invalidRequest(VERSION_2);
    }
    boolean isInQuery = query.all().stream().anyMatch(p -> isOfSignature(p.name()));
    if (header != null && isInQuery) {
      throw S3Error.invalid(
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the"
              + " Authorization header should be specified.");
    }
    if (header != null) {
      return ofHeader(header, request);
    }
    if (isInQuery) {
      return ofQuery(query);
    }
    throw S3Error.denied();
  }

  public boolean isPresigned() {
    return lifetime != null;
  }

  public boolean isSigned(String header) {
    return signedHeaders.contains(header);
  }

  /** What the signing key is limited to. */
  public String scope() {
    return "%s/%s/s3/aws4_request".formatted(date, region);
  }

  private static boolean isOfSignature(String parameter) {
    String name = parameter.toLowerCase(Locale.ROOT);
    return name.equals("x-amz-algorithm")
        || name.equals("x-amz-credential")
        || name.equals("x-amz-signature");
  }

  private static Authorization ofHeader(String header, S3Request request) {
    if (!header.startsWith(ALGORITHM)) {
      throw S3Error.invalid("Unsupported Authorization Type");
    }
    Matcher matcher = HEADER.matcher(header);
    String time = request.header("x-amz-date");
    if (!matcher.matches()) {
      throw S3Error.of(
          400, "AuthorizationHeaderMalformed", "The authorization header is malformed.");
    }
    if (time == null) {
      throw S3Error.denied("AWS authentication requires a valid x-amz-date header");
    }
    return of(matcher.group(1), matcher.group(2), matcher.group(3), time, null);
  }

  private static Authorization ofQuery(QueryParameters query) {
    if (!single(query, "X-Amz-Algorithm").equals(ALGORITHM)) {
      throw malformedQuery("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
    }
    String lifetime = single(query, "X-Amz-Expires");
    if (!LIFETIME.matcher(lifetime).matches()
        || Long.parseLong(lifetime) > LONGEST_LIFETIME
        || Long.parseLong(lifetime) == 0) {
      throw malformedQuery("X-Amz-Expires must be a number from 1 to 604800");
    }
    String signature = single(query, "X-Amz-Signature");
    if (query.count("X-Amz-Security-Token") > 1 || !SIGNATURE.matcher(signature).matches()) {
      throw malformedQuery("X-Amz-Security-Token or X-Amz-Signature is malformed");
    }
    return of(
        single(query, "X-Amz-Credential"),
        single(query, "X-Amz-SignedHeaders"),
        signature,
        single(query, "X-Amz-Date"),
        Long.valueOf(lifetime));
  }

  /** A parameter that must be there exactly once: of two, the signature could cover the other. */
  private static String single(QueryParameters query, String name) {
    String value = query.get(name);
    if (value == null || query.count(name) != 1) {
      throw malformedQuery("Each of the X-Amz- parameters must be given exactly once: " + name);
    }
    return value;
  }

  private static Authorization of(
      String credential, String headers, String signature, String time, @Nullable Long lifetime) {
    Matcher matcher = CREDENTIAL.matcher(credential);
    if (!matcher.matches() || !time.startsWith(matcher.group(2) + "T")) {
      throw S3Error.of(
          400,
          "AuthorizationHeaderMalformed",
          "The credential must have the form KEY/YYYYMMDD/REGION/s3/aws4_request, with the date of"
              + " the request.");
    }
    List<String> signed = Arrays.asList(headers.toLowerCase(Locale.ROOT).split(";"));
    return new Authorization(
        matcher.group(1), matcher.group(2), matcher.group(3), signed, signature, time, lifetime);
  }

  private static S3Error malformedQuery(String message) {
    return S3Error.of(400, "AuthorizationQueryParametersError", message);
  }
}
