#!/usr/bin/env python3
"""What do a large Kubernetes cluster and many pods at once cost the service, and how long do its users wait?

The control plane is real: etcd, API server and scheduler. Its nodes are simulated by kwok, which ends each pod after the
same time, long enough that all of them run at once. While they run, users read; the baseline is the same reads before the
jobs, and a bare client that lists nodes and pods once. Then all jobs end; the program fails if one is lost or leaves a pod.
"""

import argparse
import contextlib
import sys
import time

import bench
import kube
import kubernetes
import pod_history
import reads_under_load
import simulation

PAGE = 500
SAMPLES = 50
PROGRESS_SECONDS = 15


def pages(service, task):
    workspace = service.call("GET", "/auth/token/whoami")["workspaceId"]
    return {"the host": "/admin/hosts/cluster", "clusters": "/htc/gcp/clusters/" + workspace,
            "statistics": task + "/summary-statistics", "page of 100 jobs": task + "/jobs"}


def reads(service, task, until):
    """Latencies by page, of reads in turn, one every 0.1 s, until the condition is met."""
    paths = pages(service, task)
    latencies = {name: [] for name in paths}
    while not until(latencies):
        for name, path in paths.items():
            latencies[name].append(bench.timed(lambda: service.call("GET", path)))
            time.sleep(0.1)
    return {name: reads_under_load.percentiles(values) for name, values in latencies.items()}


def await_jobs(service, task, status, count, stall_seconds):
    """Seconds until so many jobs have a status."""
    start = changed = shown = time.monotonic()
    last = 0
    while True:
        counts = service.call("GET", task + "/summary-statistics")["jobStatuses"]
        assert counts["FAILED"] == 0, counts
        assert status == "SUCCEEDED" or counts["SUCCEEDED"] == 0, "the first pods end before the last ones run: %s" % counts
        now = time.monotonic()
        if counts[status] == count:
            return now - start
        if counts[status] != last:
            last, changed = counts[status], now
        if now - changed > stall_seconds:
            raise RuntimeError("%d of %d jobs are %s, for %d s" % (last, count, status, stall_seconds))
        if now - shown > PROGRESS_SECONDS:
            shown = now
            print("%d of %d jobs are %s" % (last, count, status), file=sys.stderr)
        time.sleep(1)


def bare_list(plane, path):
    """Objects of a list that is read page by page, and the seconds that this takes."""
    client, objects, following, start = plane.client(), 0, "", time.monotonic()
    while True:
        page = client.call("GET", "%s?limit=%d%s" % (path, PAGE, following))
        objects += len(page["items"])
        if not page["metadata"].get("continue"):
            return {"objects": objects, "seconds": round(time.monotonic() - start, 2)}
        following = "&continue=" + page["metadata"]["continue"]


def while_all_run(plane, service, task, arguments):
    """Figures of the time in which all pods run."""
    processes, memory = kubernetes.Processes(plane, service), kubernetes.Memory(service.pid())
    before, called, begin = processes.seconds(), plane.calls(), time.monotonic()
    latencies = reads(service, task, lambda _: time.monotonic() - begin >= arguments.seconds)
    seconds = time.monotonic() - begin
    cores = simulation.per(simulation.difference(processes.seconds(), before), seconds)
    calls = simulation.difference(plane.calls(), called)
    running = service.call("GET", task + "/summary-statistics")["jobStatuses"]["RUNNING"]
    return {"seconds": round(seconds), "running": running, "cores": cores, "readsMs": latencies,
            "callsPerMinute": {name: round(made * 60 / seconds, 1) for name, made in sorted(calls.items())
                               if made * 60 / seconds >= 1},
            **memory.figures(), "heapMiB": bench.heap_mib(service),
            "bareList": {"nodes": bare_list(plane, "/api/v1/nodes"), "pods": bare_list(plane, kube.PODS)}}


def measure(plane, service, arguments):
    task = service.task()
    plane.await_(lambda: service.call("GET", "/admin/hosts/cluster")["takesJobs"], 120)
    quiet = reads(service, task, lambda latencies: len(latencies["statistics"]) >= SAMPLES)
    history = pod_history.PodHistory(plane.etcd_port, kube.NAMESPACE)
    kubernetes.submit(service, task, arguments.pods)
    start = time.monotonic()
    started = await_jobs(service, task, "RUNNING", arguments.pods, 60)
    figures = while_all_run(plane, service, task, arguments)
    await_jobs(service, task, "SUCCEEDED", arguments.pods, arguments.pod_seconds)
    ended = time.monotonic() - start
    with contextlib.suppress(RuntimeError):
        plane.await_(lambda: plane.pods() == 0, 120)
    return {"nodes": arguments.nodes, "pods": arguments.pods, "podSeconds": arguments.pod_seconds,
            "secondsUntilAllRan": round(started), "secondsUntilAllEnded": round(ended),
            "readsBeforeMs": quiet, "whileAllRun": figures, **history.figures(), "podsLeft": plane.pods()}


def main():
    parser = argparse.ArgumentParser(prog="openhtc bench cluster-size")
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--pods", type=int, default=20_000, help="at once")
    parser.add_argument("--pod-seconds", type=int, default=900, help="run time of a pod")
    parser.add_argument("--seconds", type=int, default=120, help="of the measurement while all pods run")
    arguments = parser.parse_args()
    with kube.control_plane(arguments.nodes, arguments.pod_seconds) as plane:
        configuration = kubernetes.CONFIGURATION % (plane.kubeconfig, 2 * arguments.pods)
        with bench.service(configuration) as service:
            figures = measure(plane, service, arguments)
    bench.publish("cluster_size", figures)
    running = figures["whileAllRun"]["running"]
    if (figures["podsCreated"], running) != (arguments.pods, arguments.pods) or figures["podsLeft"]:
        sys.exit("%d pods were created for %d jobs, %d of these ran at once, and %d pods are left"
                 % (figures["podsCreated"], arguments.pods, running, figures["podsLeft"]))


if __name__ == "__main__":
    main()
