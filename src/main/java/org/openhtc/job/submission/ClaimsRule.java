package org.openhtc.job.submission;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openhtc.api.ApiException;
import org.openhtc.job.NameValue;
import tools.jackson.databind.json.JsonMapper;

/**
 * The claims of a job's token. The token must fit into a header of 8 KiB, which servers and proxies
 * accept. The limit is therefore one of the claims' size in the token.
 */
final class ClaimsRule {
  /** With it, the token of a user and a workspace with names of usual length has 6 KB. */
  static final int MAX_BYTES = 3072;

  /** In the token, each claim has a prefix, quotation marks, a colon and a comma. */
  private static final int BYTES_PER_CLAIM = "userDefined_".length() + 2;

  private static final JsonMapper JSON = JsonMapper.shared();

  private ClaimsRule() {}

  static List<NameValue> checked(List<NameValue> claims, String member) {
    long size = 0;
    for (NameValue claim : claims) {
      size += BYTES_PER_CLAIM + json(claim.name()) + json(claim.value());
      if (size > MAX_BYTES) {
        throw ApiException.invalid(
            "%s need more than %d bytes in the token, with their prefix 'userDefined_'."
                .formatted(member, MAX_BYTES));
      }
    }
    return claims;
  }

  private static long json(String text) {
    return JSON.writeValueAsString(text).getBytes(StandardCharsets.UTF_8).length;
  }
}
