package org.openhtc.scheduling.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobId;
import org.openhtc.job.queue.Demand;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.testing.SettableClock;

class PreparedJobsTest {
  private static final PreparedJob ON_H1 = job(1, "h1");
  private static final PreparedJob ON_H2 = job(2, "h2");

  private final SettableClock clock = new SettableClock();
  private final PreparedJobs prepared = new PreparedJobs(clock);
  private final Now now = new Now();

  private static final class Now implements PreparedJobs.Situation {
    private boolean hasRoom;
    private boolean isBehind;
    private boolean isStarted;

    @Override
    public boolean hasStartedAll(String host) {
      return isStarted && host.equals("h1");
    }

    @Override
    public boolean isInTheWay(PreparedJob job) {
      return isBehind;
    }

    @Override
    public boolean takeRoomFor(PreparedJob job) {
      boolean room = hasRoom;
      hasRoom = false;
      return room;
    }
  }

  @Test
  void jobsStayWhileNothingElseFits() {
    prepared.add(List.of(ON_H1, ON_H2));
    assertThat(prepared.takeUnwanted(now)).isEmpty();
    assertThat(prepared.isEmpty()).isFalse();
  }

  @Test
  void jobIsGivenBackWhenAnotherHostHasRoom() {
    prepared.add(List.of(ON_H1, ON_H2));
    now.hasRoom = true;
    assertThat(prepared.takeUnwanted(now)).isEqualTo(Map.of("h1", Set.of(ON_H1.job())));
  }

  @Test
  void allJobsInTheWayAreGivenBackOnce() {
    prepared.add(List.of(ON_H1, ON_H2));
    now.isBehind = true;
    assertThat(prepared.takeUnwanted(now))
        .isEqualTo(Map.of("h1", Set.of(ON_H1.job()), "h2", Set.of(ON_H2.job())));
    assertThat(prepared.takeUnwanted(now)).isEmpty();
  }

  @Test
  void jobsOfAHostThatHasStartedAllAreForgotten() {
    prepared.add(List.of(ON_H1, ON_H2));
    now.isStarted = true;
    assertThat(prepared.takeUnwanted(now)).isEmpty();
    now.isBehind = true;
    assertThat(prepared.takeUnwanted(now)).containsOnlyKeys("h2");
  }

  @Test
  void jobsThatTheirHostsGiveBackByThemselvesAreForgotten() {
    prepared.add(List.of(ON_H1));
    clock.advance(Duration.ofSeconds(31));
    now.isBehind = true;
    assertThat(prepared.takeUnwanted(now)).isEmpty();
    assertThat(prepared.isEmpty()).isTrue();
  }

  private static PreparedJob job(int index, String host) {
    return new PreparedJob(
        new JobId(new UUID(0, 9), index),
        new UUID(0, 1),
        JobPriority.ON_DEMAND_PRIORITY,
        new Demand(Architecture.X86, 1, 64, 1),
        host);
  }
}
