"""Simulated Docker engines, the bare client and the database's statistics: Java programs of the test sources."""

import contextlib
import glob
import json
import os
import subprocess
import sys
import time
import urllib.request

import bench

SOURCES = ("simulation", "benchmark")
IMAGE = "openhtc-benchmark/simulated:1"
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def newest(directory, ending):
    found = [os.path.getmtime(file) for package in SOURCES
             for file in glob.glob(os.path.join(bench.ROOT, directory, "org/openhtc", package, "*" + ending))]
    return max(found, default=0)


def class_path():
    """The class path of the tests; compiles them first if that is necessary."""
    file = os.path.join(bench.ROOT, "target", "test-class-path")
    if not os.path.exists(file) or newest("target/test-classes", ".class") < newest("src/test/java", ".java"):
        print("Compiling the simulated engines", file=sys.stderr)
        subprocess.run(["./mvnw", "-q", "-B", "test-compile", "-Dspotless.check.skip=true"],
                       cwd=bench.ROOT, check=True, stdout=sys.stderr)
    with open(file) as libraries:
        return os.pathsep.join([os.path.join(bench.ROOT, "target", "test-classes"),
                                os.path.join(bench.ROOT, "target", "classes"), libraries.read().strip()])


def java(program, *arguments, **options):
    """Starts a program of package org.openhtc.benchmark."""
    command = [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-Xmx512m", "-XX:+UseSerialGC",
               "--enable-native-access=ALL-UNNAMED", "-cp", class_path(), "org.openhtc.benchmark." + program]
    return subprocess.Popen(command + list(arguments), stdout=subprocess.PIPE, text=True, **options)


class Engines:
    """The simulated engines, which a control address describes and changes."""

    def __init__(self, process):
        self.process = process
        self.address = process.stdout.readline().strip().replace("tcp://", "http://")
        self.endpoints = self.control("/engines")

    def control(self, path):
        with urllib.request.urlopen(self.address + path, timeout=60) as response:
            text = response.read()
        return json.loads(text) if text else None

    def counts(self):
        return self.control("/counts")

    def configuration(self):
        """The part of application.yaml that makes the engines the hosts of a service."""
        lines = ["openhtc:", "  execution:", "    host-images: true", "  hosts:"]
        for number, endpoint in enumerate(self.endpoints):
            lines += ["  - name: simulated-%d" % number, "    endpoint: " + endpoint]
        return "\n".join(lines) + "\n"


@contextlib.contextmanager
def engines(count, slots, lines=0):
    """lines: how many lines of output each container has"""
    process = java("SimulationProgram", "--engines=%d" % count, "--vcpus=%d" % slots, "--image=" + IMAGE,
                   "--lines=%d" % lines, stdin=subprocess.PIPE)
    try:
        yield Engines(process)
    finally:
        process.stdin.close()
        process.wait()


def bare_client(engines, warm_up, jobs, concurrency):
    """The figures of a client that makes only the calls that every container needs."""
    process = java("BareClient", "--engines=" + ",".join(engines.endpoints), "--warm-up=%d" % warm_up,
                   "--jobs=%d" % jobs, "--concurrency=%d" % concurrency, "--image=" + IMAGE)
    text = process.communicate()[0]
    if process.returncode != 0:
        raise RuntimeError("the bare client failed")
    return json.loads(text)


class Database:
    """The statistics of a service's embedded PostgreSQL."""

    def __init__(self, service):
        files = glob.glob(os.path.join(service.home, "pg*", "postmaster.pid"))
        with open(files[0]) as file:
            lines = file.read().splitlines()
        self.pid = int(lines[0])
        address = "jdbc:postgresql://127.0.0.1:%s/postgres" % lines[3]
        with open(os.path.join(service.home, "pg-password")) as file:
            password = file.read().strip()
        self.process = java("DatabaseStatistics", address, password, stdin=subprocess.PIPE)

    def request(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        response = self.process.stdout.readline()
        if not response:
            raise RuntimeError("the statistics can't be read: " + line)
        return json.loads(response)

    def counts(self):
        """Commits and statements so far; the reading itself is one commit or two."""
        return self.request("read")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


@contextlib.contextmanager
def service(engines, java_options):
    """A service whose hosts are the engines, whose database counts statements."""
    settings = {"DOCKER_HOST": engines.endpoints[0], "OPENHTC_JAVA_OPTS": java_options}
    with bench.service(engines.configuration(), **settings) as running:
        database = Database(running)
        database.request("count-statements")
        database.close()
        running.launch("down")
        running.launch("up")
        yield running


def cpu_seconds(pid, with_children=False):
    """CPU time of a process, with that of its present and former children on request."""
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    if not with_children:
        return ticks / TICKS_PER_SECOND
    ticks += int(fields[13]) + int(fields[14])
    return ticks / TICKS_PER_SECOND + sum(cpu_or_zero(child) for child in children(pid))


def cpu_or_zero(pid):
    try:
        return cpu_seconds(pid)
    except FileNotFoundError:
        return 0


def children(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
        return [int(child) for child in file.read().split()]


def cpu(service, database, engines):
    """CPU seconds so far of the parts of a measurement."""
    return {"service": cpu_seconds(service.pid()), "database": cpu_seconds(database.pid, True),
            "engines": cpu_seconds(engines.process.pid)}


def difference(later, earlier):
    return {name: value - earlier.get(name, 0) for name, value in later.items()}


def per(values, divisor, digits=3):
    return {name: round(value / divisor, digits) for name, value in values.items()}


def await_hosts(service, count, limit=600):
    """Waits until all hosts take jobs; the seconds that it took."""
    start = time.monotonic()
    while True:
        hosts = service.call("GET", "/admin/hosts?pageSize=1000")["items"]
        ready = sum(host["takesJobs"] for host in hosts)
        if ready >= min(count, 1000):
            return round(time.monotonic() - start, 1)
        if time.monotonic() - start > limit:
            reasons = sorted({host.get("healthReason", "") for host in hosts if not host["takesJobs"]})
            raise RuntimeError("%d of %d hosts take jobs: %s" % (ready, count, reasons[:3]))
        time.sleep(1)
