#!/usr/bin/env python3
"""What do storage tokens cost, and does the embedded store transfer a large object in constant memory?

A service with a small heap receives and returns an object several times as large, each in one request
to a presigned URL. Tokens and URLs are requested one after another.
"""

import hashlib
import http.client
import os
import urllib.parse

import bench

HEAP_MIB = 256
CHUNK = os.urandom(1 << 20)
CHUNKS = 1024


def peak_mib(service):
    """The peak memory of the service's process."""
    with open("/proc/%d/status" % service.pid()) as status:
        return [int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")][0]


def request(method, url, body=None, length=0):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=600)
    headers = {"Content-Length": str(length)} if body else {}
    connection.request(method, parts.path + "?" + parts.query, body, headers)
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError("%s: %d %s" % (method, response.status, response.read()[:300]))
    return response


def put(url, chunks):
    request("PUT", url, (CHUNK for _ in range(chunks)), chunks * len(CHUNK)).read()


def digest(url):
    response, seen = request("GET", url), hashlib.sha256()
    while piece := response.read(1 << 20):
        seen.update(piece)
    return seen.hexdigest()


def expected(chunks):
    whole = hashlib.sha256()
    for _ in range(chunks):
        whole.update(CHUNK)
    return whole.hexdigest()


def presigned(service, task, name, method):
    path = "%s/storage/presigned-url?filePath=%s&method=%s" % (task, name, method)
    return service.call("GET", path)["url"]


def large_object(service, task):
    for _ in range(4):
        put(presigned(service, task, "warm", "PUT"), 64)
        digest(presigned(service, task, "warm", "GET"))
    before = peak_mib(service)
    upload = bench.timed(lambda: put(presigned(service, task, "large", "PUT"), CHUNKS))
    seen = []
    download = bench.timed(lambda: seen.append(digest(presigned(service, task, "large", "GET"))))
    assert seen == [expected(CHUNKS)]
    return {
        "objectMiB": CHUNKS,
        "heapLimitMiB": HEAP_MIB,
        "uploadMiBPerSecond": round(CHUNKS / upload),
        "downloadMiBPerSecond": round(CHUNKS / download),
        "processPeakAfter64MiBObjectsMiB": before,
        "processPeakAfterLargeObjectMiB": peak_mib(service),
    }


def latencies(service, task):
    project = task[: task.index("/tasks/")]
    paths = {
        "projectTokenMedianMs": project + "/storage/token",
        "taskTokenMedianMs": task + "/storage/token",
        "projectUrlMedianMs": project + "/storage/presigned-url?filePath=a",
        "taskUrlMedianMs": task + "/storage/presigned-url?filePath=a",
    }
    return {name: bench.median_ms(lambda: service.call("GET", path), 300) for name, path in paths.items()}


def main():
    with bench.service(OPENHTC_JAVA_OPTS="-Xmx%dm" % HEAP_MIB) as service:
        task = service.task()
        latencies(service, task)  # warms up
        figures = {"withTwoThousandGrants": latencies(service, task)}
        for _ in range(18_000):
            service.call("GET", task + "/storage/token")
        figures["withTwentyThousandGrants"] = latencies(service, task)
        figures["largeObject"] = large_object(service, task)
    bench.publish("storage", figures)


if __name__ == "__main__":
    main()
