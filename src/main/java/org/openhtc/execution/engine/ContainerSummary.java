package org.openhtc.execution.engine;

import java.util.Map;

/**
 * A line of the engine's list.
 *
 * @param phase how far it got; {@link ContainerState} has the details
 */
public record ContainerSummary(
    String id, String name, Map<String, String> labels, ContainerState.Phase phase) {}
