package org.openhtc.scheduling;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.openhtc.job.Placement;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.WaitingBatch;

/**
 * Which jobs one tick places on which hosts. Pure. Order: priority, then the project with the
 * fewest vCPUs in use, then age. A project that has reached a limit gets no more. A job that fits
 * on no host, or within no limit, lets smaller ones pass until it has waited long enough: from then
 * on {@link Reservations} keep capacity free for it.
 *
 * @param placements in the order of the plan
 * @param left what each host has free after them
 * @param kept the hosts that are kept free for a job that has waited too long
 * @param budget what the limits leave after the placements and reservations
 */
record PlacementPlan(
    List<Placement> placements, List<HostRoom> left, Set<String> kept, VcpuBudget budget) {

  /**
   * @param waiting in order of priority and age
   * @param allowed hosts that each project's jobs may use
   * @param budget what is in use and what the limits allow; every placement is taken from it
   * @param isPatient whether a batch still lets smaller jobs pass
   * @param limit most placements
   */
  static PlacementPlan of(
      List<WaitingBatch> waiting,
      Collection<HostRoom> rooms,
      AllowedHosts allowed,
      VcpuBudget budget,
      Predicate<WaitingBatch> isPatient,
      int limit) {
    FreeHosts hosts = new FreeHosts(rooms, HostChecks::fits);
    return new Planner(hosts, allowed, budget, isPatient, limit).plan(waiting);
  }
}
