#!/usr/bin/env python3
"""What do connected hosts cost while there is nothing to do?

A service is connected to simulated Docker engines and has no jobs. After a pause that lets the JVM and the
connections settle, CPU time, commits, statements and engine calls are counted for some time.
"""

import argparse
import sys
import time

import bench
import simulation


def parse(words):
    parser = argparse.ArgumentParser(prog="openhtc bench idle")
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--settle", type=float, default=60, help="seconds before the measurement")
    parser.add_argument("--seconds", type=float, default=120, help="seconds of the measurement")
    parser.add_argument("--java-options", default="-Xmx512m")
    parser.add_argument("--name", default="idle", help="name of the stored result")
    return parser.parse_args(words)


def threads(pid):
    with open("/proc/%d/status" % pid) as status:
        return [int(line.split()[1]) for line in status if line.startswith("Threads")][0]


def measure(arguments, engines, service):
    connected = simulation.await_hosts(service, arguments.hosts)
    print("%d hosts take jobs after %.0f s" % (arguments.hosts, connected), file=sys.stderr)
    time.sleep(arguments.settle)
    database = simulation.Database(service)
    counts, calls = database.counts(), engines.counts()["calls"]
    cpu, start = simulation.cpu(service, database, engines), time.monotonic()
    time.sleep(arguments.seconds)
    duration = time.monotonic() - start
    cores = simulation.difference(simulation.cpu(service, database, engines), cpu)
    calls = simulation.difference(engines.counts()["calls"], calls)
    counts = simulation.difference(database.counts(), counts)
    database.close()
    return {
        "hostsConnectedSeconds": connected,
        "cores": simulation.per(cores, duration),
        "commitsPerSecond": round(counts["commits"] / duration, 2),
        "statementsPerSecond": round(counts["statements"] / duration, 2),
        "engineCallsPerHostAndMinute": simulation.per(calls, arguments.hosts * duration / 60),
        "threads": threads(service.pid()),
        "heapMiB": bench.heap_mib(service),
    }


def main():
    arguments = parse(sys.argv[1:])
    with simulation.engines(arguments.hosts, 64) as engines:
        with simulation.service(engines, arguments.java_options) as service:
            figures = measure(arguments, engines, service)
    bench.publish(arguments.name, {"hosts": arguments.hosts, "seconds": arguments.seconds, **figures})


if __name__ == "__main__":
    main()
