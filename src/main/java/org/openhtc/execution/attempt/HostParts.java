package org.openhtc.execution.attempt;

import java.time.Clock;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.image.HostImages;
import org.openhtc.host.Host;
import org.openhtc.job.assignment.Assignments;

/** What all attempts on one host share. */
public record HostParts(
    Host host,
    String installation,
    Assignments assignments,
    BatchSpecCache batchSpecs,
    ContainerSpecs containerSpecs,
    HostImages images,
    EngineStatus engineStatus,
    ContainerWorkers workers,
    DiskWatch diskWatch,
    AttemptCleanup cleanup,
    LaunchFailureCounter launchFailures,
    OomEvents oomEvents,
    ExecutionSettings settings,
    Clock clock) {}
