package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;

/** Sorts what goes wrong at an engine by what to do about it. */
final class ErrorTranslation {
  /** SecurityErrorResponses that the engine sends as 500 although trying again can't help. */
  private static final Pattern FINAL =
      Pattern.compile(
          "exec: |Cannot mkdir|executable file not found|chdir to cwd|unable to find (user|group)"
              + "|no matching entries in (passwd|group)|--storage-opt|Failed to limit qgroup",
          Pattern.CASE_INSENSITIVE);

  /** What a registry answers when trying again with the same token can't help. */
  private static final Pattern NOT_THERE =
      Pattern.compile(
          "denied|manifest unknown|name unknown|not found|no matching manifest",
          Pattern.CASE_INSENSITIVE);

  private ErrorTranslation() {}

  static EngineException translate(String engine, Verb verb, @Nullable Throwable failure) {
    return switch (failure) {
      case EngineException already -> already;
      case NotFoundException missing when verb == Verb.CREATE || verb == Verb.PULL ->
          new EngineException.ImageMissing(ErrorMessages.of(missing));
      case DockerException answer when verb == Verb.PULL -> pullEnded(ErrorMessages.of(answer));
      case DockerException answer when refuses(answer) ->
          new EngineException.Refused(ErrorMessages.of(answer));
      case DockerException answer ->
          new EngineException.Unreachable(
              "%s could not %s: %s".formatted(engine, verb, ErrorMessages.of(answer)), answer);
      case null, default ->
          new EngineException.Unreachable(
              "%s did not answer '%s': %s".formatted(engine, verb, failure), failure);
    };
  }

  /** What an engine's words about a failed pull mean. */
  static EngineException pullEnded(String words) {
    return NOT_THERE.matcher(words).find()
        ? new EngineException.ImageMissing(ErrorMessages.clean(words))
        : new EngineException.PullFailed(ErrorMessages.clean(words));
  }

  /** Whether the engine's words about a failed start mean that it will never succeed. */
  static boolean isFinal(String words) {
    return FINAL.matcher(words).find();
  }

  /** 404 and 409 are about what exists right now, so they call for another look. */
  private static boolean refuses(DockerException answer) {
    int status = answer.getHttpStatus();
    return switch (status) {
      case 404, 409 -> false;
      default -> status < 500 || status == 501 || isFinal(ErrorMessages.of(answer));
    };
  }
}
