package org.openhtc.execution.engine;

import java.util.function.Consumer;

/** An open watch of a {@link FakeContainerEngine}. */
record FakeWatch(String installation, Consumer<EngineEvent> listener, Runnable lost) {}
