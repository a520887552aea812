#!/usr/bin/env python3
"""Do ten thousand small outputs delay scheduling?

Measures the time until the scheduler has written the reason of a new job. The job needs an architecture
that no host has, so its reason is that no host fits. The time is measured without other load, and while
processes on the same machine write ten thousand objects of a hundred bytes to the task's folder.
"""

import http.client
import multiprocessing
import statistics
import time
import urllib.parse

import bench

OBJECTS = 10_000
WRITERS = 2
JOB = [{"batchSize": 1, "htcJobDefinition": {"imageName": bench.IMAGE, "architecture": "AARCH64"}}]


def reason_ms(service, task):
    """Milliseconds from the submission to the scheduler's reason."""
    start = time.monotonic()
    batch = service.call("POST", task + "/jobs/batch", JOB)[0]["parentJobId"]
    while "AARCH64" not in service.call("GET", "%s/jobs/%s:0" % (task, batch))["statusReason"]:
        pass
    return (time.monotonic() - start) * 1000


def write(service, task, first, count):
    connection = None
    for index in range(first, first + count):
        path = "%s/storage/presigned-url?filePath=out/%d" % (task, index)
        url = urllib.parse.urlsplit(service.call("GET", path)["url"])
        connection = connection or http.client.HTTPConnection(url.hostname, url.port, timeout=60)
        connection.request("PUT", url.path + "?" + url.query, b"x" * 100)
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status


def main():
    with bench.service(OPENHTC_EXECUTION_HOST_IMAGES="true") as service:
        task = service.task()
        for _ in range(30):
            reason_ms(service, task)
        quiet = [reason_ms(service, task) for _ in range(100)]
        share = OBJECTS // WRITERS
        writers = [multiprocessing.Process(target=write, args=(service, task, w * share, share))
                   for w in range(WRITERS)]
        start = time.monotonic()
        [writer.start() for writer in writers]
        busy = []
        while any(writer.is_alive() for writer in writers):
            busy.append(reason_ms(service, task))
        seconds = time.monotonic() - start
        assert all(writer.exitcode == 0 for writer in writers)
        bench.publish("outputs", {
            "objects": OBJECTS,
            "objectsPerSecond": round(OBJECTS / seconds),
            "quietMedianMs": round(statistics.median(quiet), 1),
            "quietMaxMs": round(max(quiet), 1),
            "whileWritingMedianMs": round(statistics.median(busy), 1),
            "whileWritingMaxMs": round(max(busy), 1),
            "looksWhileWriting": len(busy),
        })


if __name__ == "__main__":
    main()
