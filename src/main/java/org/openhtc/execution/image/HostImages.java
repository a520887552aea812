package org.openhtc.execution.image;

import java.time.Clock;
import java.util.Optional;
import org.openhtc.execution.BackgroundWork;
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
  private final HeldImages held;

  private HostImages(
      String host, ImageCatalog catalog, ImagePulls pulls, ImageSweeper sweeper, Clock clock) {
    this.host = host;
    this.catalog = catalog;
    this.pulls = pulls;
    this.sweeper = sweeper;
    this.held = new HeldImages(clock);
  }

  /**
   * The images on a host.
   *
   * @param background runs the pulls
   * @param maxGib an image with so many GiB or more is removed after its pull
   * @param onPullEnd called after every pull, on its thread
   */
  public static HostImages on(
      String host,
      ImageCatalog catalog,
      BackgroundWork background,
      Runnable onPullEnd,
      int maxGib,
      Clock clock) {
    return new HostImages(
        host,
        catalog,
        new ImagePulls(background, catalog::authorizePull, onPullEnd, maxGib, clock),
        new ImageSweeper(catalog.prefix(), clock),
        clock);
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

  /**
   * Called when a container could not be created because this image was absent, so that the next
   * launch queries the engine again.
   */
  public void forget(String reference) {
    held.forget(reference);
  }

  /** Removes one image that no job needs, if there is one. */
  public void sweep(ContainerEngine engine) {
    sweeper.sweep(engine).ifPresent(held::forget);
  }

  private ImageState pinned(ContainerEngine engine, PinnedImage image) {
    String reference = catalog.reference(image);
    sweeper.used(reference);
    Optional<ImageState> pending = pulls.pending(image);
    if (pending.isPresent()) {
      return pending.get();
    }
    return held.facts(engine, reference)
        .<ImageState>map(facts -> new ImageState.Held(reference, facts))
        .orElseGet(() -> pulls.fetch(engine, image));
  }

  private ImageState byPlainName(ContainerEngine engine, String name) {
    return held.facts(engine, name)
        .<ImageState>map(facts -> new ImageState.Held(name, facts))
        .orElseGet(
            () -> new ImageState.Missing("image '%s' is not on host %s".formatted(name, host)));
  }
}
