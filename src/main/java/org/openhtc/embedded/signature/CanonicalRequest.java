package org.openhtc.embedded.signature;

import java.util.Comparator;
import org.openhtc.embedded.http.PercentCoding;
import org.openhtc.embedded.http.QueryParameters;
import org.openhtc.embedded.http.QueryParameters.Parameter;
import org.openhtc.embedded.http.S3Request;

/** The text of a request that its signature covers, as AWS defines it for version 4. */
public final class CanonicalRequest {
  private CanonicalRequest() {}

  /**
   * @param payloadHash as the signer wrote it: a hash or one of the constants such as
   *     UNSIGNED-PAYLOAD
   */
  public static String of(S3Request request, Authorization authorization, String payloadHash) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append('\n');
    text.append(PercentCoding.encode(request.path(), '/')).append('\n');
    text.append(query(request.query())).append('\n');
    for (String header : authorization.signedHeaders()) {
      text.append(header).append(':').append(value(request, header)).append('\n');
    }
    text.append('\n');
    text.append(String.join(";", authorization.signedHeaders())).append('\n');
    return text.append(payloadHash).toString();
  }

  private static String query(QueryParameters query) {
    return query.all().stream()
        .filter(p -> !p.name().equals("X-Amz-Signature"))
        .map(p -> new Parameter(encode(p.name()), encode(p.value())))
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(p -> p.name() + "=" + p.value())
        .reduce((a, b) -> a + "&" + b)
        .orElse("");
  }

  private static String encode(String text) {
    return PercentCoding.encode(text, '\0');
  }

  private static String value(S3Request request, String header) {
    return request.header(header, "").strip().replaceAll(" +", " ");
  }
}
