package org.openhtc.execution.image;

import java.util.Optional;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.registry.ImageCatalog;
import org.openhtc.registry.PinnedImage;

/** Gets the images of jobs onto one host. */
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

  /** How far the host is with a batch's image; begins a pull when one is due. */
  public ImageState look(ContainerEngine engine, BatchSpec order) {
    PinnedImage image = order.image();
    return image == null
        ? byPlainName(engine, order.definition().imageName())
        : pinned(engine, image);
  }

  /** The registry's words about the last failed pull; empty when there was none. */
  public Optional<String> trouble(BatchSpec order) {
    return Optional.ofNullable(order.image()).flatMap(pulls::trouble);
  }

  /** Makes room: gives up an image that no job needs. */
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
