package org.openhtc.execution.image;

import java.util.Optional;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.registry.ImageCatalog;
import org.openhtc.registry.PinnedImage;

/** The images of jobs on one host. */
public final class HostImages {
  private final String host;
  private final ImageCatalog catalog;
  private final ImagePulls pulls;
  private final ImageSweeper sweeper;

  public HostImages(String host, ImageCatalog catalog, ImagePulls pulls, ImageSweeper sweeper) {
    this.host = host;
    this.catalog = catalog;
    this.pulls = pulls;
    this.sweeper = sweeper;
  }

  /** Whether the host holds the image of a batch; starts a pull if one is due. */
  public ImageState state(ContainerEngine engine, BatchSpec batch) {
    PinnedImage image = batch.image();
    return image == null
        ? byPlainName(engine, batch.definition().imageName())
        : pinned(engine, image);
  }

  /** Message of the registry about the last failed pull; empty if there was none. */
  public Optional<String> pullFailure(BatchSpec batch) {
    return Optional.ofNullable(batch.image()).flatMap(pulls::failure);
  }

  /** Removes one image that no job needs, if there is one. */
  public void sweep(ContainerEngine engine) {
    sweeper.sweep(engine);
  }

  private ImageState pinned(ContainerEngine engine, PinnedImage image) {
    String reference = catalog.reference(image);
    sweeper.used(reference);
    return engine
        .image(reference)
        .<ImageState>map(facts -> new ImageState.Held(reference, facts))
        .orElseGet(() -> pulls.fetch(engine, image));
  }

  private ImageState byPlainName(ContainerEngine engine, String name) {
    return engine
        .image(name)
        .<ImageState>map(facts -> new ImageState.Held(name, facts))
        .orElseGet(
            () -> new ImageState.Missing("image '%s' is not on host %s".formatted(name, host)));
  }
}
