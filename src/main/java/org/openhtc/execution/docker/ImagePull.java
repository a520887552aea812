package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Lets the engine pull an image, and waits for the end of the pull. */
record ImagePull(DockerClient client, EngineCalls calls) {
  void pull(String reference, String registryToken) {
    AuthConfig login = new AuthConfig().withRegistrytoken(registryToken);
    calls.within(
        EngineOperation.PULL,
        () -> {
          Progress progress = new Progress();
          client.pullImageCmd(reference).withAuthConfig(login).exec(progress);
          progress.awaitEnd();
          return reference;
        });
  }

  /** The engine responds with 200 before the pull ends, and reports errors in the body. */
  private static final class Progress extends ResultCallback.Adapter<PullResponseItem> {
    private volatile @Nullable String error;

    @Override
    public void onNext(PullResponseItem item) {
      if (item.getErrorDetail() != null) {
        error = item.getErrorDetail().getMessage();
      }
    }

    void awaitEnd() {
      try {
        awaitCompletion();
      } catch (InterruptedException e) {
        closeStream();
        Thread.currentThread().interrupt();
      }
      String message = error;
      if (message != null) {
        throw ErrorTranslation.pullFailure(message);
      }
    }

    private void closeStream() {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
