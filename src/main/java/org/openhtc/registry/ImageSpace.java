package org.openhtc.registry;

/**
 * The space that the images of a project use. Implemented by the embedded registry; an external one
 * has limits of its own.
 */
@FunctionalInterface
public interface ImageSpace {
  /** For registries whose space is not the concern of this service. */
  ImageSpace UNLIMITED = path -> true;

  /**
   * Whether the project may push images.
   *
   * @param path of its repositories in the registry, such as {@code projects/<id>}
   */
  boolean hasRoom(String path);
}
