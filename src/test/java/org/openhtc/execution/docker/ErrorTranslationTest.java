package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.DockerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.execution.engine.EngineException;

class ErrorTranslationTest {

  /** The jobs of an engine that was killed must not fail. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "task: already exists",
        "failed to create task for container: failed to start shim: mkdir"
            + " /run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby/"
            + "442bd753cae0062efe1ca6553501f7ba76667913e6a6cf9660b7f820b79abbf8: file exists"
            + ": unknown"
      })
  void startWhoseEngineWasKilledIsInterrupted(String message) {
    assertThat(start(message)).isInstanceOf(EngineException.StartInterrupted.class);
  }

  @Test
  void otherErrorsOfTheShimAreNot() {
    assertThat(start("failed to start shim: no space left on device"))
        .isInstanceOf(EngineException.Unreachable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "manifest unknown: manifest unknown",
        "pull access denied for a/b, repository does not exist or may require 'docker login':"
            + " denied: requested access to the resource is denied"
      })
  void registryWithoutTheImageIsNotUnavailable(String message) {
    assertThat(ErrorTranslation.pullFailure(message))
        .isInstanceOf(EngineException.ImageMissing.class);
  }

  /** The last one comes from a proxy whose registry does not run. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Get \"http://registry:5000/v2/\": EOF",
        "received unexpected HTTP status: 503 Service Unavailable",
        "error parsing HTTP 404 response body: invalid character 'p' after top-level value:"
            + " \"404 page not found\\n\""
      })
  void registryThatIsUnavailableMayHaveTheImage(String message) {
    assertThat(ErrorTranslation.pullFailure(message))
        .isInstanceOf(EngineException.PullFailed.class);
  }

  private static EngineException start(String message) {
    return ErrorTranslation.translate(
        "host", EngineOperation.START, new DockerException(message, 500));
  }
}
