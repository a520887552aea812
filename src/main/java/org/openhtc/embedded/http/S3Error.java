package org.openhtc.embedded.http;

/** An error response; the codes and status numbers are those of AWS. */
public final class S3Error extends RuntimeException {
  private final int status;
  private final String code;

  private S3Error(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  public static S3Error of(int status, String code, String message) {
    return new S3Error(status, code, message);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  public static S3Error denied() {
    return denied("Access Denied");
  }

  public static S3Error denied(String message) {
    return of(403, "AccessDenied", message);
  }

  /** For credentials whose lifetime has ended. */
  public static S3Error expired() {
    return of(400, "ExpiredToken", "The provided token has expired.");
  }

  public static S3Error invalid(String message) {
    return of(400, "InvalidArgument", message);
  }

  public static S3Error invalidRequest(String message) {
    return of(400, "InvalidRequest", message);
  }

  public static S3Error malformedXml() {
    return of(400, "MalformedXML", "The XML you provided was not well-formed or is not valid.");
  }

  public static S3Error noSuchKey() {
    return of(404, "NoSuchKey", "The specified key does not exist.");
  }

  public static S3Error noSuchUpload() {
    return of(
        404,
        "NoSuchUpload",
        "The upload id is invalid for this key, or the upload was aborted or completed.");
  }

  public static S3Error preconditionFailed() {
    return of(
        412, "PreconditionFailed", "At least one of the preconditions you specified did not hold.");
  }

  public static S3Error notImplemented(String what) {
    return of(501, "NotImplemented", "The embedded store does not implement %s.".formatted(what));
  }

  public static S3Error slowDown(String reason) {
    return of(503, "SlowDown", "Please reduce your request rate: %s.".formatted(reason));
  }

  public static S3Error tooSlow() {
    return of(
        400,
        "RequestTimeout",
        "Your socket connection to the server was not read from or written to within the timeout"
            + " period.");
  }

  public static S3Error incomplete() {
    return of(
        400,
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length header.");
  }
}
