#!/usr/bin/env python3
"""How many jobs per second does the service manage, and what does each cost, when containers cost nothing?

The service with its embedded database, simulated Docker engines and the clients of this program share the
machine. A job takes part in its whole lifecycle: submission, placement, container, events, log, end. The
baseline is a client that makes just the four calls that every container needs, against the same engines,
after the service has stopped. A reader requests statistics and lists during the run, as a user does.
With --check the program fails if a job costs more calls, statements or commits than it may.
"""

import argparse
import math
import sys
import threading
import time

import bench
import simulation

SAMPLE_SECONDS = 1
PROGRESS_SECONDS = 5
READ_SECONDS = 0.1
LARGEST_BATCH = 1000
BATCHES_PER_REQUEST = 100

# Calls by which the service follows an engine, at a pace that does not depend on the number of jobs.
PACED = ("PING", "VERSION", "INFO", "EVENTS", "LIST")
# The most that a job may cost on average with --check.
# Network slots cost three calls each when they are made, and are used for many jobs.
MOST_CALLS, MOST_STATEMENTS, MOST_COMMITS = 4.5, 1.0, 0.5
CHECK = ["--hosts", "10", "--slots", "64", "--jobs", "10000", "--warm-up", "5000", "--bare-jobs", "10000"]


class Reader(threading.Thread):
    """Requests statistics and lists all the time, and keeps the latencies."""

    def __init__(self, service, task):
        super().__init__(daemon=True)
        self.service = service
        self.paths = [task + "/summary-statistics", task + "/jobs", task + "/jobs?status=RUNNING"]
        self.latencies, self.errors, self.ended = [], [], threading.Event()
        self.statuses = {}

    def run(self):
        number = 0
        while not self.ended.wait(READ_SECONDS):
            path = self.paths[number % len(self.paths)]
            number += 1
            start = time.monotonic()
            try:
                result = self.service.call("GET", path)
                self.statuses = result.get("jobStatuses", self.statuses)
            except (OSError, RuntimeError) as error:
                self.errors.append(str(error)[:200])
            self.latencies.append((path, start, time.monotonic() - start))

    def figures(self):
        return {
            "requests": len(self.latencies),
            "errors": len(self.errors),
            "errorExample": self.errors[0] if self.errors else None,
            **self.figures_between(0, math.inf),
        }

    def figures_between(self, first, last):
        """The latencies of the requests that began between two times."""
        return {
            **self.percentiles(self.paths, first, last),
            "byPath": {path.split("/tasks/")[1].partition("/")[2]: self.percentiles([path], first, last)
                       for path in self.paths},
        }

    def percentiles(self, paths, first, last):
        ordered = sorted(seconds for path, start, seconds in self.latencies
                         if path in paths and first <= start <= last) or [0]
        return {
            "p50Ms": round(ordered[len(ordered) // 2] * 1000, 1),
            "p99Ms": round(ordered[len(ordered) * 99 // 100] * 1000, 1),
            "maxMs": round(ordered[-1] * 1000, 1),
        }


class Costs:
    """What the parts of the measurement have used since the start of a phase."""

    def __init__(self, service, database, engines):
        self.parts = service, database, engines
        self.start = self.now()

    def now(self):
        service, database, engines = self.parts
        counts = engines.counts()
        return {"cpu": simulation.cpu(service, database, engines), "calls": counts["calls"],
                "started": counts["started"], "database": database.counts()}

    def per_job(self, jobs):
        end = self.now()
        calls = simulation.difference(end["calls"], self.start["calls"])
        database = simulation.difference(end["database"], self.start["database"])
        return {
            "cpuMs": simulation.per(simulation.difference(end["cpu"], self.start["cpu"]), jobs / 1000),
            "engineCalls": simulation.per(calls, jobs),
            "engineCallsWithoutPaced": round(sum(n for op, n in calls.items() if op not in PACED) / jobs, 3),
            "commits": round(database["commits"] / jobs, 3),
            "statements": round(database["statements"] / jobs, 3),
            "starts": round((end["started"] - self.start["started"]) / jobs, 4),
        }


def submit(service, task, jobs, command):
    definition = {"imageName": simulation.IMAGE, "maxVCpus": 1, "maxMemory": 64, "commands": command,
                  "execTimeoutSeconds": 7200}
    full, rest = divmod(jobs, LARGEST_BATCH)
    batches = [{"batchSize": size, "htcJobDefinition": definition}
               for size in [LARGEST_BATCH] * full + [rest] * (rest > 0)]
    for first in range(0, len(batches), BATCHES_PER_REQUEST):
        service.call("POST", task + "/jobs/batch", batches[first:first + BATCHES_PER_REQUEST])


class Run:
    """Jobs from their submission to their end, with a sample every second."""

    def __init__(self, parts, task, jobs, command, stall_limit):
        self.service, self.database, self.engines = parts
        self.task, self.jobs, self.command, self.stall_limit = task, jobs, command, stall_limit
        self.samples = []
        self.reader = Reader(self.service, task)

    def execute(self):
        self.before = self.engines.counts()
        self.start = time.monotonic()
        self.reader.start()
        submit(self.service, self.task, self.jobs, self.command)
        self.submitted = time.monotonic() - self.start
        try:
            self.await_end()
        finally:
            self.reader.ended.set()
        self.seconds = time.monotonic() - self.start
        self.reader.join()

    def await_end(self):
        last, changed = None, time.monotonic()
        while self.finished() < self.jobs:
            time.sleep(SAMPLE_SECONDS if self.jobs > 20_000 else 0.2)
            self.sample()
            state = (self.samples[-1]["ended"], self.samples[-1]["running"], self.finished())
            if state != last:
                last, changed = state, time.monotonic()
            elif time.monotonic() - changed > self.stall_limit:
                raise RuntimeError("nothing changed for %d s: %s, %s"
                                   % (self.stall_limit, self.reader.statuses, self.reader.errors[-3:]))

    def finished(self):
        statuses = self.reader.statuses
        if statuses.get("FAILED"):
            raise RuntimeError("jobs failed: %s" % statuses)
        return statuses.get("SUCCEEDED", 0)

    def sample(self):
        counts = self.engines.counts()
        seconds = time.monotonic() - self.start
        sample = {"seconds": round(seconds, 2), "ended": counts["ended"] - self.before["ended"],
                  "running": counts["running"], "mostRunning": counts["mostRunning"],
                  "cpu": simulation.cpu(self.service, self.database, self.engines)}
        printed = self.samples[-1]["printed"] if self.samples else 0
        if seconds - printed >= PROGRESS_SECONDS:
            self.print_progress(sample, printed)
            printed = seconds
        sample["printed"] = printed
        self.samples.append(sample)

    def print_progress(self, sample, since):
        earlier = [s for s in self.samples if s["seconds"] <= since + 0.5]
        base = earlier[-1] if earlier else self.samples[0]
        duration = max(sample["seconds"] - base["seconds"], 0.001)
        cores = simulation.per(simulation.difference(sample["cpu"], base["cpu"]), duration, 2)
        print("%6.0f s: %d of %d containers ended, %.0f/s, %d running, cores %s, %d reads, %d errors"
              % (sample["seconds"], sample["ended"], self.jobs, (sample["ended"] - base["ended"]) / duration,
                 sample["running"], cores, len(self.reader.latencies), len(self.reader.errors)),
              file=sys.stderr)

    def figures(self):
        return {
            "seconds": round(self.seconds, 1),
            "submissionSeconds": round(self.submitted, 2),
            "jobsPerSecond": round(self.jobs / self.seconds, 1),
            "jobsPerSecondByTenth": self.by_tenth(),
            "mostRunning": self.samples[-1]["mostRunning"],
            "reads": self.reader.figures(),
        }

    def by_tenth(self):
        """Containers per second in each tenth of the jobs."""
        borders = [self.time_of(self.jobs * tenth / 10) for tenth in range(11)]
        return [round(self.jobs / 10 / max(end - begin, 0.001), 1)
                for begin, end in zip(borders, borders[1:])]

    def time_of(self, count):
        """The time at which that many containers had ended, between two samples in proportion."""
        before = {"seconds": 0, "ended": 0}
        for sample in self.samples:
            if sample["ended"] >= count:
                step = sample["ended"] - before["ended"]
                share = (count - before["ended"]) / step if step else 0
                return before["seconds"] + share * (sample["seconds"] - before["seconds"])
            before = sample
        return self.seconds

    def steady(self):
        """Cores and latencies while at least 99 % of the largest number of containers run; None without such a time."""
        most = self.samples[-1]["mostRunning"]
        full = [s for s in self.samples if s["running"] >= 0.99 * most]
        if len(full) < 2 or full[-1]["seconds"] - full[0]["seconds"] < 10:
            return {"steadyCores": None, "steadyReads": None}
        first, last = full[0], full[-1]
        cores = simulation.per(simulation.difference(last["cpu"], first["cpu"]), last["seconds"] - first["seconds"])
        reads = self.reader.figures_between(self.start + first["seconds"], self.start + last["seconds"])
        return {"steadyCores": cores, "steadyReads": reads}


def measure(arguments, engines):
    """The figures of the service."""
    with simulation.service(engines, arguments.java_options) as service:
        connected = simulation.await_hosts(service, arguments.hosts)
        print("%d hosts take jobs after %.0f s" % (arguments.hosts, connected), file=sys.stderr)
        database = simulation.Database(service)
        parts = service, database, engines
        if arguments.warm_up:
            Run(parts, service.task(), arguments.warm_up, ["sleep", "0"], arguments.stall_limit).execute()
        engines.control("/reset")
        costs = Costs(*parts)
        command = ["sleep", str(arguments.run)]
        run = Run(parts, service.task(), arguments.jobs, command, arguments.stall_limit + arguments.run)
        run.execute()
        figures = {"hostsConnectedSeconds": connected, **run.figures(), "perJob": costs.per_job(arguments.jobs),
                   **run.steady(), "heapMiB": bench.heap_mib(service)}
        database.close()
        return figures


def seconds(text):
    """Seconds of a duration such as 300s, 500ms or 2; a number without a unit is in seconds."""
    for unit, factor in (("ms", 0.001), ("s", 1), ("m", 60)):
        if text.endswith(unit):
            return float(text[:-len(unit)]) * factor
    return float(text)


def parse(words):
    parser = argparse.ArgumentParser(prog="openhtc bench control-plane")
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--slots", type=int, default=64, help="vCPUs of each host; a job needs one")
    parser.add_argument("--jobs", type=int, help="default: 500000, or twice the slots with --run")
    parser.add_argument("--run", type=seconds, default=0, help="run time of each container, such as 300s")
    parser.add_argument("--warm-up", type=int, default=5000, help="jobs before the measurement")
    parser.add_argument("--java-options", default="-Xmx512m")
    parser.add_argument("--concurrency", type=int, default=8, help="containers at once on each host, bare client")
    parser.add_argument("--bare-jobs", type=int, help="containers of the bare client; default: as many as jobs")
    parser.add_argument("--stall-limit", type=float, default=120, help="seconds without progress until it fails")
    parser.add_argument("--name", help="name of the stored result")
    parser.add_argument("--check", action="store_true", help="a short run that fails if a job costs too much")
    arguments = parser.parse_args(CHECK + words if "--check" in words else words)
    if arguments.jobs is None:
        arguments.jobs = 2 * arguments.hosts * arguments.slots if arguments.run else 500_000
    if arguments.bare_jobs is None:
        arguments.bare_jobs = arguments.jobs
    if arguments.name is None:
        arguments.name = "control_plane_running" if arguments.run else "control_plane"
    return arguments


def check(figures):
    """Prints each limit with its figure; whether all are kept."""
    job = figures["service"]["perJob"]
    limits = [("engine calls per job", job["engineCallsWithoutPaced"], MOST_CALLS),
              ("statements per job", job["statements"], MOST_STATEMENTS),
              ("commits per job", job["commits"], MOST_COMMITS),
              ("starts per job", job["starts"], 1.0)]
    for name, figure, limit in limits:
        print("%s: %s, at most %s: %s" % (name, figure, limit, "ok" if figure <= limit else "TOO MANY"))
    return all(figure <= limit for _, figure, limit in limits)


def main():
    arguments = parse(sys.argv[1:])
    with simulation.engines(arguments.hosts, arguments.slots) as engines:
        figures = {"hosts": arguments.hosts, "slots": arguments.slots, "jobs": arguments.jobs,
                   "runSeconds": arguments.run, "javaOptions": arguments.java_options}
        figures["service"] = measure(arguments, engines)
        if not arguments.run:
            figures["bareClient"] = simulation.bare_client(
                engines, arguments.warm_up, arguments.bare_jobs, arguments.concurrency)
            ratio = figures["service"]["jobsPerSecond"] / figures["bareClient"]["jobsPerSecond"]
            figures["ratio"] = round(ratio, 3)
    if arguments.check:
        sys.exit(0 if check(figures) else 1)
    bench.publish(arguments.name, figures)
    if not arguments.run:
        print("Ratio to the bare client: %.3f" % figures["ratio"])


if __name__ == "__main__":
    main()
