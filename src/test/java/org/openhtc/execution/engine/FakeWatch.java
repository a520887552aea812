package org.openhtc.execution.engine;

import java.util.function.Consumer;

/** Somebody who listens to a {@link FakeContainerEngine}. */
record FakeWatch(String installation, Consumer<EngineEvent> listener, Runnable lost) {}
