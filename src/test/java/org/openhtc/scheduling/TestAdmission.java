package org.openhtc.scheduling;

import java.time.Clock;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuLimits;

/** The admission of a tick, for tests of module {@code job} that run without a scheduler. */
public final class TestAdmission {
  private TestAdmission() {}

  public static void admit(JobQueue queue, ResponsibleRegion by, VcpuLimits limits) {
    new Admission(queue, Clock.systemUTC()).admit(by, limits, queue.overview().lastSubmission());
  }
}
