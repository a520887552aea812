#!/usr/bin/env python3
"""What do storage tokens cost, and does a large object go through the embedded store in constant memory?

A service with a small heap takes and gives back an object several times as large, in one request by
a presigned URL. Tokens and URLs are asked for one after another.
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
    """The most memory that the service's process has ever had."""
    with open("/proc/%d/status" % service.pid()) as status:
        return [int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")][0]


def request(method, url, body=None, length=0):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=600)
    headers = {"Content-Length": str(length)} if body else {}
    connection.request(method, parts.path + "?" + parts.query, body, headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError("%s: %d %s" % (method, answer.status, answer.read()[:300]))
    return answer


def put(url, chunks):
    request("PUT", url, (CHUNK for _ in range(chunks)), chunks * len(CHUNK)).read()


def digest(url):
    answer, seen = request("GET", url), hashlib.sha256()
    while piece := answer.read(1 << 20):
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
