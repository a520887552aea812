#!/usr/bin/env python3
"""How many short jobs end per second on a Kubernetes cluster, compared with a bare client?

The control plane is real: etcd, API server and scheduler. Its nodes are simulated by kwok, which ends each pod after
0.1 s. The bare client creates copies of such a pod, watches them, and deletes them when they have ended. It keeps no record
and reads no log. In other rounds its pods have no finalizer, which saves it a third of its calls; then nothing keeps a
result if another program deletes the pod. All rounds alternate, after a warm-up of the service.

With --fault-pods, so many further jobs run while the API server is killed with SIGKILL and etcd is compacted again and
again. The program fails if one of these jobs is lost, runs twice, or leaves a pod.
"""

import argparse
import glob
import os
import sys
import threading
import time
import uuid

import bench
import kube
import pod_history
import simulation

CONCURRENCY = 8
# Each job of a batch and each batch of a request at most.
LARGEST_BATCH, BATCHES_PER_REQUEST = 1000, 100
STALL_SECONDS = 300
# During the faults: each request for the counts costs CPU time of the service, which is measured there.
POLL_SECONDS = 2
MAX_PODS = 2000
MIB = 1 << 20
CONFIGURATION = """
openhtc:
  hosts:
    - name: cluster
      endpoint: kubernetes://%s
      reserve-memory: 0
      kubernetes:
        max-pods: %d
        calls-per-second: 2000
        enforces-network-policy: true
  execution:
    host-images: true
"""


class Pods:
    """The pods of the bare client: as the service makes them, with names and an owner of their own."""

    def __init__(self, plane, service, task):
        version = plane.version()
        through(service, task, 1)
        made = plane.first_pod_after(version)
        self.rest = {part: made[part] for part in ("apiVersion", "kind", "spec")}
        self.metadata = {part: made["metadata"][part] for part in ("labels", "annotations", "finalizers")}
        self.metadata["labels"].update({"org.openhtc.installation": str(uuid.uuid4()), **kube.LABEL})

    def pod(self, name):
        return {**self.rest, "metadata": {**self.metadata, "name": "openhtc-bare-" + name}}

    def without_finalizer(self, name):
        return {**self.rest, "metadata": {**self.metadata, "name": "openhtc-bare-" + name, "finalizers": []}}


def submit(service, task, count):
    definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 64, "commands": ["true"]}
    full, rest = divmod(count, LARGEST_BATCH)
    batches = [{"batchSize": size, "htcJobDefinition": definition}
               for size in [LARGEST_BATCH] * full + [rest] * (rest > 0)]
    for first in range(0, len(batches), BATCHES_PER_REQUEST):
        service.call("POST", task + "/jobs/batch", batches[first:first + BATCHES_PER_REQUEST])


def through(service, task, count):
    """Seconds in which the service runs so many jobs, from their submission to their recorded ends."""
    before = ended(service, task)

    def run():
        submit(service, task, count)
        while ended(service, task) < before + count:
            time.sleep(0.5)

    return bench.timed(run)


def ended(service, task):
    counts = service.call("GET", task + "/summary-statistics")["jobStatuses"]
    assert counts["FAILED"] == 0, counts
    return counts["SUCCEEDED"]


class Processes:
    """CPU times of the service, its database and the control plane."""

    def __init__(self, plane, service):
        self.plane, self.service = plane, service
        with open(glob.glob(os.path.join(service.home, "pg*", "postmaster.pid"))[0]) as file:
            self.database = int(file.readline())

    def seconds(self):
        return {"service": simulation.cpu_seconds(self.service.pid()),
                "database": simulation.cpu_seconds(self.database, True), **self.plane.cpu_seconds()}

    def ms_per_pod(self, before, count):
        """Of a process that was started again meanwhile, only the time since then."""
        used = simulation.difference(self.seconds(), before)
        return {part: round(seconds * 1000 / count, 2) for part, seconds in used.items() if seconds >= 0}


def per_pod(calls, count):
    """The calls that were not made once in a while only."""
    return {name: round(made / count, 2) for name, made in sorted(calls.items()) if made / count >= 0.01}


def rounds(plane, service, count, number):
    """Rounds of both, in turn."""
    task, processes = service.task(), Processes(plane, service)
    plane.await_(lambda: service.call("GET", "/admin/hosts/cluster")["takesJobs"], 120)
    pods = Pods(plane, service, task)
    warming = [round(count / through(service, task, count), 1) for _ in range(2)]
    work = {
        "service": lambda: through(service, task, count),
        "bareClient": lambda: kube.bare_client(plane, count, CONCURRENCY, pods.pod),
        "bareClientWithoutFinalizer": lambda: kube.bare_client(plane, count, CONCURRENCY, pods.without_finalizer),
    }
    rates, cpu, calls = {name: [] for name in work}, {}, {}
    for _ in range(number):
        for name, run in work.items():
            before, called = processes.seconds(), plane.calls()
            rates[name].append(round(count / run(), 1))
            cpu[name] = processes.ms_per_pod(before, count)
            calls[name] = per_pod(simulation.difference(plane.calls(), called), count)
            print("%s: %.1f/s, CPU ms per pod %s" % (name, rates[name][-1], cpu[name]), file=sys.stderr)
    plane.await_(lambda: plane.pods() == 0, 60)
    median = {name: sorted(values)[number // 2] for name, values in rates.items()}
    return {
        "podsPerRound": count,
        "nodes": kube.NODES,
        "bareClientConnections": 2 * CONCURRENCY,
        "servicePerSecondWhileWarmingUp": warming,
        "perSecond": rates,
        "ratio": round(median["service"] / median["bareClient"], 2),
        "ratioWithoutFinalizer": round(median["service"] / median["bareClientWithoutFinalizer"], 2),
        "cpuMsPerPod": cpu,
        "callsPerPod": calls,
        "podsLeft": plane.pods(),
    }


class Memory(threading.Thread):
    """Samples the resident memory of a process every second."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.file, self.samples, self.ended = "/proc/%d/statm" % pid, [], threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(1):
            with open(self.file) as file:
                self.samples.append(int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // MIB)

    def figures(self):
        """The median of each tenth of the time, and the maximum of all."""
        self.ended.set()
        tenths = [self.samples[len(self.samples) * i // 10:len(self.samples) * (i + 1) // 10] for i in range(10)]
        return {"serviceMiBByTenth": [sorted(part)[len(part) // 2] for part in tenths if part],
                "serviceMiBAtMost": max(self.samples)}


class Faults:
    """Jobs that run while the API server is killed again and again."""

    def __init__(self, plane, service, count, kills):
        self.plane, self.service, self.count = plane, service, count
        self.task = service.task()
        self.thresholds = [count * (kill + 1) // (kills + 1) for kill in range(kills)]
        self.outages = []

    def run(self):
        processes, memory = Processes(self.plane, self.service), Memory(self.service.pid())
        history = pod_history.PodHistory(self.plane.etcd_port, kube.NAMESPACE)
        before = processes.seconds()
        seconds = bench.timed(self.await_end)
        cpu = processes.ms_per_pod(before, self.count)
        self.plane.await_(lambda: self.plane.pods() == 0, 60)
        self.plane.await_(lambda: history.figures()["podsNotDeleted"] == 0, 60)
        counts = self.service.call("GET", self.task + "/summary-statistics")["jobStatuses"]
        return {
            "jobs": self.count, "succeeded": counts["SUCCEEDED"], "failed": counts["FAILED"],
            **history.figures(), "podsLeft": self.plane.pods(),
            "apiServerKills": len(self.outages), "secondsWithoutApiServer": self.outages,
            "seconds": round(seconds), "jobsPerSecond": round(self.count / seconds, 1),
            "serviceCpuMsPerPod": cpu["service"], "databaseCpuMsPerPod": cpu["database"],
            **memory.figures(), "heapMiB": bench.heap_mib(self.service),
        }

    def await_end(self):
        submit(self.service, self.task, self.count)
        last, changed = -1, time.monotonic()
        while last < self.count:
            time.sleep(POLL_SECONDS)
            now = ended(self.service, self.task)
            if now != last:
                last, changed = now, time.monotonic()
            elif time.monotonic() - changed > STALL_SECONDS:
                raise RuntimeError("no job has ended for %d s: %d of %d" % (STALL_SECONDS, now, self.count))
            if self.thresholds and now >= self.thresholds[0]:
                self.thresholds.pop(0)
                self.outages.append(round(bench.timed(self.plane.crash), 1))
                print("%d of %d jobs have ended; there was no API server for %s s"
                      % (now, self.count, self.outages[-1]), file=sys.stderr)


def problems(faults):
    """Sentences about what must not happen."""
    expected = {"succeeded": faults["jobs"], "failed": 0, "podsCreated": faults["jobs"], "namesCreatedAgain": 0,
                "podsNotDeleted": 0, "podsLeft": 0}
    return ["%s is %d instead of %d" % (name, faults[name], wanted)
            for name, wanted in expected.items() if faults[name] != wanted]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pods", type=int, default=1000, help="in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fault-pods", type=int, default=0, help="jobs during the kills; 0: none")
    parser.add_argument("--kills", type=int, default=5, help="of the API server")
    arguments = parser.parse_args()
    with kube.control_plane() as plane:
        with bench.service(CONFIGURATION % (plane.kubeconfig, MAX_PODS)) as service:
            figures = rounds(plane, service, arguments.pods, arguments.rounds)
            if arguments.fault_pods:
                figures["faults"] = Faults(plane, service, arguments.fault_pods, arguments.kills).run()
    bench.publish("kubernetes", figures)
    found = problems(figures["faults"]) if "faults" in figures else []
    if found:
        sys.exit("; ".join(found))


if __name__ == "__main__":
    main()
