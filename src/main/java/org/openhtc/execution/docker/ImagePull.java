package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Has the engine fetch an image, and hears it out to the end. */
record ImagePull(DockerClient client, EngineCalls calls) {
  void pull(String reference, String registryToken) {
    AuthConfig login = new AuthConfig().withRegistrytoken(registryToken);
    calls.within(
        Verb.PULL,
        () -> {
          Progress progress = new Progress();
          client.pullImageCmd(reference).withAuthConfig(login).exec(progress);
          progress.hearOut();
          return reference;
        });
  }

  /** The engine has begun its answer with "200" long before it knows how the pull ends. */
  private static final class Progress extends ResultCallback.Adapter<PullResponseItem> {
    private volatile @Nullable String error;

    @Override
    public void onNext(PullResponseItem item) {
      if (item.getErrorDetail() != null) {
        error = item.getErrorDetail().getMessage();
      }
    }

    void hearOut() {
      try {
        awaitCompletion();
      } catch (InterruptedException e) {
        hangUp();
        Thread.currentThread().interrupt();
      }
      String words = error;
      if (words != null) {
        throw ErrorTranslation.pullEnded(words);
      }
    }

    private void hangUp() {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
