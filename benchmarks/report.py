#!/usr/bin/env python3
"""Writes docs/performance.md, its charts and a part of docs/operations.md from the stored results of the benchmarks."""

import json
import os
import re

import peers
import plot

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RESULTS = os.path.join(ROOT, "benchmarks", "results")
CHARTS = os.path.join(ROOT, "docs", "performance")

# A load average of other programs from which on it is stated with a result.
BUSY = 1

INTRODUCTION = """# Performance

`./openhtc bench report` writes this page from the results in `benchmarks/results/`. Each benchmark is a
file in `benchmarks/`: `./openhtc bench NAME` starts a separate service, measures it and a baseline in the
same run, and stores the result with commit and machine. The service, its database, the engines and the
clients of a measurement share one machine.

The *control plane* is everything except the containers: it is measured with simulated Docker engines, whose
containers end at once or sleep, and cost about 0.2 ms of CPU time each.
`./openhtc bench control-plane --check` is a short run that fails if a job costs too many engine calls,
statements or commits. With real engines, the engines limit the throughput: the start and the
removal of one container take 110 to 300 ms of CPU time, mostly for its network and its runtime.
"""


def result(name):
    """A stored result; None where the benchmark has not been run."""
    path = os.path.join(RESULTS, name + ".json")
    if not os.path.exists(path):
        return None
    with open(path) as file:
        return json.load(file)


# The commands of results that are not named as their benchmark.
COMMANDS = {"control_plane_running": "control-plane --hosts 1000 --slots 64 --run 300s"}


def heading(title, name, r):
    m = r["machine"]
    busy = ", load average %s of other programs before it" % m["loadBefore"] if m.get("loadBefore", 0) >= BUSY else ""
    return "## %s\n\n`./openhtc bench %s`, commit %s, %d cores, %d MiB, kernel %s%s\n" % (
        title, COMMANDS.get(name, name.replace("_", "-")), r["commit"], m["cores"], m["memoryMiB"], m["kernel"], busy)


def table(head, rows):
    lines = ["| %s |" % " | ".join(head), "| %s |" % " | ".join("---" for _ in head)]
    return "\n".join(lines + ["| %s |" % " | ".join(str(cell) for cell in row) for row in rows]) + "\n"


def chart(name, svg, description):
    os.makedirs(CHARTS, exist_ok=True)
    with open(os.path.join(CHARTS, name + ".svg"), "w") as file:
        file.write(svg)
    return "![%s](performance/%s.svg)\n" % (description, name)


def median(values):
    return sorted(values)[len(values) // 2]


def number(value):
    return "{:,}".format(value)


def control_plane(f):
    s, bare = f["service"], f["bareClient"]["jobsPerSecond"]
    job = s["perJob"]
    rows = [
        ["jobs per second, whole lifecycle", s["jobsPerSecond"]],
        ["a bare client that makes only the four calls per job, containers per second", bare],
        ["ratio", f["ratio"]],
        ["engine calls per job", job["engineCallsWithoutPaced"]],
        ["SQL statements per job", job["statements"]],
        ["commits per job", job["commits"]],
        *[["CPU per job: %s, ms" % part, value] for part, value in job["cpuMs"].items()],
        ["heap in use after a full collection, MiB", s["heapMiB"]],
        *reads(s["reads"]),
    ]
    tenths = [(10 * i + 5, rate) for i, rate in enumerate(s["jobsPerSecondByTenth"])]
    drawing = plot.lines("Jobs per second during %s jobs on %d hosts" % (number(f["jobs"]), f["hosts"]),
                         "% of the jobs", "jobs/s", {"OpenHTC": tenths, "bare client": [(0, bare), (100, bare)]})
    return [
        "%s jobs on %d simulated hosts with %d vCPUs each; the containers end at once. The figure is limited by "
        "the CPU time of the machine, which the service, the database, the engines and the clients share.\n"
        % (number(f["jobs"]), f["hosts"], f["slots"]),
        table(["what", "figure"], rows),
        chart("control-plane", drawing, "Jobs per second over the run")]


def reads(r):
    return [["read requests during the run: median / 99 % / maximum, ms",
             latencies(r)],
            ["read requests that failed", "%d of %d" % (r["errors"], r["requests"])]]


def latencies(r):
    return "%s / %s / %s" % (r["p50Ms"], r["p99Ms"], r["maxMs"])


def control_plane_running(f):
    s = f["service"]
    rows = [["containers at once", number(s["mostRunning"])],
            *[["cores in use while all run: %s" % part, value] for part, value in (s["steadyCores"] or {}).items()],
            ["heap in use after a full collection, MiB", s["heapMiB"]],
            *([["read requests while all run: median / 99 % / maximum, ms", latencies(s["steadyReads"])]]
              if s.get("steadyReads") else []),
            *reads(s["reads"])]
    return ["%s jobs of %d s on %s simulated hosts with %d vCPUs each.\n"
            % (number(f["jobs"]), f["runSeconds"], number(f["hosts"]), f["slots"]),
            table(["what", "figure"], rows)]


def reads_under_load(f):
    rows = [[name, *["%s / %s / %s" % (ms["p50"], ms["p99"], ms["max"])
                     for ms in (f["withoutLoadMs"][name], f["underLoadMs"][name])]] for name in f["underLoadMs"]]
    return ["Reads of a task with %s queued jobs, while %s jobs of another task run on %d simulated hosts: median / "
            "99 %% / maximum in ms.\n" % (number(f["queuedJobs"]), number(f["jobs"]), f["hosts"]),
            table(["read", "without load", "under load"], rows)]


def idle(f):
    rows = [*[["cores: %s" % part, value] for part, value in f["cores"].items()],
            ["commits per second", f["commitsPerSecond"]], ["statements per second", f["statementsPerSecond"]],
            ["threads of the service", f["threads"]], ["heap in use after a full collection, MiB", f["heapMiB"]]]
    return ["%s connected hosts without jobs.\n" % number(f["hosts"]), table(["what", "figure"], rows)]


def container_rate(f):
    parts, groups = [], {}
    for network, g in f["serviceNetwork"].items():
        rows = [["OpenHTC, just started", median(g["servicePerSecondWhileWarmingUp"]), g["servicePerSecondWhileWarmingUp"]],
                ["OpenHTC", g["serviceMedian"], g["servicePerSecond"]]]
        groups[network] = {"OpenHTC": g["serviceMedian"], "plain loop": g["bareBestMedian"]}
        for key, name in (("bareLoopPerSecondByConcurrency", "plain loop"),
                          ("joinedLoopPerSecondByConcurrency", "joined loop")):
            rows += [["%s, %s at a time" % (name, at_once), median(rates), rates]
                     for at_once, rates in g.get(key, {}).items()]
        parts += ["Network `%s`:\n" % network, table(["program", "containers/s, median", "rounds"], rows),
                  "Ratio to the plain loop at its best concurrency: %.2f%s.\n"
                  % (g["ratio"], "; to the joined loop: %.2f" % g["ratioToJoined"] if "ratioToJoined" in g else "")]
    return ["Containers that run `true`, on one real host, with all limits of a job. A plain loop of engine calls "
            "uses the engine's default bridge, and a joined loop, where it was measured, prepared network "
            "namespaces. The engine's CPU time limits all figures.\n",
            *parts, chart("container-rate", plot.bars("Containers per second", "containers/s", groups),
                          "Containers per second")]


def slots(f):
    rows = [[seconds, g["servicePerSecond"], g["bareLoopPerSecond"], g["ratio"], "%d %%" % (100 * g["serviceBusyShare"]),
             "%d %%" % (100 * g["bareLoopBusyShare"])] for seconds, g in f["bySecondsOfAJob"].items()]
    groups = {seconds + " s": {"OpenHTC": g["servicePerSecond"], "plain loop": g["bareLoopPerSecond"]}
              for seconds, g in f["bySecondsOfAJob"].items()}
    return ["A real host with %d vCPUs for jobs, beside a plain loop of %d containers at a time.\n" % (f["vcpus"], f["vcpus"]),
            table(["seconds of a job", "OpenHTC, jobs/s", "plain loop, jobs/s", "ratio", "busy", "plain loop busy"], rows),
            chart("slots", plot.bars("Jobs per second on two vCPUs", "jobs/s", groups), "Jobs per second on two vCPUs")]


def first_container(f):
    rows = [[name, *[ms[p] for p in ("p50", "p90", "p99")]]
            for name, ms in (("OpenHTC, from the submission", f["serviceMs"]),
                             ("the engine alone, from the create request", f["engineCreateAndStartMs"]))]
    return ["Time in ms until the container of a job runs on an idle real host.\n",
            table(["what", "50 %", "90 %", "99 %"], rows),
            "The difference at the median is %s ms.\n" % f["addedAtTheMedianMs"]]


def kubernetes(f):
    names = {"service": "OpenHTC", "bareClient": "a bare client that creates, watches and deletes the same pods",
             "bareClientWithoutFinalizer": "the same client with pods that have no finalizer"}
    rows = [[name, median(f["perSecond"][key]), f["perSecond"][key]] for key, name in names.items()]
    parts = [[part, *[f["cpuMsPerPod"][key][part] for key in names]] for part in f["cpuMsPerPod"]["service"]]
    kinds = sorted({kind for key in names for kind in f["callsPerPod"][key]})
    calls = [[kind, *[f["callsPerPod"][key].get(kind, 0) for key in names]] for kind in kinds]
    return ["%s pods in each round, on a real API server with etcd and scheduler. Its %d nodes are simulated by kwok, "
            "which ends a pod after 0.1 s. All programs share the machine with this control plane, whose CPU time is the "
            "limit. The CPU time of the client itself is not in the table.\n" % (number(f["podsPerRound"]), f["nodes"]),
            table(["program", "pods/s, median", "rounds"], rows),
            "Ratio to the client with the same pods: %.2f; without finalizers: %.2f.\n"
            % (f["ratio"], f["ratioWithoutFinalizer"]),
            table(["CPU time per pod, ms", "OpenHTC", "client", "client without finalizers"], parts),
            table(["calls per pod, those of scheduler and nodes included", "OpenHTC", "client",
                   "client without finalizers"], calls),
            *(kubernetes_faults(f["faults"]) if "faults" in f else [])]


def kubernetes_faults(f):
    rows = [["jobs that succeeded", "%s of %s" % (number(f["succeeded"]), number(f["jobs"]))],
            ["pods created, in the history of etcd", number(f["podsCreated"])],
            ["attempts with more than one pod", f["namesCreatedAgain"]],
            ["pods that were left", f["podsLeft"] + f["podsNotDeleted"]],
            ["jobs per second, outages included", f["jobsPerSecond"]],
            ["outages of the API server, s", f["secondsWithoutApiServer"]],
            ["CPU time of the service per pod, ms", f["serviceCpuMsPerPod"]],
            ["CPU time of its database per pod, ms", f["databaseCpuMsPerPod"]],
            ["memory of the service by tenths of the run, MiB", f["serviceMiBByTenth"]],
            ["heap in use after a full collection, MiB", f["heapMiB"]]]
    return ["%s further jobs, while the API server was killed by SIGKILL %d times and etcd was compacted each time:\n"
            % (number(f["jobs"]), f["apiServerKills"]), table(["what", "figure"], rows)]


def cluster_size(f):
    running = f["whileAllRun"]
    reads = [[name, *(f["readsBeforeMs"][name][p] for p in ("p50", "max")), *(ms[p] for p in ("p50", "p99", "max"))]
             for name, ms in running["readsMs"].items()]
    rows = [["cores used by " + part, used] for part, used in running["cores"].items()]
    rows += [["memory of the service at most, MiB", running["serviceMiBAtMost"]],
             ["heap in use after a full collection, MiB", running["heapMiB"]]]
    bare = ", ".join("%s %s in %s s" % (number(part["objects"]), name, part["seconds"])
                     for name, part in running["bareList"].items())
    calls = [[kind, made] for kind, made in running["callsPerMinute"].items()]
    return ["%s nodes, simulated by kwok, on a real API server with etcd and scheduler; %s jobs at once, of %s s each. All "
            "pods ran %s s after the submission. All jobs had succeeded after %s s; %s pods were created, %d were left.\n"
            % (number(f["nodes"]), number(f["pods"]), f["podSeconds"], f["secondsUntilAllRan"], f["secondsUntilAllEnded"],
               number(f["podsCreated"]), f["podsLeft"]),
            table(["read by users, ms", "median before", "maximum before", "median", "99 %", "maximum"], reads),
            "While all of them ran, for %s s:\n" % running["seconds"], table(["what", "figure"], rows),
            "A bare client reads all nodes and all pods of the namespace page by page: %s.\n" % bare,
            table(["calls per minute to the API server, those of scheduler and nodes included", "calls"], calls)]


def submission(f):
    rows = [["one request with 100,000 jobs, median of 5", "%.3f s" % median(f["oneCallOf100000JobsSeconds"])],
            ["the same jobs in 100 requests of 1000", "%.3f s" % median(f["hundredCallsOf1000JobsSeconds"])]]
    queued = [[number(q["jobs"]), q["submittedInSeconds"], q["statisticsMedianMs"], q["firstPageOf100MedianMs"],
               q["firstPageOf1000RunnableMedianMs"], q["pageOfAStatusThatNoneHasMedianMs"], q["heapUsedMiB"]]
              for q in f["queued"]]
    return [table(["what", "figure"], rows), "One task with many queued jobs; requests in ms, heap in MiB:\n",
            table(["jobs", "submitted in, s", "statistics", "page of 100", "page of 1000 of a status",
                   "page of a status that no job has", "heap"], queued),
            "The jobs of the last row were cancelled in %.3f s.\n" % f["queued"][-1]["cancelSeconds"]]


def start_estimate(f):
    rows = [[number(r["jobs"]), number(r["jobsOfABatch"]), r["hosts"], r["medianMs"], r["maxMs"], r["firstInANewProcessMs"]]
            for r in f["forecasts"]]
    return ["Time in ms to compute the expected starts of all waiting jobs; three simulations or more each:\n",
            table(["jobs", "jobs of a batch", "hosts", "median", "maximum", "first in a new process"], rows)]


def start_forecast(f):
    series = {name: list(enumerate([row[key] for row in f["jobs"]], 1))
              for name, key in (("real start", "real"), ("expected, median", "expected"), ("expected, 90 %", "expectedAtMost"))}
    return ["%d waiting jobs on a real host with %d slots; their run times differ by a factor of eight. The median error of "
            "the expected start is %d %% of the wait; %d jobs started later than their 90th percentile.\n"
            % (len(f["jobs"]), f["slots"], round(100 * f["medianError"]), f["laterThanThe90thPercentile"]),
            chart("start-forecast", plot.lines("Expected and real starts of waiting jobs", "jobs in the order of their starts",
                                               "seconds", series), "Expected and real starts of waiting jobs")]


def page(f):
    times = [[re.sub("[0-9a-f-]{36}", "{projectId}", kind), ms["requests"], ms["medianMs"], ms["maxMs"]]
             for kind, ms in f["serverTimes"].items() if ms["medianMs"] > 0]  # 0 if the page aborted most of them
    idle_rates = ", ".join("%s %s" % item for item in f["requestsPerSecondOfAnIdlePage"].items())
    rows = [["first picture of the task, ms, median / maximum", "%(median)s / %(max)s" % f["firstPictureMs"]],
            ["full redraw of the grid, ms, median / maximum", "%(median)s / %(max)s" % f["redrawMs"]],
            ["heap of the tab, MB", f["tabHeapMB"]], ["memory of the tab's process, MiB", f["tabProcessMiB"]],
            ["files of the page, compressed, KB", f["pageCompressedKB"]],
            ["requests per second of an open page with nothing to show", idle_rates],
            ["cores for %d such pages, and without them" % f["openPages"]["pages"],
             "%s, %s" % (f["openPages"]["cores"], f["openPages"]["coresWithoutPages"])]]
    return ["A task with %s jobs in Chromium, opened again and again while %s of its jobs end per second. The browser shares "
            "the machine with the service. Server times in ms, from the request to the first byte of the response:\n"
            % (number(f["jobs"]), number(f["jobsPerSecondMeanwhile"])),
            table(["request", "number", "median", "maximum"], times), table(["what", "figure"], rows)]


def storage(f):
    rows = [[name, f["withTwoThousandGrants"][key], f["withTwentyThousandGrants"][key]]
            for name, key in (("project token", "projectTokenMedianMs"), ("task token", "taskTokenMedianMs"),
                              ("presigned URL, project", "projectUrlMedianMs"), ("presigned URL, task", "taskUrlMedianMs"))]
    large = f["largeObject"]
    return [table(["median in ms", "2,000 grants", "20,000 grants"], rows),
            "A %d MiB object with a heap of %d MiB: upload %d MiB/s, download %d MiB/s; peak memory of the process "
            "%d MiB after it, %d MiB after objects of 64 MiB.\n"
            % (large["objectMiB"], large["heapLimitMiB"], large["uploadMiBPerSecond"], large["downloadMiBPerSecond"],
               large["processPeakAfterLargeObjectMiB"], large["processPeakAfter64MiBObjectsMiB"])]


def outputs(f):
    return ["Time until the scheduler has written the reason of a new job: median %.1f ms (maximum %.1f) without other "
            "load, median %.1f ms (maximum %.1f) while %d small outputs are written, %d per second.\n"
            % (f["quietMedianMs"], f["quietMaxMs"], f["whileWritingMedianMs"], f["whileWritingMaxMs"],
               f["objects"], f["objectsPerSecond"])]


MISUSE_STEPS = ("read", "list", "submit", "store", "job")


def misuse(f):
    rows = [misuse_row("none, at the beginning", "", {}, f["alone"]),
            *[misuse_row(row["misuse"], row["bound"], row["responses"], row["other"]) for row in f["beside"]],
            misuse_row("none, at the end", "", {}, f["aloneAfterwards"])]
    return ["A user reads a task, lists jobs, submits, stores files of 1 KB and waits for jobs that end at once, each "
            "step again and again with short pauses, while a second user, of another workspace, exceeds a limit for at least "
            "%d s. The clients of both run on the machine of the service and use its two cores, and the Java heap is 512 MB. "
            "Latencies of the first user: median / 99 %% in ms.\n" % f["secondsEach"],
            table(["misuse", "bound", "responses to the second user", "steps per second", *MISUSE_STEPS, "failed"], rows)]


def misuse_row(name, bound, responses, other):
    counted = sorted(responses.items(), key=lambda item: -item[1])
    return [name, bound, ", ".join("%s: %s" % (result, number(count)) for result, count in counted),
            round(sum(other["perSecond"].values()), 1),
            *["%.0f / %.0f" % (ms["p50"], ms["p99"]) if ms else "" for ms in map(other["latencyMs"].get, MISUSE_STEPS)],
            ", ".join("%s: %d" % item for item in sorted(other["failed"].items())) or 0]


def restart(f):
    rows = [[part, row["readySeconds"], row["firstEndSeconds"], "%d of %d" % (row["endedOnce"], row["jobs"]),
             row["secondAttempts"]] for part, row in f["byPart"].items()]
    return ["Each part of an installation is killed (SIGKILL) %d times, each time in the middle of a batch of %d jobs "
            "of 1 s on one real host. *Ready* is the time from the kill until the part works again, *first end* until "
            "a further job has ended. The embedded store is a part of the service's process.\n"
            % (f["kills"], f["jobs"]),
            table(["killed", "ready, s", "first end, s", "jobs that ended once", "jobs with a second attempt"], rows)]


def retention(f):
    job, alone = f["perJob"], f["purgeAlone"]
    rows = [["space of a finished job, bytes", job["bytesPerJob"]],
            ["space of a million finished jobs, MB", round(job["bytesPerJob"])],
            *[["of it table %s with its indexes, bytes per job" % name, size] for name, size in job["tables"].items()],
            ["of it objects of the store, bytes per job", job["store"]],
            ["purged per second without other work, jobs", number(round(alone["jobsPerSecond"]))]]
    rounds = [[i + 1, number(round(r["jobsPerSecond"])), number(round(r["purgedMeanwhile"]["jobsPerSecond"]))
               if r["purgedMeanwhile"] else "", r["databaseMiB"], r["storeMiB"], r["writeAheadLogMiB"]]
              for i, r in enumerate(f["rounds"])]
    return ["Rounds of %s jobs in batches of 1000, each job with %d lines of output, on %d simulated hosts. From the "
            "second round on the service purges the jobs of the round before while it runs new ones: the database then "
            "has to keep its size.\n" % (number(f["jobs"]), f["lines"], f["hosts"]),
            table(["what", "figure"], rows),
            table(["round", "new jobs per second", "purged per second meanwhile", "database, MiB", "store, MiB",
                   "write-ahead log, MiB"], rounds)]


SOAK_CHARTS = (
    ("soak-memory", "Memory", "MiB", (("service", "serviceMiB"), ("heap after a collection", "heapMiB"),
                                      ("database processes", "databaseProcessesMiB"))),
    ("soak-disk", "Disk", "MiB", (("database", "databaseMiB"), ("write-ahead log", "writeAheadLogMiB"),
                                  ("store", "storeMiB"), ("logs, temporary files", "otherFilesMiB"))),
    ("soak-counts", "Connections, threads and open files", "number",
     (("connections", "connections"), ("threads", "threads"), ("open files", "files"))))


def soak(f):
    samples = f["samples"]
    half = len(samples) // 2
    rates = [(later["minutes"], (later["ended"] - earlier["ended"]) / (later["minutes"] - earlier["minutes"]) / 60)
             for earlier, later in zip(samples, samples[1:])]
    rows = [[title + ": " + name, unit, *[number(median([s[key] for s in part])) for part in (samples[:half], samples[half:])],
             number(max(s[key] for s in samples))]
            for _, title, unit, parts in SOAK_CHARTS for name, key in parts]
    return ["%s jobs in %g minutes on %d simulated hosts with %d vCPUs each, %s per second; the containers end at once, and "
            "%s further jobs wait all the time. Every minute all ended jobs get an age at which they are purged. %s of %s "
            "read requests failed; median / 99 %% / maximum of the others: %s ms.\n"
            % (number(f["jobs"]), f["minutes"], f["hosts"], f["slots"], number(round(f["jobsPerSecond"])),
               number(f["backlog"]), number(f["reads"]["errors"]), number(f["reads"]["requests"]), latencies(f["reads"])),
            table(["what", "unit", "first half, median", "second half, median", "maximum"], rows),
            chart("soak-rate", plot.lines("Jobs per second", "minutes", "jobs/s", {"jobs": rates}), "Jobs per second over time"),
            *[chart(name, plot.lines(title, "minutes", unit, {label: [(s["minutes"], s[key]) for s in samples]
                                                              for label, key in parts}), title + " over time")
              for name, title, unit, parts in SOAK_CHARTS]]


def failover(f):
    rows = [[name, f[key]["median"], f[key]["maximum"]]
            for name, key in (("another process leads the region", "region"), ("all hosts have leaders", "allHosts"),
                              ("a further job has ended", "nextEnd"))]
    series = {name: list(enumerate(sorted(f[key]["seconds"]), 1))
              for name, key in (("region", "region"), ("all hosts", "allHosts"), ("next end", "nextEnd"))}
    return ["Three processes on %d simulated hosts; the leader of the region was killed by SIGKILL %d times while jobs "
            "ran. Each process had a process namespace of its own, so that it waited for the end of the lease as on "
            "another machine. Time since the kill:\n" % (f["hosts"], f["kills"]),
            table(["event", "median, s", "maximum, s"], rows),
            chart("failover", plot.lines("Fail-over", "kills, fastest first", "seconds since the kill", series),
                  "Seconds until the work continues, by kill")]


SECTIONS = (
    ("Control plane", control_plane), ("Many containers at once", control_plane_running), ("Reads under load", reads_under_load),
    ("Idle hosts", idle),
    ("Containers on one host", container_rate), ("Busy slots", slots), ("First container", first_container),
    ("Pods of a Kubernetes cluster", kubernetes), ("A large Kubernetes cluster", cluster_size),
    ("Submission", submission), ("Expected starts", start_estimate),
    ("Expected and real starts", start_forecast), ("The page of a million jobs", page), ("Storage", storage), ("Outputs", outputs),
    ("Retention", retention), ("Soak", soak),
    ("Overload by one user", misuse), ("Recovery from kills", restart), ("Fail-over", failover))


def document():
    parts = [INTRODUCTION]
    for title, section in SECTIONS:
        stored = result(section.__name__)
        if stored:
            parts += [heading(title, section.__name__, stored), *section(stored["figures"])]
    return "\n".join(parts + [peers.section(table)])


def recovery():
    """The part of docs/operations.md on kills."""
    stored = result("restart")
    f = stored["figures"]
    rows = [[part, max(row["readySeconds"]), max(row["firstEndSeconds"]), "%d of %d" % (row["endedOnce"], row["jobs"])]
            for part, row in f["byPart"].items()]
    return "\n".join(["", "`./openhtc bench restart` at commit %s: each part was killed with `kill -9` in the middle of %d jobs of 1 s.\n"
                      % (stored["commit"], f["jobs"]),
                      table(["killed", "works again after at most, s", "a further job ended after at most, s",
                             "jobs that succeeded"], rows), ""])


def fill(page, name, text):
    """Replaces a generated part of a page, which is between two comments."""
    path = os.path.join(ROOT, "docs", page)
    with open(path) as file:
        before, rest = file.read().split("<!-- begin of %s -->\n" % name)
    after = rest.split("<!-- end of %s -->\n" % name)[1]
    with open(path, "w") as file:
        file.write("%s<!-- begin of %s -->\n%s<!-- end of %s -->\n%s" % (before, name, text, name, after))


if __name__ == "__main__":
    with open(os.path.join(ROOT, "docs", "performance.md"), "w") as target:
        target.write(document())
    if result("restart"):
        fill("operations.md", "recovery", recovery())
