#!/usr/bin/env python3
"""How busy are the two vCPUs of a host with jobs of 0, 0.2, 1 and 5 seconds, compared with a plain loop of two?

The busy share is the time that the jobs run by themselves, divided by the time of two vCPUs from the
submission to the last end. The rest is what the engine and the service need for starts and ends. The plain
loop runs two containers at a time on the engine's default bridge. Rounds of both alternate.
With --check a short run fails if the service is slower than the plain loop.
"""

import argparse
import sys
import time

import bench
import loops

ROUNDS = 3
VCPUS = 2
JOBS = {"0": 40, "0.2": 40, "1": 30, "5": 10}  # by the seconds that a job runs
CHECKED = ("0.2", "1")
LEAST_RATIO = 1.0  # of the plain loop's time to the service's, with --check


def settings():
    """Offers the jobs as many vCPUs as the plain loop has containers, on any machine."""
    reserved = max(0, bench.os.cpu_count() - VCPUS)
    return {"OPENHTC_HOSTS_0_NAME": "local", "OPENHTC_HOSTS_0_ENDPOINT": "unix://" + bench.ENGINE,
            "OPENHTC_HOSTS_0_RESERVE_VCPUS": str(reserved), "OPENHTC_EXECUTION_HOST_IMAGES": "true"}


def command(seconds):
    return ["true"] if seconds == "0" else ["sleep", seconds]


def through(service, first_task, seconds):
    """Seconds from the submission to the end of the last job."""
    task, jobs = loops.task_beside(service, first_task), JOBS[seconds]
    definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 64, "commands": command(seconds)}

    def run():
        service.call("POST", task + "/jobs/batch", [{"batchSize": jobs, "htcJobDefinition": definition}])
        while True:
            counts = service.call("GET", task + "/summary-statistics")["jobStatuses"]
            if counts["SUCCEEDED"] + counts["FAILED"] == jobs:
                assert counts["FAILED"] == 0, counts
                return
            time.sleep(0.1)

    return bench.timed(run)


def compare(service, task, seconds, rounds):
    spec, jobs = loops.container(command(seconds)), JOBS[seconds]
    of_service, of_loop = [], []
    for turn in range(rounds):
        of_service.append(through(service, task, seconds))
        of_loop.append(loops.loop(jobs, lambda worker: spec, VCPUS))
        print("%s s, round %d: service %.1f s, plain loop %.1f s"
              % (seconds, turn + 1, of_service[-1], of_loop[-1]), file=sys.stderr)
    service_seconds, loop_seconds = sorted(of_service)[rounds // 2], sorted(of_loop)[rounds // 2]
    return {
        "jobs": jobs,
        "servicePerSecond": round(jobs / service_seconds, 2),
        "bareLoopPerSecond": round(jobs / loop_seconds, 2),
        "ratio": round(loop_seconds / service_seconds, 2),
        "serviceBusyShare": busy(seconds, service_seconds),
        "bareLoopBusyShare": busy(seconds, loop_seconds),
    }


def busy(seconds, elapsed):
    return round(JOBS[seconds] * float(seconds) / (VCPUS * elapsed), 2)


def check(figures):
    """Prints the ratio of each run time; whether all are high enough."""
    for seconds, figure in figures.items():
        print("jobs of %s s: %s times as fast as the plain loop, at least %s: %s"
              % (seconds, figure["ratio"], LEAST_RATIO, "ok" if figure["ratio"] >= LEAST_RATIO else "TOO SLOW"))
    return all(figure["ratio"] >= LEAST_RATIO for figure in figures.values())


def main():
    parser = argparse.ArgumentParser(prog="openhtc bench slots")
    parser.add_argument("--check", action="store_true", help="a short run that fails if it is too slow")
    is_check = parser.parse_args().check
    bench.make_image()
    with bench.service(**settings()) as service:
        task = service.task()
        for _ in range(ROUNDS):
            through(service, task, "0")  # a new JVM is slow
        figures = {seconds: compare(service, task, seconds, 1 if is_check else ROUNDS)
                   for seconds in (CHECKED if is_check else JOBS)}
    if is_check:
        sys.exit(0 if check(figures) else 1)
    bench.publish("slots", {"vcpus": VCPUS, "bySecondsOfAJob": figures})


if __name__ == "__main__":
    main()
