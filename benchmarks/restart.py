#!/usr/bin/env python3
"""How long does it take until a part that was killed works again?

The service runs under the launcher's supervisor, with one real engine of its own. Each part is killed several
times in the middle of a batch of jobs: the service with its embedded store, PostgreSQL, the registry and the
engine. Nothing is started by hand, except the engine, which the machine's service manager would start.
"""

import argparse
import contextlib
import glob
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import bench
import simulation

JOBS = 100
PATIENCE_SECONDS = 240


class OwnEngine:
    """A Docker engine in a network namespace of its own, which may be killed."""

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="oe", dir="/tmp")
        self.name = os.path.basename(self.directory)[:12]
        self.socket = os.path.join(self.directory, "docker.sock")
        run("ip", "netns", "add", self.name)
        self.inside("ip", "link", "set", "lo", "up")
        self.start()

    def inside(self, *command):
        run("ip", "netns", "exec", self.name, *command)

    def start(self):
        path = lambda name: os.path.join(self.directory, name)
        with open(path("log"), "a") as log:
            self.process = subprocess.Popen(
                ["setsid", "nsenter", "--net=/run/netns/" + self.name, "dockerd", "--data-root=" + path("root"),
                 "--exec-root=" + path("exec"), "--pidfile=" + path("pid"), "--containerd-namespace=" + self.name,
                 "--containerd-plugins-namespace=" + self.name + "-plugins", "-H", "unix://" + self.socket],
                stdout=log, stderr=log)
        await_true("the engine", self.responds)

    def responds(self):
        with contextlib.suppress(OSError, RuntimeError):
            engine = bench.Engine()
            engine.call("GET", "/version")
            return True
        return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        engine = bench.Engine()
        engine.request("GET", "/containers/json?all=1")
        for container in json.loads(engine.getresponse().read()):
            with contextlib.suppress(RuntimeError):
                bench.Engine().call("DELETE", "/containers/%s?force=1" % container["Id"])
        self.process.terminate()
        self.process.wait()
        self.unmount()
        run("ip", "netns", "del", self.name)
        run("rm", "-rf", self.directory)

    def unmount(self):
        """An engine that was killed leaves its mounts behind, and the next one adds its own to them."""
        with open("/proc/mounts") as mounts:
            points = [line.split()[1] for line in mounts]
        for point in reversed(points):
            if point.startswith(self.directory + "/"):
                run("umount", "--lazy", point)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def await_true(what, condition, pause=0.05):
    """Waits until a condition holds; the seconds that it took."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > PATIENCE_SECONDS:
            raise RuntimeError("not within %d s: %s" % (PATIENCE_SECONDS, what))
        time.sleep(pause)
    return time.monotonic() - start


class Installation:
    """A service and its engine, with the ways to kill their parts and to see that they work."""

    def __init__(self, service, engine):
        self.service, self.engine = service, engine

    def is_ready(self):
        try:
            url = "http://127.0.0.1:%d/actuator/health/readiness" % self.service.port
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def kill_service(self):
        """With the embedded store."""
        os.kill(self.service.pid(), signal.SIGKILL)
        return self.is_ready

    def kill_database(self):
        killed = self.database_pid()
        os.kill(killed, signal.SIGKILL)
        return lambda: self.database_pid() not in (0, killed) and self.is_ready() and self.statuses() is not None

    def database_pid(self):
        files = glob.glob(os.path.join(self.service.home, "pg*", "postmaster.pid"))
        with contextlib.suppress(OSError, ValueError, IndexError):
            with open(files[0]) as file:
                return int(file.readline())
        return 0

    def kill_registry(self):
        killed, port = self.registry_number("pid"), self.registry_number("port")
        os.kill(killed, signal.SIGKILL)
        return lambda: self.registry_number("pid") not in (0, killed) and accepts(port)

    def registry_number(self, name):
        with contextlib.suppress(OSError, ValueError), open(os.path.join(self.service.home, "registry", name)) as file:
            return int(file.read())
        return 0

    def kill_engine(self):
        self.engine.kill()
        self.engine.start()
        return self.engine.responds

    def statuses(self):
        try:
            return self.service.call("GET", self.task + "/summary-statistics")["jobStatuses"]
        except (OSError, RuntimeError):
            return None

    def ended(self):
        """Succeeded or failed: a job that fails must not keep the benchmark waiting."""
        statuses = self.statuses() or {}
        return statuses.get("SUCCEEDED", 0) + statuses.get("FAILED", 0)

    def measure(self, kill):
        """Kills a part in the middle of a batch."""
        self.task = self.service.task()
        definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 64, "execTimeoutSeconds": 600,
                      "commands": ["sleep", "1"]}
        self.service.call("POST", self.task + "/jobs/batch", [{"batchSize": JOBS, "htcJobDefinition": definition}])
        await_true("a fifth of the jobs", lambda: self.ended() >= JOBS // 5)
        before = self.ended()
        start = time.monotonic()
        works = kill()
        await_true("the killed part", works)
        ready = time.monotonic() - start
        await_true("the end of a further job", lambda: self.ended() > before)
        first_end = time.monotonic() - start
        await_true("the end of all jobs", lambda: self.ended() >= JOBS, 0.5)
        return {"ready": round(ready, 1), "firstEnd": round(first_end, 1), **self.outcome()}

    def outcome(self):
        jobs = self.service.call("GET", self.task + "/jobs?pageSize=1000&viewType=FULL")["items"]
        attempts = [int(job["providerJobId"].rsplit("#", 1)[1]) for job in jobs]
        ended = [job for job in jobs if job["status"] == "SUCCEEDED"]
        for job in jobs:
            if job["status"] == "FAILED":
                print("failed:", job["statusReason"], file=sys.stderr)
        return {"ended": len(ended), "secondAttempts": sum(attempt > 1 for attempt in attempts)}


def accepts(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def summary(rounds):
    return {"readySeconds": [r["ready"] for r in rounds], "firstEndSeconds": [r["firstEnd"] for r in rounds],
            "endedOnce": sum(r["ended"] for r in rounds), "jobs": JOBS * len(rounds),
            "secondAttempts": sum(r["secondAttempts"] for r in rounds)}


def main():
    parser = argparse.ArgumentParser(prog="openhtc bench restart")
    parser.add_argument("--kills", type=int, default=3, help="of each part")
    parser.add_argument("--only", help="only this part; the result is not stored")
    arguments = parser.parse_args()
    engine = OwnEngine()
    try:
        bench.ENGINE = engine.socket
        bench.make_image()
        configuration = ("openhtc:\n  execution:\n    host-images: true\n  hosts:\n  - name: own\n"
                         "    endpoint: unix://%s\n    vcpu-overcommit: 4\n" % engine.socket)
        with bench.service(configuration, DOCKER_HOST="unix://" + engine.socket) as service:
            simulation.await_hosts(service, 1)
            installation = Installation(service, engine)
            parts = {"service with its store": installation.kill_service, "PostgreSQL": installation.kill_database,
                     "registry": installation.kill_registry, "engine": installation.kill_engine}
            by_part = {}
            for part, kill in parts.items():
                if not arguments.only or arguments.only in part:
                    by_part[part] = summary([installation.measure(kill) for _ in range(arguments.kills)])
                    print(part, json.dumps(by_part[part]), file=sys.stderr)
            simulation.await_hosts(service, 1)
    finally:
        engine.close()
    figures = {"kills": arguments.kills, "jobs": JOBS, "byPart": by_part}
    if arguments.only:
        print(json.dumps(figures, indent=2))
    else:
        bench.publish("restart", figures)


if __name__ == "__main__":
    main()
