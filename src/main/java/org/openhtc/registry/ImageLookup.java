package org.openhtc.registry;

import java.util.Set;

/** The result of an image lookup by name. */
public sealed interface ImageLookup {

  record Found(PinnedImage image) implements ImageLookup {}

  /** The project has no repository of that name. */
  record NoRepository() implements ImageLookup {}

  /** The repository contains no image with that tag. */
  record NoSuchTag() implements ImageLookup {}

  /**
   * The image exists, but not for the requested architecture.
   *
   * @param architectures the architectures that it supports, by the registry's names such as {@code
   *     arm64}
   */
  record OtherArchitecture(Set<String> architectures) implements ImageLookup {}
}
