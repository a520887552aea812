package org.openhtc.registry;

/**
 * An image identified by its digest, so that no push can change it.
 *
 * @param repository path in the registry, such as {@code projects/<id>/app}
 * @param digest of its manifest, {@code sha256:<64 hexadecimal digits>}
 */
public record PinnedImage(String repository, String digest) {

  /** Parses the form that {@link #toString} writes. */
  public static PinnedImage parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("'%s' is not a pinned image".formatted(text));
    }
    return new PinnedImage(text.substring(0, at), text.substring(at + 1));
  }

  /** The reference by which an engine pulls it from this registry. */
  String at(String host) {
    return host + "/" + this;
  }

  /** {@code <repository>@<digest>}: without the registry's host, so that the registry may move. */
  @Override
  public String toString() {
    return repository + "@" + digest;
  }
}
