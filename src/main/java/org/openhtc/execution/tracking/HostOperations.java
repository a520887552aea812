package org.openhtc.execution.tracking;

import org.openhtc.execution.attempt.AttemptRunner;
import org.openhtc.execution.attempt.ContainerLaunch;
import org.openhtc.execution.attempt.DiskWatch;
import org.openhtc.execution.attempt.LaunchFailures;
import org.openhtc.execution.attempt.OomEvents;
import org.openhtc.execution.attempt.OrdinaryEnd;
import org.openhtc.execution.attempt.SignalledContainers;

/** What workers can do with the attempts on one host. */
public record HostOperations(
    ContainerLaunch launch,
    OrdinaryEnd ends,
    AttemptRunner runner,
    DiskWatch diskWatch,
    OomEvents oomEvents,
    SignalledContainers signalled,
    LaunchFailures launchFailures) {}
