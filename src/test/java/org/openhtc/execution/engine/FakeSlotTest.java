package org.openhtc.execution.engine;

import java.time.Clock;
import java.util.List;
import org.openhtc.region.Architecture;

class FakeSlotTest extends SlotContract {
  private final FakeContainerEngine engine =
      new FakeContainerEngine(Clock.systemUTC()).holding("busybox", Architecture.X86);

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected String image() {
    return "busybox";
  }

  @Override
  protected String network() {
    return "bridge";
  }

  @Override
  protected void means(List<String> argv, FakeProgram program) {
    engine.program(argv, program);
  }
}
