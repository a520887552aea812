package org.openhtc.execution.engine;

import org.openhtc.region.Architecture;

/**
 * An image as one engine holds it.
 *
 * @param id content address of the image's configuration
 * @param sizeBytes bytes of all its layers, which a disk quota includes
 */
public record ImageFacts(String id, Architecture architecture, long sizeBytes) {}
