package org.openhtc.embedded.s3;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;

/**
 * The checksum that a request declares for its body.
 *
 * @param value null when the request only names the algorithm, or sends the value after the body
 */
record DeclaredChecksum(ChecksumAlgorithm algorithm, @Nullable String value, boolean isInTrailer) {

  /**
   * Null when the request declares none.
   *
   * @throws S3Error when it declares several, or an unknown one
   */
  static @Nullable DeclaredChecksum of(S3Request request) {
    List<ChecksumAlgorithm> inHeaders =
        Stream.of(ChecksumAlgorithm.values())
            .filter(algorithm -> request.header(algorithm.header()) != null)
            .toList();
    if (inHeaders.size() > 1) {
      throw S3Error.invalidRequest("Expecting a single x-amz-checksum- header.");
    }
    if (!inHeaders.isEmpty()) {
      ChecksumAlgorithm algorithm = inHeaders.getFirst();
      String value = request.header(algorithm.header(), "");
      algorithm.checkForm(value);
      return new DeclaredChecksum(algorithm, value, false);
    }
    String trailer = request.header("x-amz-trailer");
    if (trailer != null) {
      return new DeclaredChecksum(
          ChecksumAlgorithm.ofHeader(trailer.strip()).orElseThrow(DeclaredChecksum::unknown),
          null,
          true);
    }
    Optional<String> named = Optional.ofNullable(request.header("x-amz-sdk-checksum-algorithm"));
    return named
        .map(name ->
            new DeclaredChecksum(
                ChecksumAlgorithm.named(name).orElseThrow(DeclaredChecksum::unknown), null, false))
        .orElse(null);
  }

  private static S3Error unknown() {
    return S3Error.invalidRequest("Checksum algorithm provided is unsupported.");
  }
}
