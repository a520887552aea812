package org.openhtc.registry;

import java.util.Set;

/** What the registry has for an image's name. */
public sealed interface ImageLookup {

  record Found(PinnedImage image) implements ImageLookup {}

  /** The project has no repository of that name. */
  record NoRepository() implements ImageLookup {}

  /** The repository holds no image with that tag. */
  record NoSuchTag() implements ImageLookup {}

  /**
   * The image is for other machines.
   *
   * @param architectures the registry's names of those it is for, such as {@code arm64}
   */
  record OtherArchitecture(Set<String> architectures) implements ImageLookup {}
}
