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
 * The bytes of an answer. What users push is as large as they like and must not fill the memory: a
 * body over the limit is given up and counts as empty.
 */
final class LimitedBody implements BodySubscriber<byte[]> {
  /** What registries take for a manifest at most; configurations are far smaller. */
  static final int LIMIT = 4 << 20;

  private final BodySubscriber<byte[]> parts = BodySubscribers.ofByteArray();
  private final CompletableFuture<byte[]> body = parts.getBody().toCompletableFuture();
  private @Nullable Subscription source;
  private long room = LIMIT;

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
    room -= part.stream().mapToLong(ByteBuffer::remaining).sum();
    if (room >= 0) {
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
