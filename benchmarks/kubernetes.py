#!/usr/bin/env python3
"""How many short jobs end per second on a Kubernetes cluster, compared with a bare client?

The control plane is real: etcd, API server and scheduler. Its nodes are simulated by kwok, which ends each pod after
0.1 s. The bare client creates pods with the same specification, watches them, and deletes them when they have ended.
It keeps no record and reads no log. Rounds of both alternate, after a warm-up of the service.
"""

import argparse
import sys
import time

import bench
import kube

CONCURRENCY = 8
CONFIGURATION = """
openhtc:
  hosts:
    - name: cluster
      endpoint: kubernetes://%s
      reserve-memory: 0
      kubernetes:
        max-pods: 2000
        calls-per-second: 2000
        enforces-network-policy: true
  execution:
    host-images: true
"""


def pod(name):
    """As the service makes it, without its finalizer."""
    amounts = {"cpu": "1", "memory": "64Mi", "ephemeral-storage": str(10 << 30)}
    container = {
        "name": "job", "image": bench.IMAGE, "imagePullPolicy": "IfNotPresent", "args": ["true"],
        "env": [{"name": "VARIABLE_%d" % number, "value": "some value"} for number in range(8)],
        "resources": {"requests": amounts, "limits": amounts},
        "securityContext": {"allowPrivilegeEscalation": False, "privileged": False,
                            "capabilities": {"drop": ["ALL"], "add": ["CHOWN", "SETUID", "SETGID"]}},
        "volumeMounts": [{"name": "shm", "mountPath": "/dev/shm"}],
    }
    return {
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": name, "labels": {"app.kubernetes.io/managed-by": "benchmark"}},
        "spec": {
            "restartPolicy": "Never", "automountServiceAccountToken": False, "enableServiceLinks": False,
            "shareProcessNamespace": True, "terminationGracePeriodSeconds": 10,
            "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
            "nodeSelector": {"kubernetes.io/arch": "amd64", "kubernetes.io/os": "linux"},
            "containers": [container],
            "volumes": [{"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "64Mi"}}],
            "activeDeadlineSeconds": 4500,
        },
    }


def through(service, task, count):
    """Seconds in which the service runs so many jobs, from their submission to their recorded ends."""
    definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 64, "commands": ["true"]}
    before = ended(service, task)

    def run():
        for first in range(0, count, 1000):
            size = min(1000, count - first)
            service.call("POST", task + "/jobs/batch", [{"batchSize": size, "htcJobDefinition": definition}])
        while ended(service, task) < before + count:
            time.sleep(0.2)

    return bench.timed(run)


def ended(service, task):
    counts = service.call("GET", task + "/summary-statistics")["jobStatuses"]
    assert counts["FAILED"] == 0, counts
    return counts["SUCCEEDED"]


def rounds(plane, service, count, number):
    """Rounds of both, in turn."""
    task = service.task()
    plane.await_(lambda: service.call("GET", "/admin/hosts/cluster")["takesJobs"], 120)
    warming = [round(count / through(service, task, count), 1) for _ in range(2)]
    of_service, of_bare, cpu = [], [], []
    for turn in range(number):
        of_bare.append(round(count / kube.bare_client(plane, count, CONCURRENCY, pod), 1))
        used = kube.cpu_seconds(service.pid())
        of_service.append(round(count / through(service, task, count), 1))
        cpu.append(round((kube.cpu_seconds(service.pid()) - used) / count * 1000, 2))
        print("round %d: service %.1f/s with %.2f ms of CPU time per pod, bare client %.1f/s"
              % (turn + 1, of_service[-1], cpu[-1], of_bare[-1]), file=sys.stderr)
    plane.await_(lambda: plane.pods() == 0, 60)
    median_service, median_bare = sorted(of_service)[number // 2], sorted(of_bare)[number // 2]
    return {
        "podsPerRound": count,
        "nodes": kube.NODES,
        "bareClientConnections": 2 * CONCURRENCY,
        "servicePerSecondWhileWarmingUp": warming,
        "servicePerSecond": of_service,
        "serviceCpuMillisPerPod": cpu,
        "bareClientPerSecond": of_bare,
        "ratio": round(median_service / median_bare, 2),
        "podsLeft": plane.pods(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pods", type=int, default=1000, help="in each round")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with kube.control_plane() as plane:
        with bench.service(CONFIGURATION % plane.kubeconfig) as service:
            bench.publish("kubernetes", rounds(plane, service, arguments.pods, arguments.rounds))


if __name__ == "__main__":
    main()
