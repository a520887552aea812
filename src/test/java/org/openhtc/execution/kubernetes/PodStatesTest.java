package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;

/** The descriptions of the pods are those of a real kubelet of Kubernetes 1.37. */
class PodStatesTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final String RUNNING = "running: {startedAt: '2026-11-27T11:59:00Z'}";

  private String metadata = "";
  private String spec = "";
  private String status = "";
  private Instant delayedSince = NOW;

  @Test
  void gatedPodIsCreated() {
    spec = "schedulingGates: [{name: openhtc.org/start}]";
    status = "phase: Pending";
    assertThat(state().phase()).isEqualTo(Phase.CREATED);
    assertThat(state().exitCode()).isZero();
  }

  @Test
  void podWithoutANodeIsStartingWithTheSchedulersReason() {
    status =
        "phase: Pending, conditions: [{type: PodScheduled, status: 'False', message: '0/3 nodes are"
            + " available: 3 Insufficient cpu.'}]";
    assertThat(state().phase()).isEqualTo(Phase.STARTING);
    assertThat(state().error()).isEqualTo("0/3 nodes are available: 3 Insufficient cpu");
  }

  @Test
  void imageThatCantBePulledIsTriedForSomeTime() {
    String waiting =
        "containerStatuses: [{state: {waiting: {reason: ImagePullBackOff, message: 'not found'}}}]";
    status = "phase: Pending, startTime: '2026-11-27T11:50:00Z', " + waiting;
    delayedSince = NOW.minusSeconds(120);
    assertThat(state().phase()).isEqualTo(Phase.STARTING);
    assertThat(state().error()).isEqualTo("its image can't be pulled: not found");
    delayedSince = NOW.minusSeconds(121);
    assertThat(state().phase()).isEqualTo(Phase.CREATED);
    assertThat(state().exitCode()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidImageName", "ErrImageNeverPull"})
  void waitThatCanNotEndIsAFailedStart(String reason) {
    status = waiting(reason);
    assertThat(state().phase()).isEqualTo(Phase.CREATED);
    assertThat(state().exitCode()).isEqualTo(128);
    assertThat(state().error()).isEqualTo("why");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CreateContainerConfigError", "CreateContainerError", "RunContainerError"})
  void waitThatMayEndIsAFailedStartAfterSomeTime(String reason) {
    status = waiting(reason);
    assertThat(state().phase()).isEqualTo(Phase.STARTING);
    assertThat(state().error()).isEqualTo("why");
    delayedSince = NOW.minusSeconds(121);
    assertThat(state().phase()).isEqualTo(Phase.CREATED);
    assertThat(state().exitCode()).isEqualTo(128);
    assertThat(state().error()).isEqualTo("why");
  }

  private static String waiting(String reason) {
    return "phase: Pending, containerStatuses: [{state: {waiting: {reason: %s, message: 'why'}}}]"
        .formatted(reason);
  }

  /** After a restart of the node containerd has lost the first one, and the kubelet the second. */
  @ParameterizedTest
  @CsvSource({"255, Unknown", "137, ContainerStatusUnknown"})
  void endThatTheNodeDidNotObserveIsNoFailureOfTheJob(int exitCode, String reason) {
    String end = terminated("exitCode: %d, reason: %s".formatted(exitCode, reason));
    status = "phase: Failed, " + end;
    ended(exitCode, false, "Node n1 lost its container, as after a restart");
    status = "phase: Failed, reason: DeadlineExceeded, " + end;
    ended(exitCode, false, "");
  }

  @Test
  void commandThatCantBeStartedHasNeverStarted() {
    status =
        "phase: Failed, "
            + terminated("exitCode: 128, reason: StartError, message: 'no such file'");
    assertThat(state().phase()).isEqualTo(Phase.CREATED);
    assertThat(state().error()).isEqualTo("no such file");
  }

  @Test
  void exitCodeIsThatOfTheContainer() {
    status = "phase: Failed, " + terminated("exitCode: 3, reason: Error");
    ended(3, false, "");
  }

  @Test
  void memoryLimitIsTheReasonNotTheExitCode() {
    status = "phase: Failed, " + terminated("exitCode: 137, reason: OOMKilled");
    ended(137, true, "");
    status = "phase: Succeeded, " + terminated("exitCode: 0, reason: OOMKilled");
    ended(0, true, "");
    status = "phase: Failed, " + terminated("exitCode: 137, reason: Error");
    ended(137, false, "");
  }

  @Test
  void stoppedPodHasTheExitCodeOfItsProgram() {
    status = "phase: Failed, reason: DeadlineExceeded, " + terminated("exitCode: 7, reason: Error");
    ended(7, false, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "ephemeral-storage"})
  void evictionByANodeIsNoFaultOfTheJob(String resource) {
    status =
        "phase: Failed, reason: Evicted, message: 'The node was low on resource: %s. ', %s"
            .formatted(resource, terminated("exitCode: 137, reason: Error"));
    ended(137, false, "Node n1 evicted its pod: The node was low on resource: " + resource);
  }

  @Test
  void evictionForItsOwnDiskUseIsTheJobsFault() {
    status =
        "phase: Failed, reason: Evicted, message: 'Pod ephemeral local storage usage exceeds the"
            + " total limit of containers 1Gi. ', "
            + terminated("exitCode: 7, reason: Error");
    ended(137, false, "");
    assertThat(PodEnds.exceededDisk(pod())).isEqualTo(1L << 30);
  }

  @ParameterizedTest
  @CsvSource({
    "PreemptionByScheduler,A pod of higher priority took its place on node n1",
    "DeletionByTaintManager,'Node n1, on which its pod ran, is lost'",
    "DeletionByPodGC,'Node n1, on which its pod ran, is lost'",
    "EvictionByEvictionAPI,'Another program emptied node n1, on which its pod ran'",
  })
  void disruptionIsNamed(String reason, String fault) {
    status =
        "phase: Failed, conditions: [{type: DisruptionTarget, status: 'True', reason: %s}], %s"
            .formatted(reason, terminated("exitCode: 143, reason: Error"));
    ended(143, false, fault);
  }

  @Test
  void jobThatSucceedsBeforeItIsDisruptedHasSucceeded() {
    status = preemptedAt("2026-11-27T11:59:31Z");
    ended(0, false, "");
  }

  /** Its program may have handled the signal, and may not have done its work. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-27T11:59:20Z", "2026-11-27T11:59:30Z"})
  void jobThatEndsWithZeroAfterItWasDisruptedRunsAgain(String time) {
    status = preemptedAt(time);
    ended(0, false, "A pod of higher priority took its place on node n1");
  }

  private static String preemptedAt(String time) {
    return "phase: Succeeded, conditions: [{type: DisruptionTarget, status: 'True', reason:"
        + " PreemptionByScheduler, lastTransitionTime: '%s'}], ".formatted(time)
        + terminated("exitCode: 0, reason: Completed");
  }

  /** The pod GC leaves the container as it was last seen. */
  @Test
  void podOfALostNodeHasEndedAlthoughItsContainerSeemsToRun() {
    status =
        "phase: Failed, conditions: [{type: DisruptionTarget, status: 'True', reason:"
            + " DeletionByPodGC}], containerStatuses: [{state: {"
            + RUNNING
            + "}}]";
    ended(137, false, "Node n1, on which its pod ran, is lost");
    assertThat(state().startedAt()).isEqualTo(Instant.parse("2026-11-27T11:59:00Z"));
  }

  @Test
  void nodeThatRefusesAPodIsNamed() {
    status = "phase: Failed, reason: OutOfcpu, message: 'Node did not have enough resource: cpu'";
    ended(
        137,
        false,
        "Node n1 did not run its pod: OutOfcpu, Node did not have enough resource: cpu");
  }

  @Test
  void deletedPodRunsUntilItsNodeIsSilentForLong() {
    status = "phase: Running, containerStatuses: [{state: {" + RUNNING + "}}]";
    metadata = ", deletionTimestamp: '2026-11-27T11:59:45Z', finalizers: [openhtc.org/result]";
    assertThat(state().phase()).isEqualTo(Phase.RUNNING);
    metadata = ", deletionTimestamp: '2026-11-27T11:59:15Z', finalizers: [openhtc.org/result]";
    ended(137, false, "Node n1, on which its pod ran, is lost");
  }

  @Test
  void podDeletedByAnotherProgramIsNoFailureOfTheJob() {
    metadata =
        ", deletionTimestamp: '2026-11-27T11:59:45Z', deletionGracePeriodSeconds: 20, finalizers:"
            + " [openhtc.org/result]";
    status = "phase: Failed, " + terminated("exitCode: 143, reason: Error");
    ended(143, false, "Another program deleted its pod");
    status = "phase: Succeeded, " + terminated("exitCode: 0, reason: Completed");
    ended(0, false, "Another program deleted its pod");
    spec = "schedulingGates: [{name: openhtc.org/start}]";
    status = "phase: Pending";
    ended(137, false, "Another program deleted its pod");
  }

  @Test
  void podThatWasDeletedAfterItsEndHasItsOwnExitCode() {
    metadata =
        ", deletionTimestamp: '2026-11-27T11:59:45Z', deletionGracePeriodSeconds: 0, finalizers:"
            + " [openhtc.org/result]";
    status = "phase: Failed, " + terminated("exitCode: 3, reason: Error");
    ended(3, false, "");
    status = "phase: Succeeded, " + terminated("exitCode: 0, reason: Completed");
    ended(0, false, "");
  }

  private void ended(int exitCode, boolean outOfMemory, String error) {
    ContainerState state = state();
    assertThat(state.phase()).isEqualTo(Phase.EXITED);
    assertThat(state.exitCode()).isEqualTo(exitCode);
    assertThat(state.outOfMemory()).isEqualTo(outOfMemory);
    assertThat(state.error()).isEqualTo(error);
  }

  private static String terminated(String content) {
    return "containerStatuses: [{state: {terminated: {%s, startedAt: '2026-11-27T11:59:00Z', finishedAt: '2026-11-27T11:59:30Z'}}}]"
        .formatted(content);
  }

  private ContainerState state() {
    return PodStates.of(pod(), NOW, delayedSince);
  }

  private Pod pod() {
    return new Pod(
        Yamls.read(
            "{metadata: {name: p, uid: u%s}, spec: {nodeName: n1, %s}, status: {%s}}"
                .formatted(metadata, spec, status)));
  }
}
