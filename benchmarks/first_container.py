#!/usr/bin/env python3
"""How long does a single job wait from its submission until its container runs, on a host without other work?

The end of the wait is the time of the engine's start event, by the clock of the same machine. The baseline is
the time from the engine's own create request to the same event, for a container with the limits of a job on
the engine's default bridge. Both alternate.
"""

import json
import threading
import time
import urllib.parse

import bench
import loops

TIMES = 100
WARM_UP = 20


class Starts:
    """Times of the start events of all containers with a label, by the label's value or by id."""

    def __init__(self):
        self.times, self.changed = {}, threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        engine = bench.Engine()
        filters = urllib.parse.quote(json.dumps({"type": ["container"], "event": ["start"]}))
        engine.request("GET", "/events?filters=" + filters)
        response = engine.getresponse()
        while True:
            line = response.readline()
            if not line:
                return
            event = json.loads(line)
            name = event["Actor"]["Attributes"].get("org.openhtc.job", event["Actor"]["ID"])
            with self.changed:
                self.times[name] = event["timeNano"] / 1e9
                self.changed.notify_all()

    def time_of(self, name):
        with self.changed:
            assert self.changed.wait_for(lambda: name in self.times, 60), "no start event"
            return self.times[name]


def of_service(service, task, starts):
    definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 64, "commands": ["true"]}
    begin = time.time()
    batch = service.call("POST", task + "/jobs/batch", [{"batchSize": 1, "htcJobDefinition": definition}])
    identifier = batch[0]["parentJobId"]
    started = starts.time_of(identifier + ":0")
    while service.call("GET", task + "/summary-statistics")["jobStatuses"]["SUCCEEDED"] == 0:
        time.sleep(0.05)
    time.sleep(0.3)  # the host is idle again
    return started - begin


def of_engine(engine, starts):
    begin = time.time()
    name = engine.call("POST", "/containers/create", loops.container(["true"]))["Id"]
    engine.call("POST", "/containers/%s/start" % name)
    engine.call("POST", "/containers/%s/wait" % name)
    engine.call("DELETE", "/containers/" + name)
    return starts.time_of(name) - begin


def percentiles(seconds):
    ordered = sorted(seconds)
    return {"p%d" % p: round(1000 * ordered[min(len(ordered) - 1, len(ordered) * p // 100)], 1) for p in (50, 90, 99)}


def main():
    bench.make_image()
    settings = {"OPENHTC_HOSTS_0_NAME": "local", "OPENHTC_HOSTS_0_ENDPOINT": "unix://" + bench.ENGINE,
                "OPENHTC_EXECUTION_HOST_IMAGES": "true"}
    starts, engine = Starts(), bench.Engine()
    with bench.service(**settings) as service:
        task = service.task()
        for _ in range(WARM_UP):
            of_service(service, loops.task_beside(service, task), starts)
        service_seconds, engine_seconds = [], []
        for _ in range(TIMES):
            service_seconds.append(of_service(service, loops.task_beside(service, task), starts))
            engine_seconds.append(of_engine(engine, starts))
    service_ms, engine_ms = percentiles(service_seconds), percentiles(engine_seconds)
    bench.publish("first_container", {
        "jobs": TIMES,
        "serviceMs": service_ms,
        "engineCreateAndStartMs": engine_ms,
        "addedAtTheMedianMs": round(service_ms["p50"] - engine_ms["p50"], 1),
    })


if __name__ == "__main__":
    main()
