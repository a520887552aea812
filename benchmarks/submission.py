#!/usr/bin/env python3
"""How long does it take to submit 100,000 jobs, and a million, and what do they cost?

Compares one request with 100 batches of 1000 jobs with 100 requests of one batch each. The jobs need an
architecture that no host has, so that only the queue is measured.
"""

import bench

DEFINITION = {"imageName": bench.IMAGE, "architecture": "AARCH64", "commands": ["true"]}
BATCH = {"batchSize": 1000, "htcJobDefinition": DEFINITION}


def total(service, task):
    return sum(service.call("GET", task + "/summary-statistics")["jobStatuses"].values())


def main():
    with bench.service(OPENHTC_JAVA_OPTS="-Xmx512m", OPENHTC_EXECUTION_HOST_IMAGES="true") as service:
        warm = service.task()
        for _ in range(5):
            service.call("POST", warm + "/jobs/batch", [BATCH] * 100)
        service.call("POST", warm + "/jobs/cancel")
        one, many = [], []
        for _ in range(5):
            task = service.task()
            one.append(bench.timed(lambda: service.call("POST", task + "/jobs/batch", [BATCH] * 100)))
            assert total(service, task) == 100_000
            service.call("POST", task + "/jobs/cancel")
            task = service.task()
            many.append(bench.timed(
                lambda: [service.call("POST", task + "/jobs/batch", [BATCH]) for _ in range(100)]))
            assert total(service, task) == 100_000
            service.call("POST", task + "/jobs/cancel")
        task = service.task()
        million = bench.timed(
            lambda: [service.call("POST", task + "/jobs/batch", [BATCH] * 100) for _ in range(10)])
        assert total(service, task) == 1_000_000
        figures = {
            "oneCallOf100000JobsSeconds": sorted(round(s, 3) for s in one),
            "hundredCallsOf1000JobsSeconds": sorted(round(s, 3) for s in many),
            "millionJobsInTenCallsSeconds": round(million, 3),
            "withAMillionQueued": {
                "statisticsMedianMs": bench.median_ms(lambda: total(service, task), 20),
                "firstPageOf100MedianMs": bench.median_ms(lambda: service.call("GET", task + "/jobs"), 20),
                "firstPageOf1000RunnableMedianMs": bench.median_ms(
                    lambda: service.call("GET", task + "/jobs?status=RUNNABLE&pageSize=1000"), 10),
                "pageOfAStatusThatNoneHasMedianMs": bench.median_ms(
                    lambda: service.call("GET", task + "/jobs?status=SUCCEEDED"), 10),
                "cancelSeconds": None,
                "heapUsedMiB": bench.heap_mib(service),
            },
        }
        figures["withAMillionQueued"]["cancelSeconds"] = round(
            bench.timed(lambda: service.call("POST", task + "/jobs/cancel")), 3)
        bench.publish("submission", figures)


if __name__ == "__main__":
    main()
