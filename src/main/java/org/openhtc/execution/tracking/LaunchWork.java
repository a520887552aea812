package org.openhtc.execution.tracking;

import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.attempt.ContainerLaunch;
import org.openhtc.execution.attempt.LaunchControl;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;

/** Creates and starts the containers of tracked attempts over one connection. */
final class LaunchWork {
  private final HostOperations operations;
  private final ContainerEngine engine;
  private final BooleanSupplier isLed;
  private final TrackedLaunches launches;
  private final BiConsumer<AttemptId, Throwable> noteFailure;
  private final Runnable unexpected;
  private final Clock clock;

  /**
   * @param isLed whether this process still holds the lease of the host
   * @param unexpected called when the containers should be listed soon
   */
  LaunchWork(
      HostOperations operations,
      ContainerEngine engine,
      BooleanSupplier isLed,
      TrackedLaunches launches,
      BiConsumer<AttemptId, Throwable> noteFailure,
      Runnable unexpected,
      Clock clock) {
    this.operations = operations;
    this.engine = engine;
    this.isLed = isLed;
    this.launches = launches;
    this.noteFailure = noteFailure;
    this.unexpected = unexpected;
    this.clock = clock;
  }

  /** Starts the container of an attempt that has room, and creates it before if there is none. */
  void launch(AttemptId attempt) {
    launches.take(attempt, clock.instant()).ifPresent(launch -> run(attempt, launch));
  }

  /** Creates the container of an attempt, and starts it if the attempt has room by then. */
  void prepare(AttemptId attempt) {
    launches
        .takePreparation(attempt)
        .ifPresent(job -> run(attempt, new TrackedLaunches.Launch(job, null)));
  }

  private void run(AttemptId attempt, TrackedLaunches.Launch launch) {
    try {
      ContainerLaunch.Result result = resultOf(attempt, launch);
      if (result instanceof ContainerLaunch.Result.Unclear) {
        unexpected.run(); // there may be a container that the attempt no longer needs
      }
      launches.ended(attempt, result, clock.instant());
    } catch (EngineException.Unreachable e) {
      noteFailure.accept(attempt, e);
      launches
          .failed(attempt, clock.instant())
          .filter(notes -> operations.launchFailures().isFinal(engine, notes, e))
          .ifPresent(notes -> launches.decided(attempt));
    } catch (RuntimeException | Error e) {
      noteFailure.accept(attempt, e);
      launches.failed(attempt, clock.instant());
    }
  }

  private ContainerLaunch.Result resultOf(AttemptId attempt, TrackedLaunches.Launch launch) {
    Optional<String> unfit = operations.launchFailures().awaitUnfitReason();
    return unfit.isPresent()
        ? new ContainerLaunch.Result.HostUnfit(unfit.get())
        : run(launch, new Control(attempt));
  }

  private ContainerLaunch.Result run(TrackedLaunches.Launch launch, LaunchControl control) {
    String container = launch.container();
    return container == null
        ? operations.launch().launch(engine, launch.job(), control)
        : operations.launch().start(engine, launch.job(), container, control);
  }

  /** Of the launch of one attempt. */
  private final class Control implements LaunchControl {
    private final AttemptId attempt;

    Control(AttemptId attempt) {
      this.attempt = attempt;
    }

    @Override
    public boolean isPermitted() {
      return isLed.getAsBoolean() && launches.isPermitted(attempt);
    }

    @Override
    public boolean hasRoom() {
      return launches.hasRoom(attempt);
    }

    @Override
    public Next created(String container) {
      return isLed.getAsBoolean() ? launches.created(attempt, container) : Next.STOP;
    }
  }
}
