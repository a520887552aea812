#!/usr/bin/env python3
"""How far is the expected start of a waiting job from its real one?

The jobs run on the machine's engine for times that differ by a factor of eight, drawn once from a fixed seed.
When earlier jobs of the task have been measured and all slots are in use, the expected starts of 50 waiting
jobs are read, and compared with the starts that follow.
"""

import argparse
import datetime
import os
import random
import statistics
import sys
import time

import bench

SLOTS = 8
SHORTEST, LONGEST = 2, 16


def settings(slots):
    overcommit = slots / os.cpu_count()
    return {"OPENHTC_HOSTS_0_NAME": "local", "OPENHTC_HOSTS_0_ENDPOINT": "unix://" + bench.ENGINE,
            "OPENHTC_HOSTS_0_VCPU_OVERCOMMIT": str(overcommit), "OPENHTC_EXECUTION_HOST_IMAGES": "true"}


def submit(service, task, jobs, numbers):
    """A batch whose jobs sleep for times from a table in their command; its id."""
    times = " ".join("%.1f" % (SHORTEST * (LONGEST / SHORTEST) ** numbers.random()) for _ in range(jobs))
    command = "set -- %s; shift $AWS_BATCH_JOB_ARRAY_INDEX; sleep $1" % times
    definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 16, "commands": ["sh", "-c", command]}
    created = service.call("POST", task + "/jobs/batch", [{"batchSize": jobs, "htcJobDefinition": definition}])
    return created[0]["parentJobId"]


def await_end(service, task, jobs):
    while True:
        counts = service.call("GET", task + "/summary-statistics")["jobStatuses"]
        if counts["FAILED"]:
            raise RuntimeError("jobs failed: %s" % counts)
        if counts["SUCCEEDED"] == jobs:
            return
        time.sleep(0.5)


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def expected(service, task, batch, jobs):
    """For each waiting job the seconds until its expected start: the median and the 90th percentile."""
    starts = {}
    for index in range(jobs):
        now = time.time()
        why = service.call("GET", "%s/jobs/%s:%d/why" % (task, batch, index)).get("expectedStart")
        if why and "p50" in why:
            starts[index] = (now, seconds(why["p50"]), seconds(why["p90"]))
    return starts


def compare(service, task, batch, starts, most):
    rows = []
    for index, (now, p50, p90) in starts.items():
        started = seconds(service.call("GET", "%s/jobs/%s:%d" % (task, batch, index))["startedAt"])
        if started > now + 1 and len(rows) < most:
            rows.append({"expected": round(p50 - now, 2), "expectedAtMost": round(p90 - now, 2),
                         "real": round(started - now, 2), "error": round(abs(p50 - started) / (started - now), 3)})
    return sorted(rows, key=lambda row: row["real"])


def main():
    parser = argparse.ArgumentParser(prog="openhtc bench start-forecast")
    parser.add_argument("--jobs", type=int, default=50, help="waiting jobs that are compared")
    parser.add_argument("--slots", type=int, default=SLOTS, help="jobs at the same time")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    numbers = random.Random(arguments.seed)
    bench.make_image()
    with bench.service(**settings(arguments.slots)) as service:
        task = service.task()
        measured = 3 * arguments.slots
        submit(service, task, measured, numbers)
        await_end(service, task, measured)
        jobs = arguments.jobs + 2 * arguments.slots
        batch = submit(service, task, jobs, numbers)
        while service.call("GET", task + "/summary-statistics")["jobStatuses"]["RUNNING"] < arguments.slots:
            time.sleep(0.1)
        starts = expected(service, task, batch, jobs)
        await_end(service, task, measured + jobs)
        rows = compare(service, task, batch, starts, arguments.jobs)
    error = statistics.median(row["error"] for row in rows)
    late = sum(row["real"] > row["expectedAtMost"] for row in rows)
    print("median error %.0f %% of the wait over %d jobs" % (100 * error, len(rows)), file=sys.stderr)
    bench.publish("start_forecast", {"slots": arguments.slots, "measuredJobs": measured, "medianError": round(error, 3),
                                     "laterThanThe90thPercentile": late, "jobs": rows})


if __name__ == "__main__":
    main()
