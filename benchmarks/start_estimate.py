#!/usr/bin/env python3
"""How long does it take to estimate when each of 10,000 waiting jobs starts on 100 full hosts?

A forecast simulates the queue several times with run times drawn from measured ones, and repeats the
scheduler's plan at the ends of jobs. Measured without a service: only the computation.
"""

import argparse
import os
import subprocess

import bench
import simulation

PROGRAM = "org.openhtc.scheduling.StartEstimateProgram"


def forecasts(jobs, size, hosts, runs, warm=20):
    """Milliseconds of forecasts after some that warm up the compiler."""
    path = os.path.join(bench.ROOT, "target", "classes") + os.pathsep + simulation.class_path()
    command = [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-Xmx512m", "-XX:+UseSerialGC",
               "-cp", path, PROGRAM, str(jobs), str(size), str(hosts), str(warm + runs)]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    millis = [float(line) for line in out.split()]
    return {"first": millis[0], "rest": sorted(millis[warm:])}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=30, help="forecasts that are measured")
    runs = arguments.parse_args().runs
    rows = []
    for jobs, size, hosts in ((10_000, 400, 100), (10_000, 1, 100), (1_000, 1, 100)):
        measured = forecasts(jobs, size, hosts, runs)
        rows.append({"jobs": jobs, "jobsOfABatch": size, "hosts": hosts,
                     "medianMs": round(measured["rest"][runs // 2], 1), "maxMs": round(measured["rest"][-1], 1),
                     "firstInANewProcessMs": round(measured["first"], 1)})
        print(rows[-1])
    bench.publish("start_estimate", {"forecasts": rows})


if __name__ == "__main__":
    main()
