#!/usr/bin/env python3
"""How long does it take to submit 100,000, a million and ten million jobs, and what do they cost?

Compares one request with 100 batches of 1000 jobs with 100 requests of one batch each. The jobs need an
architecture that no host has, so that only the queue is measured.
"""

import argparse
import sys

import bench

DEFINITION = {"imageName": bench.IMAGE, "architecture": "AARCH64", "commands": ["true"]}
BATCH = {"batchSize": 1000, "htcJobDefinition": DEFINITION}
SIZES = (100_000, 1_000_000, 10_000_000)


def total(service, task):
    return sum(service.call("GET", task + "/summary-statistics")["jobStatuses"].values())


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--jobs", type=int, default=SIZES[-1], help="largest number of queued jobs")
    largest = arguments.parse_args().jobs
    with bench.service(OPENHTC_JAVA_OPTS="-Xmx512m", OPENHTC_EXECUTION_HOST_IMAGES="true") as service:
        warm = service.task()
        for _ in range(5):
            service.call("POST", warm + "/jobs/batch", [BATCH] * 100)
        service.call("POST", warm + "/jobs/cancel")
        one, many = [], []
        for _ in range(5):
            task = service.task()
            one.append(bench.timed(lambda: service.call("POST", task + "/jobs/batch", [BATCH] * 100)))
            assert total(service, task) == 100_000
            service.call("POST", task + "/jobs/cancel")
            task = service.task()
            many.append(bench.timed(
                lambda: [service.call("POST", task + "/jobs/batch", [BATCH]) for _ in range(100)]))
            assert total(service, task) == 100_000
            service.call("POST", task + "/jobs/cancel")
        bench.publish("submission", {
            "oneCallOf100000JobsSeconds": sorted(round(s, 3) for s in one),
            "hundredCallsOf1000JobsSeconds": sorted(round(s, 3) for s in many),
            "queued": queued(service, largest),
        })


def queued(service, largest):
    """Figures of one task with ever more queued jobs, up to the largest number."""
    task, jobs, seconds, figures = service.task(), 0, 0.0, []
    for goal in [size for size in SIZES if size <= largest]:
        while jobs < goal:
            seconds += bench.timed(lambda: service.call("POST", task + "/jobs/batch", [BATCH] * 100))
            jobs += 100_000
        assert total(service, task) == goal
        figures.append(dict(of_queue(service, task), jobs=goal, submittedInSeconds=round(seconds, 3)))
        print("%d jobs queued: %s" % (goal, figures[-1]), file=sys.stderr)
    figures[-1]["cancelSeconds"] = round(bench.timed(lambda: service.call("POST", task + "/jobs/cancel")), 3)
    return figures


def of_queue(service, task):
    return {
        "statisticsMedianMs": bench.median_ms(lambda: total(service, task), 20),
        "firstPageOf100MedianMs": bench.median_ms(lambda: service.call("GET", task + "/jobs"), 20),
        "firstPageOf1000RunnableMedianMs": bench.median_ms(
            lambda: service.call("GET", task + "/jobs?status=RUNNABLE&pageSize=1000"), 10),
        "pageOfAStatusThatNoneHasMedianMs": bench.median_ms(
            lambda: service.call("GET", task + "/jobs?status=SUCCEEDED"), 10),
        "heapUsedMiB": bench.heap_mib(service),
    }


if __name__ == "__main__":
    main()
