package org.openhtc.execution.image;

import org.openhtc.execution.engine.ImageFacts;

/** Whether a host holds an image that a job needs. */
public sealed interface ImageState {

  /**
   * @param reference the name of the image for a container
   */
  record Held(String reference, ImageFacts facts) implements ImageState {}

  /** It is being pulled, or will be pulled again after a pause. */
  record Pulling() implements ImageState {}

  /**
   * The host does not hold the image and can't get it.
   *
   * @param reason message of the registry or of OpenHTC
   */
  record Missing(String reason) implements ImageState {}
}
