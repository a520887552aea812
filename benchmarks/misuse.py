#!/usr/bin/env python3
"""What does a tenant notice while another misuses each bound of the service?

One tenant reads its task, lists its jobs, submits small batches, stores files and waits for jobs. First it is
alone, then beside each misuse of a user of another workspace, at the bound or beyond it, and at last alone
again. The misuses are those of misuses.py, in a process of their own; the hosts are simulated engines.
"""

import argparse
import collections
import http.client
import json
import multiprocessing
import sys
import threading
import time

import bench
import simulation
from misuses import misuses, prepare
from tenants import Tenant, batch, label

VCPUS = 64
STEPS = ("read", "list", "submit", "store", "job")
LONGEST_JOB_SECONDS = 30


class OtherTenant:
    """Small requests one after another with short pauses, files, and jobs: each kind in a thread of its own."""

    def __init__(self, tenant):
        self.tenant = tenant
        self.body = json.dumps([batch(1)])

    def measure(self, seconds):
        """Figures of the work that began within this time."""
        self.latencies = {step: [] for step in STEPS}
        self.failed = collections.Counter()
        self.upload = self.tenant.url("PUT", "file")
        self.end = time.monotonic() + seconds
        threads = [threading.Thread(target=loop) for loop in (self.requests, self.files, self.jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"perSecond": {step: round(len(values) / seconds, 1) for step, values in self.latencies.items()},
                "latencyMs": {step: percentiles(values) for step, values in self.latencies.items()},
                "failed": dict(self.failed)}

    def requests(self):
        task = self.tenant.task
        while time.monotonic() < self.end:
            self.timed("read", lambda: self.tenant.request("GET", task))
            self.timed("list", lambda: self.tenant.request("GET", task + "/jobs?pageSize=100&viewType=SIMPLE"))
            self.timed("submit", lambda: self.tenant.request("POST", task + "/jobs/batch", self.body))
            time.sleep(0.02)

    def files(self):
        while time.monotonic() < self.end:
            self.timed("store", lambda: self.tenant.stored("PUT", self.upload, bytes(1000)))
            time.sleep(0.05)

    def jobs(self):
        while time.monotonic() < self.end:
            self.timed("job", self.job)
            time.sleep(0.1)

    def job(self):
        """Submits a job that ends at once, and waits until it has ended."""
        tenant, late = self.tenant, time.monotonic() + LONGEST_JOB_SECONDS
        status, text = tenant.request("POST", tenant.task + "/jobs/batch", self.body)
        if status != 200:
            return status, text
        path = "%s/jobs/%s:0" % (tenant.task, json.loads(text)[0]["parentJobId"])
        while time.monotonic() < late:
            status, text = tenant.request("GET", path)
            if status != 200 or json.loads(text)["status"] == "SUCCEEDED":
                return status, text
            time.sleep(0.01)
        raise TimeoutError

    def timed(self, step, action):
        start = time.monotonic()
        try:
            result = label(*action())
        except (OSError, http.client.HTTPException) as e:
            result = type(e).__name__
        if result == "200":
            self.latencies[step].append(time.monotonic() - start)
        else:
            self.failed["%s: %s" % (step, result)] += 1


def percentiles(seconds):
    ordered = sorted(seconds)
    if not ordered:
        return None
    return {"p50": round(1000 * ordered[len(ordered) // 2], 1),
            "p99": round(1000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 1),
            "max": round(1000 * ordered[-1], 1)}


def run(misuse, tenant, stop, results):
    """Runs in a process of its own: counts the results."""
    counts, lock = collections.Counter(), threading.Lock()

    def count(result):
        with lock:
            counts[result] += 1

    misuse.run(tenant, stop, count)
    with lock:
        results.put(dict(counts))


def beside(other, tenant, misuse, seconds):
    context = multiprocessing.get_context("fork")
    stop, results = context.Event(), context.Queue()
    process = context.Process(target=run, args=(misuse, tenant, stop, results), daemon=True)
    process.start()
    time.sleep(1)
    figures = other.measure(max(seconds, misuse.seconds))
    stop.set()
    row = {"misuse": misuse.name, "bound": misuse.bound, "clients": misuse.clients,
           "responses": results.get(timeout=60), "other": figures}
    process.kill()
    process.join()
    misuse.after(tenant)
    print(json.dumps(row), file=sys.stderr)
    time.sleep(2)
    return row


def measure(service, arguments):
    other = OtherTenant(Tenant(service, "other", "127.0.0.2"))
    tenant = Tenant(service, "misuser", "127.0.0.3")
    prepare(tenant)
    other.measure(arguments.seconds)  # so that the service's code is compiled
    figures = {"secondsEach": arguments.seconds, "alone": other.measure(arguments.seconds), "beside": []}
    for misuse in misuses():
        if not arguments.only or arguments.only in misuse.name:
            tenant.become_new_user()
            figures["beside"].append(beside(other, tenant, misuse, arguments.seconds))
    figures["aloneAfterwards"] = other.measure(arguments.seconds)
    return figures


def main():
    parser = argparse.ArgumentParser(prog="openhtc bench misuse")
    parser.add_argument("--seconds", type=int, default=15, help="shortest time per misuse")
    parser.add_argument("--only", help="only the misuses whose name contains this text; the result is not stored")
    arguments = parser.parse_args()
    limits = {"OPENHTC_RATELIMIT_REQUESTSPERMINUTE": "12000", "OPENHTC_SUBMISSION_WAITINGJOBS": "5000000",
              "OPENHTC_SUBMISSION_WAITINGBATCHES": "100000"}
    with simulation.engines(1, VCPUS) as engines:
        with bench.service(engines.configuration(), DOCKER_HOST=engines.endpoints[0], **limits) as service:
            simulation.await_hosts(service, 1)
            pid = service.pid()
            figures = measure(service, arguments)
            figures["isSameProcess"] = service.pid() == pid
    if arguments.only:
        print(json.dumps(figures, indent=2))
    else:
        bench.publish("misuse", figures)


if __name__ == "__main__":
    main()
