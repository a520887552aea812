package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineException.ImageMissing;
import org.openhtc.execution.engine.EngineException.Refused;
import org.openhtc.execution.engine.EngineException.Unreachable;

class EngineCallsTest {
  private final EngineCalls calls =
      new EngineCalls("unix:///engine", new EngineTimers(new SimpleMeterRegistry()));

  @Test
  void callThatTakesTooLongIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(() ->
            calls.within(
                EngineOperation.START, Duration.ofMillis(20), () -> waitForever(interrupted)))
        .isInstanceOf(Unreachable.class)
        .hasMessage("unix:///engine did not respond to 'start' within 20 ms");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void errorsAreTranslated() {
    assertThat(
            thrown(
                EngineOperation.CREATE,
                new NotFoundException("{\"message\":\"No such image: a:1\"}")))
        .isInstanceOf(ImageMissing.class)
        .hasMessage("No such image: a:1");
    assertThat(thrown(EngineOperation.START, new NotFoundException("network a not found")))
        .isInstanceOf(Unreachable.class);
    assertThat(thrown(EngineOperation.START, new ConflictException("marked for removal")))
        .isInstanceOf(Unreachable.class);
    assertThat(
            thrown(EngineOperation.CREATE, new BadRequestException("Minimum memory limit is 6MB")))
        .isInstanceOf(Refused.class);
    assertThat(thrown(EngineOperation.START, new InternalServerErrorException("no bridge docker0")))
        .isInstanceOf(Unreachable.class);
    assertThat(
            thrown(
                EngineOperation.START, new InternalServerErrorException("unable to find user a")))
        .isInstanceOf(Refused.class)
        .hasMessage("unable to find user a");
    assertThat(thrown(EngineOperation.START, new IllegalStateException("pool shut down")))
        .isInstanceOf(Unreachable.class);
  }

  @Test
  void missingObjectIsEmpty() {
    assertThat(
            calls.ifExists(
                EngineOperation.INSPECT,
                () -> {
                  throw new NotFoundException("No such container");
                }))
        .isEmpty();
  }

  private EngineException thrown(EngineOperation operation, RuntimeException failure) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(
        EngineException.class,
        () ->
            calls.within(
                operation,
                () -> {
                  throw failure;
                }));
  }

  private static String waitForever(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    return "";
  }
}
