#!/usr/bin/env python3
"""How fast are reads of a task with a million jobs while the control plane runs at its full rate?

The million jobs need an architecture that no host has. The jobs of another task run on simulated engines,
whose containers end at once. The baseline is the same reads before that load begins.
"""

import argparse
import sys

import bench
import control_plane
import simulation

PAGES = {"statistics": "/summary-statistics", "page of 100": "/jobs", "page of 1000 of a status":
         "/jobs?status=RUNNABLE&pageSize=1000", "page of a status that no job has": "/jobs?status=SUCCEEDED"}
SAMPLES = 50


def queue(service, jobs):
    definition = {"imageName": simulation.IMAGE, "architecture": "AARCH64", "commands": ["true"]}
    task = service.task()
    for first in range(0, jobs, 100_000):
        batches = min(100, (jobs - first) // 1000)
        service.call("POST", task + "/jobs/batch", [{"batchSize": 1000, "htcJobDefinition": definition}] * batches)
    return task


def percentiles(seconds):
    ordered = sorted(seconds)
    return {"p50": round(1000 * ordered[len(ordered) // 2], 1),
            "p99": round(1000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 1),
            "max": round(1000 * ordered[-1], 1)}


def read(service, task, until):
    """Latencies by page, of reads in turn until the condition is met."""
    latencies = {name: [] for name in PAGES}
    while not until(latencies):
        for name, path in PAGES.items():
            latencies[name].append(bench.timed(lambda: service.call("GET", task + path)))
    return {name: percentiles(values) for name, values in latencies.items()}


def measure(arguments, engines):
    with simulation.service(engines, "-Xmx512m") as service:
        simulation.await_hosts(service, arguments.hosts)
        large, small = queue(service, arguments.queued), service.task()
        quiet = read(service, large, lambda latencies: len(latencies["statistics"]) >= SAMPLES)
        print("without load: %s" % quiet, file=sys.stderr)
        before = engines.counts()["ended"]
        control_plane.submit(service, small, arguments.jobs, ["sleep", "0"])
        ended = lambda: engines.counts()["ended"] - before
        loaded = read(service, large, lambda latencies: ended() >= arguments.jobs)
        return {"queuedJobs": arguments.queued, "withoutLoadMs": quiet, "underLoadMs": loaded}


def main():
    parser = argparse.ArgumentParser(prog="openhtc bench reads-under-load")
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--slots", type=int, default=64)
    parser.add_argument("--queued", type=int, default=1_000_000, help="jobs of the task that is read, a multiple of 1000")
    parser.add_argument("--jobs", type=int, default=50_000, help="jobs that make the load")
    arguments = parser.parse_args()
    with simulation.engines(arguments.hosts, arguments.slots) as engines:
        figures = measure(arguments, engines)
    bench.publish("reads_under_load", {"hosts": arguments.hosts, "jobs": arguments.jobs, **figures})


if __name__ == "__main__":
    main()
