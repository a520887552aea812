package org.openhtc.execution.attempt;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.image.HostImages;
import org.openhtc.execution.image.ImageState;
import org.openhtc.execution.slot.NetworkPlaces;
import org.openhtc.host.Host;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;

/**
 * Launches containers on one host: with a creation and a start, between which the launch may still
 * be stopped, or with one call where the engine of a cluster does both and there is room.
 */
public final class ContainerLaunch {
  private static final int MOST_SLOTS = 3;

  private final Host host;
  private final BatchSpecCache batchSpecs;
  private final ContainerSpecs containerSpecs;
  private final HostImages images;
  private final EngineStatus engineStatus;
  private final NetworkPlaces places;

  public ContainerLaunch(
      Host host,
      BatchSpecCache batchSpecs,
      ContainerSpecs containerSpecs,
      HostImages images,
      EngineStatus engineStatus,
      NetworkPlaces places) {
    this.host = host;
    this.batchSpecs = batchSpecs;
    this.containerSpecs = containerSpecs;
    this.images = images;
    this.engineStatus = engineStatus;
    this.places = places;
  }

  /** How a launch ended. */
  public sealed interface Result {
    /**
     * The container was started.
     *
     * @param container the engine's id
     */
    record Started(String container) implements Result {}

    /** The container was created, and waits for room. */
    record Prepared() implements Result {}

    /** Not started now; the container may exist, so its state has to be read. */
    record Unclear() implements Result {}

    /**
     * The engine accepts no more containers now.
     *
     * @param reason a sentence without a full stop
     */
    record EngineFull(String reason) implements Result {}

    /** There is no room for the container, and no network slot until it is created. */
    record WaitsForSlot() implements Result {}

    /** The image is being pulled; the end of the pull is notified. */
    record WaitsForImage() implements Result {}

    /** The host no longer holds the image that it held some seconds ago. */
    record ImageLost() implements Result {}

    /** The caller withdrew its permission before the container was created. */
    record NotPermitted() implements Result {}

    /**
     * The host can't start the container now, or no container: the job returns to the queue.
     *
     * @param reason a sentence without a full stop
     */
    record HostUnfit(String reason) implements Result {}

    /** Another launch would fail in the same way. */
    record Failed(String reason) implements Result {}
  }

  /**
   * Launches the container of an attempt that has none, as far as the caller knows.
   *
   * @throws EngineException.Unreachable if the engine failed; the container may exist and run
   */
  public Result launch(ContainerEngine engine, Assignment job, LaunchControl control) {
    Optional<BatchSpec> batch = batchSpecs.of(job.id().batchId());
    if (batch.isEmpty()) {
      return new Result.Unclear(); // the batch was purged meanwhile, and this job with it
    }
    return switch (images.state(engine, batch.get())) {
      case ImageState.Held held -> launch(engine, job, batch.get(), held, control);
      case ImageState.Pulling pulling -> new Result.WaitsForImage();
      case ImageState.Missing missing -> new Result.Failed(missing.reason());
    };
  }

  /**
   * Starts a container that was created before and never started. One that can't join its network
   * any more is replaced.
   *
   * @param container the engine's id
   * @throws EngineException.Unreachable if the engine failed; the container may run
   */
  public Result start(
      ContainerEngine engine, Assignment job, String container, LaunchControl control) {
    if (!isPermitted(control)) {
      return new Result.Unclear();
    }
    try {
      engine.start(container);
      return new Result.Started(container);
    } catch (EngineException.NetworkLost e) {
      engine.remove(container);
      return launch(engine, job, control);
    } catch (EngineException.StartInterrupted e) {
      return startInterrupted();
    } catch (EngineException.Refused e) {
      return new Result.Failed(String.valueOf(e.getMessage()));
    }
  }

  private boolean isPermitted(LaunchControl control) {
    return control.isPermitted() && engineStatus.mayLaunch();
  }

  private Result startInterrupted() {
    return new Result.HostUnfit(
        "The engine of host %s ended while it started the container".formatted(host.name()));
  }

  private Result launch(
      ContainerEngine engine,
      Assignment job,
      BatchSpec batch,
      ImageState.Held image,
      LaunchControl control) {
    if (!isPermitted(control)) {
      return new Result.NotPermitted();
    }
    try {
      ContainerSpec spec = containerSpecs.of(job, batch, host, engineStatus.diskMechanism(), image);
      return launch(engine, spec, batch.projectId(), control);
    } catch (EngineException.AlreadyStarted e) {
      return new Result.Unclear();
    } catch (EngineException.Full e) {
      return new Result.EngineFull("The host accepts no more containers: " + e.getMessage());
    } catch (EngineException.TooLarge e) {
      return new Result.HostUnfit(String.valueOf(e.getMessage()));
    } catch (EngineException.ImageMissing e) {
      images.forget(image.reference());
      return new Result.ImageLost();
    } catch (EngineException.StartInterrupted e) {
      return startInterrupted();
    } catch (EngineException.Refused e) {
      return new Result.Failed(String.valueOf(e.getMessage()));
    }
  }

  /** Tries some slots, because several may have ended together, then a network of its own. */
  private Result launch(
      ContainerEngine engine, ContainerSpec spec, UUID project, LaunchControl control) {
    for (int attempt = 1; attempt <= MOST_SLOTS; attempt++) {
      Optional<NetworkPlace> place = place(project, spec.name(), control);
      if (place.isEmpty()) {
        return new Result.WaitsForSlot();
      }
      try {
        return launch(engine, spec.with(place.get(), engineStatus.runtime()), control);
      } catch (EngineException.NetworkLost e) {
        places.lost(spec.name());
      }
    }
    try {
      return launch(engine, spec.with(places.own(), engineStatus.runtime()), control);
    } catch (EngineException.NetworkLost e) {
      return new Result.Unclear();
    }
  }

  private Optional<NetworkPlace> place(UUID project, String container, LaunchControl control) {
    return control.hasRoom()
        ? Optional.of(places.take(project, container))
        : places.reserve(project, container);
  }

  private Result launch(ContainerEngine engine, ContainerSpec spec, LaunchControl control) {
    if (engine.runsInOneCall() && control.hasRoom()) {
      return new Result.Started(create(spec, engine::run));
    }
    String id = create(spec, engine::create);
    return switch (control.created(id)) {
      case START -> start(engine, id);
      case WAIT -> new Result.Prepared();
      case STOP -> new Result.Unclear();
    };
  }

  private static Result start(ContainerEngine engine, String id) {
    try {
      engine.start(id);
      return new Result.Started(id);
    } catch (EngineException.NetworkLost e) {
      engine.remove(id);
      throw e;
    }
  }

  private String create(ContainerSpec spec, Function<ContainerSpec, String> creation) {
    try {
      return creation.apply(spec);
    } catch (EngineException.AlreadyStarted
        | EngineException.ImageMissing
        | EngineException.Full
        | EngineException.TooLarge
        | EngineException.Refused e) {
      places.giveBack(spec.name());
      throw e;
    }
  }

  /** Message of the registry about the last failed pull of the job's image; else null. */
  @Nullable String pullFailure(Assignment job) {
    return batchSpecs.of(job.id().batchId()).flatMap(images::pullFailure).orElse(null);
  }
}
