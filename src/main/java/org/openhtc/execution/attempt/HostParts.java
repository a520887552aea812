package org.openhtc.execution.attempt;

import java.time.Clock;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.host.HostConnection;
import org.openhtc.execution.image.HostImages;
import org.openhtc.host.Host;
import org.openhtc.job.assignment.Assignments;

/** What the work on one host's jobs shares. */
public record HostParts(
    Host host,
    String installation,
    Assignments runs,
    BatchSpecCache orders,
    ContainerSpecs specs,
    HostImages images,
    HostConnection contact,
    ContainerWorkers crew,
    DiskWatch diskWatch,
    AttemptCleanup retirement,
    LaunchFailureCounter strikes,
    OomEvents witness,
    ExecutionSettings settings,
    Clock clock) {}
