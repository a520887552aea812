package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Shortens an engine's error message to one line for the owner of a job. */
final class ErrorMessages {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST = 500;
  private static final Pattern STATUS = Pattern.compile("^Status \\d+: ");

  /** Each component of the engine adds a prefix of its own to the reason. */
  private static final Pattern WRAPPING =
      Pattern.compile(
          "^.*(failed to create (shim )?task( for container)?|OCI runtime create failed"
              + "|unable to start container process|starting container process caused): ");

  private static final Pattern TAIL = Pattern.compile("(: unknown)+\\.?$");
  private static final Pattern ID = Pattern.compile(" ?\"?\\b[0-9a-f]{64}\\b\"?");

  /** The database can't store all control characters. */
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

  private ErrorMessages() {}

  static String of(DockerException error) {
    String text = error.getMessage();
    return clean(message(STATUS.matcher(text == null ? "" : text).replaceFirst("")));
  }

  static String clean(String message) {
    String line = SPACE.matcher(message).replaceAll(" ").trim();
    line = WRAPPING.matcher(line).replaceFirst("");
    line = ID.matcher(TAIL.matcher(line).replaceFirst("")).replaceAll("");
    return line.length() <= LONGEST ? line : line.substring(0, end(line));
  }

  /** Cuts no character in two. */
  private static int end(String line) {
    return Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }

  private static String message(String body) {
    try {
      return JSON.readTree(body).path("message").asString(body);
    } catch (JacksonException notJson) {
      return body;
    }
  }
}
