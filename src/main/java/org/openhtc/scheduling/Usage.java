package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.openhtc.host.Host;
import org.openhtc.job.queue.HostUse;
import org.openhtc.job.queue.HostUseReader;
import org.openhtc.job.queue.VcpuUse;
import org.openhtc.scheduling.plan.HostRoom;
import org.springframework.stereotype.Component;

/**
 * What jobs use of hosts, and the vCPUs of each project and workspace. Kept between ticks: a tick
 * reads only the hosts that jobs were placed on or have left since. A host is marked when its jobs
 * have changed. A tick removes the marks first and then reads the marked hosts, so a later change
 * sets a new mark and is not missed.
 *
 * <p>All hosts are counted again after {@link #invalidate}, and now and then, because another
 * process may have placed jobs or ended them without a mark here. The pause is 50 times as long as
 * a count took, at most 10 seconds.
 *
 * <p>Marks may be set by any thread; everything else is for the thread of the ticks.
 */
@Component
class Usage {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int PAUSE_PER_COUNT = 50;

  private final HostUseReader reader;
  private final ReadPace counts;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final Map<String, List<HostUse>> byHost = new HashMap<>();
  private final Map<UUID, Long> byProject = new HashMap<>();
  private final Map<String, Long> byWorkspace = new HashMap<>();

  Usage(HostUseReader reader, Clock clock) {
    this.reader = reader;
    this.counts = new ReadPace(clock, PAUSE_PER_COUNT, LONGEST);
  }

  /** Jobs were placed on these hosts or have left them. */
  void markChanged(Collection<String> hosts) {
    changed.addAll(hosts);
  }

  /** To be called when what is known may be wrong: the next refresh counts everything. */
  void invalidate() {
    counts.reset();
  }

  /** Reads what may have changed since the last refresh. */
  void refresh() {
    Set<String> hosts = new HashSet<>(changed);
    changed.removeAll(hosts);
    try {
      if (counts.isDue()) {
        countAll();
      } else if (!hosts.isEmpty()) {
        replace(hosts, reader.of(hosts));
      }
    } catch (RuntimeException e) {
      invalidate();
      throw e;
    }
  }

  private void countAll() {
    counts.begin();
    List<HostUse> all = reader.all();
    replace(Set.copyOf(byHost.keySet()), all);
    counts.end();
  }

  private void replace(Set<String> hosts, List<HostUse> rows) {
    for (String host : hosts) {
      List<HostUse> before = byHost.remove(host);
      if (before != null) {
        before.forEach(use -> count(use, -1));
      }
    }
    for (HostUse use : rows) {
      byHost.computeIfAbsent(use.host(), host -> new ArrayList<>()).add(use);
      count(use, 1);
    }
  }

  private void count(HostUse use, int sign) {
    add(byProject, use.project(), sign * use.vcpus());
    add(byWorkspace, use.workspace(), sign * use.vcpus());
  }

  /** A sum of 0 has no entry. */
  private static <K> void add(Map<K, Long> sums, K key, long vcpus) {
    long sum = sums.getOrDefault(key, 0L) + vcpus;
    if (sum == 0) {
      sums.remove(key);
    } else {
      sums.put(key, sum);
    }
  }

  /** What one job uses on average. */
  record Average(double vcpus, double memoryMib) {
    private static final Average OF_NO_JOB = new Average(1, 0);
  }

  /** What a job on the host uses on average. */
  Average averageOn(String host) {
    int jobs = 0;
    long vcpus = 0;
    long memoryMib = 0;
    for (HostUse use : byHost.getOrDefault(host, List.of())) {
      jobs += use.jobs();
      vcpus += use.vcpus();
      memoryMib += use.memoryMib();
    }
    return jobs == 0
        ? Average.OF_NO_JOB
        : new Average((double) vcpus / jobs, (double) memoryMib / jobs);
  }

  /** The room of each of the hosts that is ready. */
  List<HostRoom> rooms(Collection<Host> hosts) {
    List<HostRoom> rooms = new ArrayList<>();
    for (Host host : hosts) {
      if (host.isReady()) {
        rooms.add(room(host));
      }
    }
    return rooms;
  }

  private HostRoom room(Host host) {
    long vcpus = 0;
    long memoryMib = 0;
    for (HostUse use : byHost.getOrDefault(host.name(), List.of())) {
      vcpus += use.vcpus();
      memoryMib += use.memoryMib();
    }
    return HostRoom.of(host, vcpus, memoryMib);
  }

  /** The vCPUs of all jobs on hosts, in all regions. */
  VcpuUse vcpus() {
    return new VcpuUse(Map.copyOf(byProject), Map.copyOf(byWorkspace));
  }
}
