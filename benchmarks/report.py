#!/usr/bin/env python3
"""Prints the tables of docs/performance.md from the stored results of the benchmarks."""

import json
import os

RESULTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "results")


def path(name):
    return os.path.join(RESULTS, name + ".json")


def result(name):
    with open(path(name)) as file:
        return json.load(file)


def header(name):
    r = result(name)
    m = r["machine"]
    print("\n`benchmarks/%s.py`, commit %s, %d cores, %d MiB, kernel %s\n"
          % (name, r["commit"], m["cores"], m["memoryMiB"], m["kernel"]))
    return r["figures"]


def table(head, rows):
    print("| %s |" % " | ".join(head))
    print("| %s |" % " | ".join("---" for _ in head))
    for row in rows:
        print("| %s |" % " | ".join(str(cell) for cell in row))


def median(values):
    return sorted(values)[len(values) // 2]


def submission():
    f = header("submission")
    q = f["withAMillionQueued"]
    table(["what", "figure"], [
        ["one request with 100,000 jobs, median of 5", "%.3f s" % median(f["oneCallOf100000JobsSeconds"])],
        ["the same jobs in 100 requests of 1000", "%.3f s" % median(f["hundredCallsOf1000JobsSeconds"])],
        ["a million jobs in ten requests", "%.3f s" % f["millionJobsInTenCallsSeconds"]],
        ["with a million queued jobs: summary statistics", "%.1f ms" % q["statisticsMedianMs"]],
        ["first page of 100 jobs", "%.1f ms" % q["firstPageOf100MedianMs"]],
        ["first page of 1000 jobs of one status", "%.1f ms" % q["firstPageOf1000RunnableMedianMs"]],
        ["list of a status that no job has", "%.1f ms" % q["pageOfAStatusThatNoneHasMedianMs"]],
        ["cancelling the million jobs", "%.3f s" % q["cancelSeconds"]],
        ["heap in use after a full collection (limit 512 MiB)", "%d MiB" % q["heapUsedMiB"]],
    ])


def container_rate():
    f = header("container_rate")
    rows = []
    for network, g in f["serviceNetwork"].items():
        warming = g["servicePerSecondWhileWarmingUp"]
        rows.append(["OpenHTC, network `%s`, just started" % network, median(warming), warming])
        rows.append(["OpenHTC, network `%s`" % network, g["serviceMedian"], g["servicePerSecond"]])
        for concurrency, rates in g["bareLoopPerSecondByConcurrency"].items():
            rows.append(["plain loop, %s at a time" % concurrency, median(rates), rates])
    table(["program", "containers/s, median", "rounds"], rows)
    for network, g in f["serviceNetwork"].items():
        print("\nRatio to the plain loop at its best concurrency, network `%s`: %.2f." % (network, g["ratio"]))


def storage():
    f = header("storage")
    rows = [[name, f["withTwoThousandGrants"][key], f["withTwentyThousandGrants"][key]]
            for name, key in (("project token", "projectTokenMedianMs"), ("task token", "taskTokenMedianMs"),
                              ("presigned URL, project", "projectUrlMedianMs"), ("presigned URL, task", "taskUrlMedianMs"))]
    table(["median in ms", "2,000 grants", "20,000 grants"], rows)
    large = f["largeObject"]
    print("\nA %d MiB object with a heap of %d MiB: upload %d MiB/s, download %d MiB/s; peak memory of the process "
          "%d MiB after it, %d MiB after objects of 64 MiB."
          % (large["objectMiB"], large["heapLimitMiB"], large["uploadMiBPerSecond"],
             large["downloadMiBPerSecond"], large["processPeakAfterLargeObjectMiB"],
             large["processPeakAfter64MiBObjectsMiB"]))


def outputs():
    f = header("outputs")
    print("Time until the scheduler has written the reason of a new job: median %.1f ms (maximum %.1f) without other "
          "load, median %.1f ms (maximum %.1f) while %d small outputs are written, %d per second."
          % (f["quietMedianMs"], f["quietMaxMs"], f["whileWritingMedianMs"], f["whileWritingMaxMs"],
             f["objects"], f["objectsPerSecond"]))


def control_plane():
    f = header("control_plane")
    s, job, bare = f["service"], f["service"]["perJob"], f["bareClient"]
    what = "%d hosts with %d slots, %d jobs whose containers end at once" % (f["hosts"], f["slots"], f["jobs"])
    table([what, "figure"], [
        ["jobs per second, from submission to the end of the last job", s["jobsPerSecond"]],
        ["in each tenth of the jobs", s["jobsPerSecondByTenth"]],
        ["bare client: containers per second on the same engines", bare["jobsPerSecond"]],
        ["ratio", f["ratio"]],
        ["CPU time per job: service, database, engines",
         "%(service)s ms, %(database)s ms, %(engines)s ms" % job["cpuMs"]],
        ["engine calls per job, without those at a fixed pace", job["engineCallsWithoutPaced"]],
        ["statements and commits per job", "%(statements)s and %(commits)s" % job],
        ["reads during the run: median, 99 %, maximum", "%(p50Ms)s ms, %(p99Ms)s ms, %(maxMs)s ms" % s["reads"]],
        ["heap in use after a full collection", "%d MiB" % s["heapMiB"]],
    ])


def idle():
    f = header("idle")
    table(["%d connected hosts without jobs" % f["hosts"], "figure"], [
        ["cores: service, database, engines", "%(service)s, %(database)s, %(engines)s" % f["cores"]],
        ["commits per second", f["commitsPerSecond"]],
        ["statements per second", f["statementsPerSecond"]],
        ["engine calls per host and minute", round(sum(f["engineCallsPerHostAndMinute"].values()), 1)],
        ["heap in use after a full collection", "%d MiB" % f["heapMiB"]],
    ])


if __name__ == "__main__":
    for part in (submission, control_plane, idle, container_rate, storage, outputs):
        if os.path.exists(path(part.__name__)):
            part()
