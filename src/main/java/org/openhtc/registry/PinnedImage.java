package org.openhtc.registry;

/**
 * An image that no push can change.
 *
 * @param repository path in the registry, such as {@code projects/<id>/app}
 * @param digest of its manifest, {@code sha256:<64 hexadecimal digits>}
 */
public record PinnedImage(String repository, String digest) {

  /** Reads what {@link #toString} wrote. */
  public static PinnedImage parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("'%s' is no pinned image".formatted(text));
    }
    return new PinnedImage(text.substring(0, at), text.substring(at + 1));
  }

  /** As an engine is asked for it. */
  String at(String host) {
    return host + "/" + this;
  }

  /** {@code <repository>@<digest>}: without the registry's host, so that the registry may move. */
  @Override
  public String toString() {
    return repository + "@" + digest;
  }
}
