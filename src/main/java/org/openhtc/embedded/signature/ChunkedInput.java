package org.openhtc.embedded.signature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.http.S3Error;

/** Decodes AWS's own chunks, which may be signed, and the headers after the last one. */
public final class ChunkedInput extends InputStream {
  private static final Pattern CHUNK =
      Pattern.compile("([0-9a-fA-F]{1,15})(?:;chunk-signature=([0-9a-f]{64}))?");
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
  private static final int LONGEST_LINE = 1024;
  private static final int MOST_TRAILERS = 16;

  private final InputStream in;
  private final @Nullable ChunkSignatures signatures;
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private long left;
  private @Nullable String signature;
  private boolean hasStarted;
  private boolean hasEnded;

  public ChunkedInput(InputStream in, @Nullable ChunkSignatures signatures) {
    this.in = in;
    this.signatures = signatures;
  }

  /** The headers after the last chunk by their names in lower case, when all was read. */
  public Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && !hasEnded) {
      nextChunk();
    }
    if (hasEnded) {
      return -1;
    }
    int count = in.read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw S3Error.incomplete();
    }
    if (signatures != null) {
      signatures.update(target, offset, count);
    }
    left -= count;
    return count;
  }

  private void nextChunk() throws IOException {
    if (hasStarted) {
      checkChunk();
      if (!line().isEmpty()) {
        throw malformed();
      }
    }
    hasStarted = true;
    Matcher chunk = CHUNK.matcher(line());
    if (!chunk.matches()) {
      throw malformed();
    }
    left = Long.parseLong(chunk.group(1), 16);
    signature = chunk.group(2);
    if (left == 0) {
      checkChunk();
      readTrailers();
      hasEnded = true;
    }
  }

  private void checkChunk() {
    if (signatures != null) {
      signatures.endChunk(signature == null ? "" : signature);
    }
  }

  private void readTrailers() throws IOException {
    StringBuilder signed = new StringBuilder();
    for (String line = lineOrEnd(); !line.isEmpty(); line = lineOrEnd()) {
      int at = line.indexOf(':');
      if (at < 1 || trailers.size() == MOST_TRAILERS) {
        throw malformed();
      }
      String name = line.substring(0, at).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(at + 1).strip();
      trailers.put(name, value);
      if (!name.equals(TRAILER_SIGNATURE)) {
        signed.append(name).append(':').append(value).append('\n');
      }
    }
    if (signatures != null && !signed.isEmpty()) {
      signatures.endTrailer(signed.toString(), trailers.getOrDefault(TRAILER_SIGNATURE, ""));
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int previous = 0;
    for (int b = in.read(); ; b = in.read()) {
      if (b < 0) {
        throw S3Error.incomplete();
      }
      if (b == '\n' && previous == '\r') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.substring(0, text.length() - 1);
      }
      line.write(b);
      if (line.size() > LONGEST_LINE) {
        throw malformed();
      }
      previous = b;
    }
  }

  /** Some clients end the body without the last empty line. */
  private String lineOrEnd() throws IOException {
    try {
      return line();
    } catch (S3Error e) {
      if (e.code().equals("IncompleteBody")) {
        return "";
      }
      throw e;
    }
  }

  private static S3Error malformed() {
    return S3Error.invalidRequest("The chunks of the body are malformed.");
  }
}
