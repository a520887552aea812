package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;

/** Turns the errors of an engine into exceptions, whose type determines what to do next. */
final class ErrorTranslation {
  /** Errors that the engine reports with status 500 although a retry fails again. */
  private static final Pattern FINAL =
      Pattern.compile(
          "exec: |Cannot mkdir|executable file not found|chdir to cwd|unable to find (user|group)"
              + "|no matching entries in (passwd|group)|--storage-opt|Failed to limit qgroup"
              + "|not a directory|cannot mount volume over existing|too many links"
              + "|uids and gids must be in range|memory limit too low"
              + "|mounted on ordinary director",
          Pattern.CASE_INSENSITIVE);

  /** Errors of a registry after which a retry with the same token fails again. */
  private static final Pattern MISSING =
      Pattern.compile(
          "denied|manifest unknown|name unknown|not found|no matching manifest",
          Pattern.CASE_INSENSITIVE);

  /**
   * The response is not one of a registry. A proxy whose registry does not run may send 404 with a
   * page, which does not mean that the image is missing.
   */
  private static final Pattern NO_REGISTRY = Pattern.compile("error parsing HTTP \\d+ response");

  /** Errors of a start whose container joins the network of a slot that is gone or has ended. */
  private static final Pattern NETWORK_LOST =
      Pattern.compile(
          "cannot join network|joining network namespace of container|No such container",
          Pattern.CASE_INSENSITIVE);

  /**
   * containerd or the runtime still has the task of an earlier start, whose engine was killed.
   * Every later start of the container fails with it.
   */
  private static final Pattern START_INTERRUPTED =
      Pattern.compile(
          "task: already exists|id already in use|container with given ID already exists"
              + "|failed to start shim: .*file exists",
          Pattern.CASE_INSENSITIVE);

  private ErrorTranslation() {}

  static EngineException translate(
      String engine, EngineOperation operation, @Nullable Throwable failure) {
    return switch (failure) {
      case EngineException translated -> translated;
      case NotFoundException missing
          when operation == EngineOperation.CREATE || operation == EngineOperation.PULL ->
          new EngineException.ImageMissing(ErrorMessages.of(missing));
      case DockerException error when operation == EngineOperation.PULL ->
          pullFailure(ErrorMessages.of(error));
      case DockerException error when operation == EngineOperation.START && isNetworkLost(error) ->
          new EngineException.NetworkLost(ErrorMessages.of(error));
      case DockerException error
          when operation == EngineOperation.START && isStartInterrupted(error) ->
          new EngineException.StartInterrupted(ErrorMessages.of(error));
      case DockerException error when isRefusal(error) ->
          new EngineException.Refused(ErrorMessages.of(error));
      case DockerException error ->
          new EngineException.Unreachable(
              "%s could not %s: %s".formatted(engine, operation, ErrorMessages.of(error)), error);
      case null, default ->
          new EngineException.Unreachable(
              "%s did not respond to '%s': %s".formatted(engine, operation, failure), failure);
    };
  }

  private static boolean isNetworkLost(DockerException error) {
    return NETWORK_LOST.matcher(ErrorMessages.of(error)).find();
  }

  private static boolean isStartInterrupted(DockerException error) {
    return START_INTERRUPTED.matcher(ErrorMessages.of(error)).find();
  }

  /** The exception for an engine's message about a failed pull. */
  static EngineException pullFailure(String message) {
    return MISSING.matcher(message).find() && !NO_REGISTRY.matcher(message).find()
        ? new EngineException.ImageMissing(ErrorMessages.clean(message))
        : new EngineException.PullFailed(ErrorMessages.clean(message));
  }

  /** Whether an engine's message about a failed start means that a retry fails again. */
  static boolean isFinal(String message) {
    return FINAL.matcher(message).find();
  }

  /** 404 and 409 depend on what exists at the moment, so a retry may succeed. */
  private static boolean isRefusal(DockerException error) {
    int status = error.getHttpStatus();
    return switch (status) {
      case 404, 409 -> false;
      default -> status < 500 || status == 501 || isFinal(ErrorMessages.of(error));
    };
  }
}
