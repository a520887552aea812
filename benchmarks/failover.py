#!/usr/bin/env python3
"""How long does work pause after the leading process was killed?

Three processes of the service share one database and simulated engines, each in a process namespace of its own,
so that no process sees the end of another one. While jobs run, the process that leads the region is killed by
SIGKILL, again and again.
"""

import argparse
import json
import statistics
import sys

import bench
import simulation


def parse(words):
    parser = argparse.ArgumentParser(prog="openhtc bench failover")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--hosts", type=int, default=6)
    return parser.parse_args(words)


def seconds(failovers, name):
    return [round(failover[name] / 1000, 2) for failover in failovers]


def summary(values):
    return {"seconds": values, "median": round(statistics.median(values), 2), "maximum": max(values)}


def measure(arguments):
    process = simulation.java("FailoverProgram", "--kills=%d" % arguments.kills, "--hosts=%d" % arguments.hosts)
    output = process.communicate()[0]
    if process.returncode != 0:
        raise RuntimeError("the measurement failed: " + output)
    failovers = json.loads(output.strip().splitlines()[-1])
    return {"kills": arguments.kills, "hosts": arguments.hosts,
            "region": summary(seconds(failovers, "region")),
            "allHosts": summary(seconds(failovers, "allHosts")),
            "nextEnd": summary(seconds(failovers, "nextEnd"))}


if __name__ == "__main__":
    bench.publish("failover", measure(parse(sys.argv[1:])))
