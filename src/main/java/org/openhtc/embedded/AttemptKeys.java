package org.openhtc.embedded;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.openhtc.storage.AttemptGrant;
import org.openhtc.storage.JobRight;

/**
 * The access keys of jobs' attempts. A key consists of the grant itself and an authentication code,
 * so that nothing about it is stored, and a key with a changed attempt or expiry is none.
 */
final class AttemptKeys {
  private static final String PREFIX = "HTCJ";

  /** Batch, index, attempt, expiry in seconds since 1970, rights. */
  private static final int GRANT_BYTES = 16 + 4 + 4 + 8 + 1;

  /** 96 bits of the code: enough, because every guess needs a request. */
  private static final int CODE_BYTES = 12;

  private static final int GRANT_END = PREFIX.length() + 2 * GRANT_BYTES;
  private static final Pattern FORM =
      Pattern.compile(PREFIX + "[0-9A-F]{%d}".formatted(2 * (GRANT_BYTES + CODE_BYTES)));
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final KeyDerivation derivation;

  AttemptKeys(KeyDerivation derivation) {
    this.derivation = derivation;
  }

  /** The key id of a grant; always the same one for the same grant. */
  String keyOf(AttemptGrant grant) {
    byte[] bytes =
        ByteBuffer.allocate(GRANT_BYTES)
            .putLong(grant.batchId().getMostSignificantBits())
            .putLong(grant.batchId().getLeastSignificantBits())
            .putInt(grant.index())
            .putInt(grant.attempt())
            .putLong(grant.expiresAt().getEpochSecond())
            .put(bits(grant.rights()))
            .array();
    String text = PREFIX + HEX.formatHex(bytes);
    return text + HEX.formatHex(codeOf(text));
  }

  /** Whether the key has the form of an attempt's key. It need not be authentic. */
  static boolean hasForm(String key) {
    return key.startsWith(PREFIX);
  }

  /** The grant in a key; empty when this installation did not derive the key. */
  Optional<AttemptGrant> grantOf(String key) {
    return FORM.matcher(key).matches() && isAuthentic(key)
        ? Optional.of(grant(ByteBuffer.wrap(HEX.parseHex(key, PREFIX.length(), GRANT_END))))
        : Optional.empty();
  }

  private boolean isAuthentic(String key) {
    byte[] code = HEX.parseHex(key, GRANT_END, key.length());
    return MessageDigest.isEqual(codeOf(key.substring(0, GRANT_END)), code);
  }

  private byte[] codeOf(String grant) {
    return Arrays.copyOf(derivation.derive("id", grant), CODE_BYTES);
  }

  private static AttemptGrant grant(ByteBuffer bytes) {
    UUID batch = new UUID(bytes.getLong(), bytes.getLong());
    int index = bytes.getInt();
    int attempt = bytes.getInt();
    Instant expiresAt = Instant.ofEpochSecond(bytes.getLong());
    return new AttemptGrant(batch, index, attempt, rights(bytes.get()), expiresAt);
  }

  private static byte bits(Set<JobRight> rights) {
    int bits = 0;
    for (JobRight right : rights) {
      bits |= bit(right);
    }
    return (byte) bits;
  }

  private static Set<JobRight> rights(byte bits) {
    Set<JobRight> rights = EnumSet.allOf(JobRight.class);
    rights.removeIf(right -> (bits & bit(right)) == 0);
    return rights;
  }

  private static int bit(JobRight right) {
    return switch (right) {
      case READ_SHARED -> 1;
      case READ_TASK -> 2;
      case WRITE_TASK -> 4;
    };
  }
}
