#!/usr/bin/env python3
"""Do memory, disk, connections and threads stay the same while the service works at its full rate for long?

The containers of simulated hosts end at once, and further jobs are submitted as soon as others have ended. A
reader requests statistics and lists meanwhile. Ended jobs get an age at which they are purged, every minute; so
what is stored has to stop growing too.
"""

import argparse
import os
import statistics
import sys
import time

import bench
import control_plane
import retention
import simulation

PURGE_SECONDS = 60
MOST_SAMPLES = 240
SHORTEST_PAUSE = 5
MIB = 2**20


def parse(words):
    parser = argparse.ArgumentParser(prog="openhtc bench soak")
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--hosts", type=int, default=10)
    parser.add_argument("--slots", type=int, default=64)
    parser.add_argument("--backlog", type=int, default=50_000, help="jobs that have not ended yet, all the time")
    parser.add_argument("--lines", type=int, default=20, help="lines of output of a job, 17 bytes each")
    parser.add_argument("--java-options", default="-Xmx512m")
    return parser.parse_args(words)


class Pace:
    """Whether so many seconds have passed since the last time, or since the start."""

    def __init__(self, seconds):
        self.seconds, self.last = seconds, time.monotonic()

    def is_due(self):
        now = time.monotonic()
        if now - self.last < self.seconds:
            return False
        self.last = now
        return True


class Soak:
    def __init__(self, arguments, engines, service):
        self.arguments, self.engines, self.service = arguments, engines, service
        self.database = simulation.Database(service)
        self.task = service.task()
        self.reader = control_plane.Reader(service, self.task)
        self.submitted, self.samples = 0, []

    def execute(self):
        first = self.engines.counts()["ended"]
        self.start = time.monotonic()
        purge = Pace(PURGE_SECONDS)
        sample = Pace(max(SHORTEST_PAUSE, self.arguments.minutes * 60 / MOST_SAMPLES))
        self.reader.start()
        while self.minutes() < self.arguments.minutes:
            ended = self.engines.counts()["ended"] - first
            if purge.is_due():
                self.database.request("expire")
                self.service.log_in()
            if sample.is_due():
                self.sample(ended)
            self.submit(ended)
            time.sleep(0.2)
        self.reader.ended.set()
        self.reader.join()
        self.database.close()

    def minutes(self):
        return (time.monotonic() - self.start) / 60

    def submit(self, ended):
        missing = self.arguments.backlog - (self.submitted - ended)
        portion = control_plane.LARGEST_BATCH * 10
        if missing >= portion:
            control_plane.submit(self.service, self.task, portion, ["true"])
            self.submitted += portion

    def sample(self, ended):
        pid = self.service.pid()
        sizes = retention.sizes(self.service, self.database)
        sample = {"minutes": round(self.minutes(), 2), "ended": ended,
                  "heapMiB": bench.heap_mib(self.service), "serviceMiB": pss_mib([pid]),
                  "databaseProcessesMiB": pss_mib([self.database.pid, *simulation.children(self.database.pid)]),
                  "threads": len(os.listdir("/proc/%d/task" % pid)), "files": len(os.listdir("/proc/%d/fd" % pid)),
                  "connections": self.database.request("connections")["connections"],
                  "databaseMiB": round(sum(sizes["tables"].values()) / MIB, 1),
                  "writeAheadLogMiB": round(sizes["writeAheadLog"] / MIB, 1),
                  "storeMiB": round(sizes["store"] / MIB, 1),
                  "otherFilesMiB": round(other_files(self.service.home) / MIB, 1)}
        self.samples.append(sample)
        print(sample, file=sys.stderr)

    def figures(self):
        rates = [(later["ended"] - earlier["ended"]) / (later["minutes"] - earlier["minutes"]) / 60
                 for earlier, later in zip(self.samples, self.samples[1:])]
        return {"jobs": self.samples[-1]["ended"], "jobsPerSecond": round(statistics.mean(rates), 1),
                "reads": self.reader.figures(), "samples": self.samples}


def pss_mib(pids):
    """Memory of processes in RAM; what several of them share counts once."""
    return round(sum(map(pss, pids)) / 1024)


def pss(pid):
    try:
        with open("/proc/%d/smaps_rollup" % pid) as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (FileNotFoundError, ProcessLookupError):  # it has ended
        return 0


def other_files(home):
    """Bytes of logs and temporary files."""
    return sum(retention.directory_bytes(home, name) for name in os.listdir(home)
               if name in ("logs", "tmp") or name.startswith("service.log"))


def main():
    arguments = parse(sys.argv[1:])
    os.environ.update(OPENHTC_PURGE_INTERVAL="1s", OPENHTC_SUBMISSION_STOREDBATCHES="1000000000")
    with simulation.engines(arguments.hosts, arguments.slots, arguments.lines) as engines:
        with simulation.service(engines, arguments.java_options) as service:
            simulation.await_hosts(service, arguments.hosts)
            soak = Soak(arguments, engines, service)
            soak.execute()
    bench.publish("soak", {"minutes": arguments.minutes, "hosts": arguments.hosts, "slots": arguments.slots,
                           "backlog": arguments.backlog, "lines": arguments.lines, **soak.figures()})


if __name__ == "__main__":
    main()
