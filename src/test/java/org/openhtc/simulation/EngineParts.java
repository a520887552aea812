package org.openhtc.simulation;

/**
 * The state of one engine, of which its event loop alone reads and changes the containers, images
 * and networks.
 *
 * @param number position among the engines of the process
 */
record EngineParts(
    int number,
    EngineSettings settings,
    EngineClock clock,
    Programs programs,
    ContainerTable table,
    Images images,
    Networks networks,
    EventStreams events,
    ContainerLifecycle lifecycle) {}
