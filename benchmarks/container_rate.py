#!/usr/bin/env python3
"""How many short jobs end per second, compared with plain loops over the engine's API?

The plain loops create, start, wait for and remove containers with the limits that the service sets, at
several concurrencies: one on the engine's default bridge, one in network namespaces that exist already,
as the service uses them. The best concurrency of each is the maximum of the machine's engine. The service
runs once with that bridge and once with the isolated network, which is the default for jobs. Rounds
alternate, each in the opposite order of the one before, so that other load on the machine affects all.
They begin after a warm-up of some minutes, because a new JVM uses the processors to compile its code, and
last so long that the latency of a submission and of its last report is a small part of them.
"""

import statistics
import sys
import time

import bench
import loops

CONTAINERS = 150
WARM_UP_ROUNDS = 10
ROUNDS = 4
POLL_SECONDS = 0.05
CONCURRENCIES = (4, 8)
NETWORK = "bridge"


def plain_loop(concurrency):
    """Containers per second of the plain loop."""
    spec = loops.container(["true"], NETWORK)
    return round(CONTAINERS / loops.loop(CONTAINERS, lambda worker: spec, concurrency), 2)


def joined_loop(concurrency, slots):
    """Containers per second of the loop in existing network namespaces."""
    return round(CONTAINERS / loops.loop(
        CONTAINERS, lambda worker: loops.container(["true"], *slots[worker]), concurrency), 2)


def through(service, first_task):
    """Jobs per second of the service, from submission to the end of the last job."""
    task = loops.task_beside(service, first_task)
    definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 64, "commands": ["true"]}

    def run():
        service.call("POST", task + "/jobs/batch", [{"batchSize": CONTAINERS, "htcJobDefinition": definition}])
        while True:
            counts = service.call("GET", task + "/summary-statistics")["jobStatuses"]
            if counts["SUCCEEDED"] + counts["FAILED"] == CONTAINERS:
                assert counts["FAILED"] == 0, counts
                return
            time.sleep(POLL_SECONDS)

    return round(CONTAINERS / bench.timed(run), 2)


def settings(network):
    return {"OPENHTC_HOSTS_0_NAME": "local", "OPENHTC_HOSTS_0_ENDPOINT": "unix://" + bench.ENGINE,
            "OPENHTC_HOSTS_0_VCPU_OVERCOMMIT": "8", "OPENHTC_EXECUTION_HOST_IMAGES": "true",
            "OPENHTC_EXECUTION_NETWORK": network}


def compare(network):
    """Rounds of the service and of the plain loops, in turn."""
    with bench.service(**settings(network)) as service, loops.slots(max(CONCURRENCIES)) as slots:
        task = service.task()
        warming = [through(service, task) for _ in range(WARM_UP_ROUNDS)]
        of_service = []
        of_loop, of_joined = ({p: [] for p in CONCURRENCIES} for _ in range(2))
        steps = [lambda: of_service.append(through(service, task))]
        for p in CONCURRENCIES:
            steps += [lambda p=p: of_loop[p].append(plain_loop(p)),
                      lambda p=p: of_joined[p].append(joined_loop(p, slots))]
        for turn in range(ROUNDS):
            for step in steps if turn % 2 == 0 else reversed(steps):
                step()
            print("%s, round %d: service %.2f/s, plain loop %s, joined loop %s"
                  % (network, turn + 1, of_service[-1], last(of_loop), last(of_joined)), file=sys.stderr)
    median = round(statistics.median(of_service), 2)
    return {
        "servicePerSecondWhileWarmingUp": warming,
        "servicePerSecond": of_service,
        "bareLoopPerSecondByConcurrency": of_loop,
        "joinedLoopPerSecondByConcurrency": of_joined,
        "serviceMedian": median,
        "bareBestMedian": best(of_loop),
        "joinedBestMedian": best(of_joined),
        "ratio": round(median / best(of_loop), 2),
        "ratioToJoined": round(median / best(of_joined), 2),
    }


def best(rates_by_concurrency):
    return round(max(statistics.median(rates) for rates in rates_by_concurrency.values()), 2)


def last(rates_by_concurrency):
    return {p: rates[-1] for p, rates in rates_by_concurrency.items()}


def main():
    bench.make_image()
    bench.publish("container_rate", {
        "containersPerRound": CONTAINERS,
        "bareLoopNetwork": NETWORK,
        "serviceNetwork": {network: compare(network) for network in ("bridge", "isolated")},
    })


if __name__ == "__main__":
    main()
