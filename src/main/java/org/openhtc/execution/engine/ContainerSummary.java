package org.openhtc.execution.engine;

import java.util.Map;

/**
 * An entry in the engine's list of containers.
 *
 * @param phase {@link ContainerState} has the details
 */
public record ContainerSummary(
    String id, String name, Map<String, String> labels, ContainerState.Phase phase) {}
