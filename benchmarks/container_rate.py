#!/usr/bin/env python3
"""How many short jobs end per second, compared with a plain loop over the engine's API?

The plain loop creates, starts, waits for and removes containers with the limits that the service
sets, on the engine's default bridge, at several concurrencies. Its best concurrency is the maximum of
the machine's engine. The service runs once with that bridge and once with the isolated network, which
is the default for jobs. Rounds alternate, so that other load on the machine affects both. They begin
after a warm-up of some minutes, because a new JVM uses the processors to compile its code.
"""

import sys
import threading
import time

import bench

CONTAINERS = 60
WARM_UP_ROUNDS = 6
ROUNDS = 3
CONCURRENCIES = (4, 8)
NETWORK = "bridge"


def container():
    return {
        "Image": bench.IMAGE,
        "Cmd": ["true"],
        "Labels": {"openhtc-benchmark": "1"},
        "HostConfig": {
            "NetworkMode": NETWORK, "CpuQuota": 100000, "CpuPeriod": 100000, "Memory": 64 << 20,
            "MemorySwap": 64 << 20, "PidsLimit": 4096, "Init": True, "CapDrop": ["ALL"],
            "SecurityOpt": ["no-new-privileges"],
            "LogConfig": {"Type": "local", "Config": {"max-size": "8m", "max-file": "2"}},
        },
    }


def plain_loop(concurrency):
    """Containers per second of the plain loop."""
    left, lock = [CONTAINERS], threading.Lock()

    def work():
        engine = bench.Engine()
        while True:
            with lock:
                if left[0] == 0:
                    return
                left[0] -= 1
            name = engine.call("POST", "/containers/create", container())["Id"]
            engine.call("POST", "/containers/%s/start" % name)
            engine.call("POST", "/containers/%s/wait" % name)
            engine.call("DELETE", "/containers/" + name)

    def run():
        threads = [threading.Thread(target=work) for _ in range(concurrency)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

    return round(CONTAINERS / bench.timed(run), 2)


def through(service):
    """Jobs per second of the service, from submission to the end of the last job."""
    task = service.task()
    definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 64, "commands": ["true"]}

    def run():
        service.call("POST", task + "/jobs/batch", [{"batchSize": CONTAINERS, "htcJobDefinition": definition}])
        while True:
            counts = service.call("GET", task + "/summary-statistics")["jobStatuses"]
            if counts["SUCCEEDED"] + counts["FAILED"] == CONTAINERS:
                assert counts["FAILED"] == 0, counts
                return
            time.sleep(0.2)

    return round(CONTAINERS / bench.timed(run), 2)


def settings(network):
    return {"OPENHTC_HOSTS_0_NAME": "local", "OPENHTC_HOSTS_0_ENDPOINT": "unix://" + bench.ENGINE,
            "OPENHTC_HOSTS_0_VCPU_OVERCOMMIT": "8", "OPENHTC_EXECUTION_HOST_IMAGES": "true",
            "OPENHTC_EXECUTION_NETWORK": network}


def compare(network):
    """Rounds of the service and of the plain loop, in turn."""
    with bench.service(**settings(network)) as service:
        warming = [through(service) for _ in range(WARM_UP_ROUNDS)]
        of_service, of_loop = [], {p: [] for p in CONCURRENCIES}
        for turn in range(ROUNDS):
            of_service.append(through(service))
            for p in CONCURRENCIES:
                of_loop[p].append(plain_loop(p))
            print("%s, round %d: service %.2f/s, plain loop %s"
                  % (network, turn + 1, of_service[-1], {p: r[-1] for p, r in of_loop.items()}), file=sys.stderr)
    best = max(sorted(rates)[ROUNDS // 2] for rates in of_loop.values())
    median = sorted(of_service)[ROUNDS // 2]
    return {
        "servicePerSecondWhileWarmingUp": warming,
        "servicePerSecond": of_service,
        "bareLoopPerSecondByConcurrency": of_loop,
        "serviceMedian": median,
        "bareBestMedian": best,
        "ratio": round(median / best, 2),
    }


def main():
    bench.make_image()
    bench.publish("container_rate", {
        "containersPerRound": CONTAINERS,
        "bareLoopNetwork": NETWORK,
        "serviceNetwork": {network: compare(network) for network in ("bridge", "isolated")},
    })


if __name__ == "__main__":
    main()
