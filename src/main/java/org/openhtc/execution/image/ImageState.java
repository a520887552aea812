package org.openhtc.execution.image;

import org.openhtc.execution.engine.ImageFacts;

/** How far a host is with an image that a job needs. */
public sealed interface ImageState {

  /**
   * @param reference as a container names it
   */
  record Held(String reference, ImageFacts facts) implements ImageState {}

  /** It is being pulled, or will be pulled again after a pause. */
  record Coming() implements ImageState {}

  /**
   * It will not come.
   *
   * @param words the registry's own, or ours about the host
   */
  record Missing(String words) implements ImageState {}
}
