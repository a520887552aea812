package org.openhtc.scheduling.plan;

import org.openhtc.job.queue.Demand;

/**
 * One condition that a host must meet for a job. The first failed check explains why the job waits,
 * so checks whose result waiting can't change come first.
 */
enum HostCheck {
  ARCHITECTURE {
    @Override
    boolean fits(HostRoom room, Demand demand) {
      return room.architecture() == demand.architecture();
    }

    @Override
    String explain(int hosts, Demand demand) {
      return "%s not %s".formatted(are(hosts), demand.architecture());
    }
  },
  SIZE {
    @Override
    boolean fits(HostRoom room, Demand demand) {
      return room.totalVcpus() >= demand.vcpus() && room.totalMemoryMib() >= demand.memoryMib();
    }

    @Override
    String explain(int hosts, Demand demand) {
      return "%s too small for %d vCPUs and %d MiB"
          .formatted(are(hosts), demand.vcpus(), demand.memoryMib());
    }
  },
  NODE_SIZE {
    @Override
    boolean fits(HostRoom room, Demand demand) {
      return room.hasNodeFor(demand);
    }

    @Override
    String explain(int hosts, Demand demand) {
      return "%s of %d vCPUs and %d MiB"
          .formatted(
              hosts == 1 ? "1 cluster has no node" : hosts + " clusters have no node",
              demand.vcpus(),
              demand.memoryMib());
    }
  },
  DISK {
    @Override
    boolean fits(HostRoom room, Demand demand) {
      return room.diskGib() >= demand.diskGib();
    }

    @Override
    String explain(int hosts, Demand demand) {
      return "%s without %d GiB of free disk".formatted(are(hosts), demand.diskGib());
    }
  },
  VCPUS {
    @Override
    boolean fits(HostRoom room, Demand demand) {
      return room.vcpus() >= demand.vcpus();
    }

    @Override
    String explain(int hosts, Demand demand) {
      return demand.vcpus() == 1
          ? "%s without a free vCPU".formatted(are(hosts))
          : "%s without %d free vCPUs".formatted(are(hosts), demand.vcpus());
    }
  },
  MEMORY {
    @Override
    boolean fits(HostRoom room, Demand demand) {
      return room.memoryMib() >= demand.memoryMib();
    }

    @Override
    String explain(int hosts, Demand demand) {
      return "%s without %d MiB of free memory".formatted(are(hosts), demand.memoryMib());
    }
  };

  abstract boolean fits(HostRoom room, Demand demand);

  /** Whether a host that fails the check fails it also when its jobs have ended. */
  boolean isFinal() {
    return this == ARCHITECTURE || this == SIZE || this == NODE_SIZE;
  }

  /** Half a sentence: what so many hosts lack for the demand. */
  abstract String explain(int hosts, Demand demand);

  static String are(int hosts) {
    return hosts == 1 ? "1 host is" : hosts + " hosts are";
  }
}
