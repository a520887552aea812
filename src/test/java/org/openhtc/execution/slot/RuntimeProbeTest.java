package org.openhtc.execution.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.region.Architecture;

class RuntimeProbeTest {
  private static final List<String> PAUSE = List.of("/pause");

  private final FakeContainerEngine engine = new FakeContainerEngine(Clock.systemUTC());

  @Test
  void crunIsUsedWhereATestContainerRuns() {
    engine.program(PAUSE, FakeProgram.runs().onTerm(0));
    assertThat(choose("auto")).isEqualTo(new RuntimeProbe.Choice("crun", "a test container ran"));
    assertThat(engine.slots()).isEmpty();
  }

  @Test
  void crunThatStartsNoContainersIsNotUsed() {
    engine.program(PAUSE, FakeProgram.cannotStart("cgroups in hybrid mode not supported"));
    assertThat(choose("auto"))
        .isEqualTo(
            new RuntimeProbe.Choice(
                null, "crun can't be used: cgroups in hybrid mode not supported"));
    assertThat(engine.slots()).isEmpty();
  }

  @Test
  void crunThatLosesExitCodesIsNotUsed() {
    engine.program(PAUSE, FakeProgram.runs().onTerm(143));
    assertThat(choose("auto").name()).isNull();
    assertThat(engine.slots()).isEmpty();
  }

  @Test
  void settingIsUsedWithoutATest() {
    engine.failing(new EngineException.Refused("not called"));
    assertThat(choose("runc").name()).isEqualTo("runc");
  }

  private RuntimeProbe.Choice choose(String setting) {
    return new RuntimeProbe(UUID.randomUUID().toString(), "host", setting)
        .choose(engine, Architecture.X86);
  }
}
