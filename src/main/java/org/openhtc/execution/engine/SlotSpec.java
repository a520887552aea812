package org.openhtc.execution.engine;

import java.util.Map;

/**
 * The specification of a {@link Slot}.
 *
 * @param name unique on the engine
 * @param labels identify the slot; a slot has no label of a job
 * @param image holds one program, {@code /pause}, which waits until it is stopped
 * @param network the engine's network mode
 */
public record SlotSpec(String name, Map<String, String> labels, String image, String network) {}
