package org.openhtc.execution.attempt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.DiskMechanism;

/** What an attempt needs to know of its host's engine; the host's connection provides it. */
public interface EngineStatus {
  /** Whether the engine has what the settings require for a launch, as far as is known now. */
  boolean mayLaunch();

  /** How the host enforces disk limits. */
  DiskMechanism diskMechanism();

  /** The last times in which the engine was unreachable. */
  Outages outages();

  /** The engine's name of the OCI runtime for jobs; null for its default. */
  @Nullable String runtime();

  /** How far the engine's clock is ahead of that of this process; negative if it is behind. */
  Duration clockSkew();
}
