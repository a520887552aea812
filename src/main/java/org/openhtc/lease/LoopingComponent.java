package org.openhtc.lease;

import org.springframework.context.SmartLifecycle;

/** A component whose passes start and stop with the service, as those of a {@link WakeableLoop}. */
public abstract class LoopingComponent implements SmartLifecycle {
  private final WakeableLoop loop;

  protected LoopingComponent(WakeableLoop loop) {
    this.loop = loop;
  }

  /** Reads what is to be done and does it; see {@link WakeableLoop#start}. */
  protected abstract void pass();

  /** Lets the next pass start at once, or right after the running one. */
  protected final void wake() {
    loop.wake();
  }

  @Override
  public final void start() {
    loop.start(this::pass);
  }

  @Override
  public final void stop() {
    loop.stop();
  }

  @Override
  public final boolean isRunning() {
    return loop.isRunning();
  }
}
