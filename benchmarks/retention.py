#!/usr/bin/env python3
"""What does a finished job cost on the disk, and does purging keep up with new jobs?

Rounds of jobs on simulated hosts. Before each round but the first, the jobs of the round before get an age at
which they are purged; so the service purges them while it runs as many new ones. After the last round it
purges without other work. If the space of purged jobs is used again, the size of the database stays the same
from the second round on.
"""

import argparse
import os
import subprocess
import sys
import threading
import time

import bench
import control_plane
import simulation

SAMPLE_SECONDS = 1
# Tables that grow less are not listed: bytes per job.
SMALLEST = 10


def parse(words):
    parser = argparse.ArgumentParser(prog="openhtc bench retention")
    parser.add_argument("--hosts", type=int, default=10)
    parser.add_argument("--slots", type=int, default=64)
    parser.add_argument("--jobs", type=int, default=1_000_000, help="jobs of a round")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--lines", type=int, default=20, help="lines of output of a job, 17 bytes each")
    parser.add_argument("--java-options", default="-Xmx512m")
    return parser.parse_args(words)


class Purge(threading.Thread):
    """Expires all ended jobs and watches their removal."""

    def __init__(self, service):
        super().__init__(daemon=True)
        self.database = simulation.Database(service)
        self.jobs, self.seconds, self.is_complete = 0, 0.0, False

    def run(self):
        self.database.request("expire")
        self.jobs = self.left()
        start = time.monotonic()
        while self.left():
            time.sleep(SAMPLE_SECONDS)
        self.seconds = time.monotonic() - start
        self.database.close()
        self.is_complete = True

    def left(self):
        return self.database.request("expired")["jobs"]

    def figures(self):
        self.join()
        if not self.is_complete:
            raise RuntimeError("the purge could not be measured")
        return {"jobs": self.jobs, "seconds": round(self.seconds, 1),
                "jobsPerSecond": round(self.jobs / max(self.seconds, SAMPLE_SECONDS), 1)}


def directory_bytes(*path):
    # It fails if a file is removed meanwhile, and counts the others.
    output = subprocess.run(["du", "-sB1", os.path.join(*path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            text=True).stdout
    return int(output.split()[0])


def sizes(service, database):
    return {"tables": database.request("sizes"), "store": directory_bytes(service.home, "store"),
            "writeAheadLog": directory_bytes(service.home, "pg18", "pg_wal")}


def total(measured):
    return sum(measured["tables"].values()) + measured["store"]


def growth(before, after, jobs):
    tables = simulation.difference(after["tables"], before["tables"])
    largest = {name: round(size / jobs, 1) for name, size in sorted(tables.items(), key=lambda item: -item[1])
               if size / jobs >= SMALLEST}
    return {"bytesPerJob": round((total(after) - total(before)) / jobs, 1), "tables": largest,
            "store": round((after["store"] - before["store"]) / jobs, 1)}


def measure(arguments, engines, service):
    simulation.await_hosts(service, arguments.hosts)
    database = simulation.Database(service)
    empty = sizes(service, database)
    rounds, first = [], None
    for number in range(arguments.rounds):
        purge = Purge(service) if number else None
        if purge:
            purge.start()
        run = control_plane.Run((service, database, engines), service.task(), arguments.jobs, ["true"], 300)
        run.execute()
        after = sizes(service, database)
        first = first or growth(empty, after, arguments.jobs)
        rounds.append({"jobsPerSecond": round(arguments.jobs / run.seconds, 1),
                       "purgedMeanwhile": purge.figures() if purge else None,
                       "databaseMiB": round(sum(after["tables"].values()) / 2**20, 1),
                       "storeMiB": round(after["store"] / 2**20, 1),
                       "writeAheadLogMiB": round(after["writeAheadLog"] / 2**20, 1)})
        print("round %d: %s" % (number + 1, rounds[-1]), file=sys.stderr)
    alone = Purge(service)
    alone.start()
    figures = alone.figures()
    database.close()
    return {"perJob": first, "rounds": rounds, "purgeAlone": figures, "heapMiB": bench.heap_mib(service)}


def main():
    arguments = parse(sys.argv[1:])
    os.environ.update(OPENHTC_PURGE_INTERVAL="1s", OPENHTC_SUBMISSION_STOREDBATCHES="1000000000")
    with simulation.engines(arguments.hosts, arguments.slots, arguments.lines) as engines:
        with simulation.service(engines, arguments.java_options) as service:
            figures = measure(arguments, engines, service)
    bench.publish("retention", {"hosts": arguments.hosts, "slots": arguments.slots, "jobs": arguments.jobs,
                                "lines": arguments.lines, **figures})


if __name__ == "__main__":
    main()
