package org.openhtc.registry;

import static java.util.Objects.requireNonNull;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a response up to a limit. Users may push content of any size, which must not
 * fill the memory: a longer body is abandoned and returned as empty.
 */
final class LimitedBody implements BodySubscriber<byte[]> {
  /** The largest manifest that registries accept; image configurations are far smaller. */
  static final int LIMIT = 4 << 20;

  private final BodySubscriber<byte[]> parts = BodySubscribers.ofByteArray();
  private final CompletableFuture<byte[]> body = parts.getBody().toCompletableFuture();
  private @Nullable Subscription source;
  private long remaining = LIMIT;

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    source = subscription;
    parts.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    remaining -= part.stream().mapToLong(ByteBuffer::remaining).sum();
    if (remaining >= 0) {
      parts.onNext(part);
    } else {
      body.complete(new byte[0]);
      requireNonNull(source).cancel();
    }
  }

  @Override
  public void onError(Throwable problem) {
    parts.onError(problem);
  }

  @Override
  public void onComplete() {
    parts.onComplete();
  }
}
