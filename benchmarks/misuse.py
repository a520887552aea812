#!/usr/bin/env python3
"""What does a tenant notice while another misuses each bound of the service?

One tenant reads its task, lists its jobs and submits small batches. First it is alone, then beside each
misuse of a user of another workspace, at the bound or beyond it. All misusers are processes of their own.
"""

import argparse
import collections
import contextlib
import http.client
import json
import multiprocessing
import queue
import socket
import sys
import threading
import time

import bench

CONFIGURATION = "openhtc.execution.host-images: true\n"
IMAGE = "openhtc-benchmark/none:1"
LARGEST_SUBMISSION = 20_000_000


class Tenant:
    """An administrator of a workspace of its own, with a task."""

    def __init__(self, service, name, address):
        """address: the tenant's own, because connections are limited per address"""
        self.port, self.address = service.port, address
        service.call("POST", "/admin/organizations", {"code": name, "name": name})
        service.call("POST", "/admin/workspaces", {"id": name, "organizationCode": name, "name": name})
        user = service.call("POST", "/admin/users", {"workspaceId": name, "email": name + "@example.org",
                                                     "fullName": name, "role": "WORKSPACE_ADMIN"})
        key = service.call("POST", "/admin/users/%s/api-keys" % user["userId"], {"name": "benchmark"})["apiKey"]
        self.token = service.call("GET", "/auth/token", token="Token " + key)["tokenValue"]
        project = json.loads(self.request("POST", "/htc/projects",
                                          b'{"projectName":"p","projectDescription":""}')[1])["projectId"]
        tasks = "/htc/projects/%s/tasks" % project
        self.tasks = tasks
        self.task = tasks + "/" + json.loads(
            self.request("POST", tasks, b'{"taskName":"t","taskDescription":""}')[1])["taskId"]

    def request(self, method, path, body=None, **headers):
        """Status and text of the response to a request on a new connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60,
                                                source_address=(self.address, 0))
        try:
            given = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json", **headers}
            connection.request(method, "/api/v1" + path, body, given, encode_chunked=False)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def definition(**more):
    return {"imageName": IMAGE, "architecture": "AARCH64", "commands": ["true"], **more}


def batches(*definitions):
    return json.dumps([{"batchSize": 1, "htcJobDefinition": d} for d in definitions]).encode()


def posting(path, body):
    """A misuse that sends the body again and again."""
    return lambda tenant: tenant.request("POST", path(tenant), body)[0]


def submitting(body):
    return posting(lambda tenant: tenant.task + "/jobs/batch", body)


def one_hash_code(number):
    """Names that all have the same hash code in Java."""
    return "".join("Aa" if number >> bit & 1 else "BB" for bit in range(17))


def chunks(body):
    for start in range(0, len(body), 65536):
        part = body[start:start + 65536]
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"


def chunked(body):
    return lambda tenant: tenant.request("POST", tenant.task + "/jobs/batch", chunks(body),
                                         **{"Transfer-Encoding": "chunked"})[0]


def connected(tenant, text, then):
    """Sends text on a raw connection, then a byte a second while that works. The result is the response's status."""
    with socket.create_connection(("127.0.0.1", tenant.port), timeout=30) as connection:
        try:
            connection.sendall(text)
            for _ in range(40):
                connection.settimeout(1)
                with contextlib.suppress(socket.timeout):
                    received = connection.recv(65536)
                    return int(received.split()[1]) if received else "closed"
                connection.sendall(then)
        except OSError:
            return "closed"
    return "open"


def slow_header(tenant):
    return connected(tenant, b"GET /api/v1/htc/projects HTTP/1.1\r\nHost: localhost\r\n", b"")


def slow_body(tenant):
    head = ("POST /api/v1%s/jobs/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
            "Content-Type: application/json\r\nContent-Length: 10000000\r\n\r\n[" % (tenant.task, tenant.token))
    return connected(tenant, head.encode() + b" " * 300_000, b" ")


def stream(tenant):
    connection = http.client.HTTPConnection("127.0.0.1", tenant.port, timeout=30)
    connection.request("GET", "/api/v1" + tenant.task + "/jobs/stream?lastEventId=0", None,
                       {"Authorization": "Bearer " + tenant.token})
    response = connection.getresponse()
    if response.status == 200:
        with contextlib.suppress(OSError):
            while response.read(1):
                pass
    connection.close()
    return response.status


def bad_key(tenant):
    connection = http.client.HTTPConnection("127.0.0.1", tenant.port, timeout=30)
    connection.request("GET", "/api/v1/auth/token", None, {"Authorization": "Token wrong%s" % time.monotonic()})
    status = connection.getresponse().status
    connection.close()
    return status


def new_class(tenant):
    """Batches that differ in what they need: each is a class of its own to the scheduler."""
    start = int(time.monotonic() * 1000) % 200_000 + 4
    return tenant.request("POST", tenant.task + "/jobs/batch",
                          batches(*(definition(maxMemory=start + i) for i in range(100))))[0]


def misuses():
    """Name, number of clients, and what each client does again and again. A generator, as the bodies are large."""
    argument = "x" * 100_000
    largest = batches(*(definition(commands=[argument, argument[:85_000]]) for _ in range(100)))
    assert LARGEST_SUBMISSION * 0.9 < len(largest) < LARGEST_SUBMISSION
    yield "submissions of 18.5 MB", 4, submitting(largest)
    yield "submissions beyond 20 MB, with length", 4, submitting(b" " * (LARGEST_SUBMISSION + 1))
    yield "submissions beyond 20 MB, in chunks", 4, chunked(b" " * (LARGEST_SUBMISSION + 1))
    yield "submissions of 6 million empty objects", 4, submitting(b"[" + b"{}," * 6_000_000 + b"{}]")
    yield "lists of definitions that are large", 4, lambda tenant: tenant.request(
        "GET", tenant.task + "/jobs?pageSize=1000")[0]
    yield "40,000 wrong elements in regions", 4, posting(
        lambda tenant: "/htc/projects",
        b'{"projectName":"p","projectDescription":"","regions":[' + b"null," * 40_000 + b"null]}")
    yield "4 MB of unknown members", 4, posting(
        lambda tenant: tenant.tasks, b'{"taskName":"t","taskDescription":"","x":"' + b"x" * 4_000_000 + b'"}')
    tags = {one_hash_code(number): "" for number in range(1 << 17)}
    yield "131,072 tags with one hash code", 2, submitting(batches(definition(tags=tags)))
    yield "an argument beyond 128 KiB", 4, submitting(batches(definition(commands=["x" * 131_072])))
    yield "claims beyond the token's size", 4, submitting(
        batches(definition(claims=[{"name": "a", "value": "x" * 4_000}])))
    yield "100 new classes of demand per request", 4, new_class
    yield "bodies of a byte per second", 64, slow_body
    yield "headers that do not end, 400 connections", 400, slow_header
    yield "headers that do not end, 1,200 connections", 1200, slow_header
    yield "60 streams of the whole history", 60, stream
    yield "requests without pause", 8, lambda tenant: tenant.request("GET", tenant.task)[0]
    yield "wrong API keys", 4, bad_key


def misuse(tenant, action, clients, stop, counts):
    """Runs in a process of its own: counts the results by status."""
    results = queue.SimpleQueue()

    def client():
        while not stop.is_set():
            try:
                results.put(str(action(tenant)))
            except (OSError, http.client.HTTPException):
                results.put("closed")
                time.sleep(0.1)

    for _ in range(clients):
        threading.Thread(target=client, daemon=True).start()
    stop.wait()
    found = collections.Counter()
    while not results.empty():
        found[results.get()] += 1
    counts.put(dict(found))


class Honest:
    """Small requests in turn, with a pause between two."""

    def __init__(self, tenant):
        self.tenant = tenant
        self.body = batches(definition())

    def measure(self, seconds):
        latencies = {"read": [], "list": [], "submit": []}
        failed = collections.Counter()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.one(latencies, failed, "read", "GET", self.tenant.task)
            self.one(latencies, failed, "list", "GET", self.tenant.task + "/jobs?pageSize=100&viewType=SIMPLE")
            self.one(latencies, failed, "submit", "POST", self.tenant.task + "/jobs/batch", self.body)
            time.sleep(0.02)
        figures = {name: percentiles(values) for name, values in latencies.items()}
        return {"requests": sum(map(len, latencies.values())), "failed": dict(failed), "latencyMs": figures}

    def one(self, latencies, failed, name, method, path, body=None):
        start = time.monotonic()
        try:
            status = str(self.tenant.request(method, path, body)[0])
        except (OSError, http.client.HTTPException) as e:
            status = type(e).__name__
        latencies[name].append(time.monotonic() - start)
        if status != "200":
            failed[status] += 1


def percentiles(seconds):
    ordered = sorted(seconds)
    return {"p50": round(1000 * ordered[len(ordered) // 2], 1),
            "p99": round(1000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], 1),
            "max": round(1000 * ordered[-1], 1)}


def beside(honest, tenant, name, clients, action, seconds):
    context = multiprocessing.get_context("fork")
    stop, counts = context.Event(), context.Queue()
    process = context.Process(target=misuse, args=(tenant, action, clients, stop, counts), daemon=True)
    process.start()
    time.sleep(1)
    figures = honest.measure(seconds)
    stop.set()
    row = {"misuse": name, "clients": clients, "responses": counts.get(timeout=60), "honest": figures}
    process.kill()
    process.join()
    print(json.dumps(row), file=sys.stderr)
    time.sleep(2)
    return row


def main():
    parser = argparse.ArgumentParser(prog="openhtc bench misuse")
    parser.add_argument("--seconds", type=int, default=20, help="time per misuse")
    parser.add_argument("--only", help="only the misuses whose name contains this text")
    arguments = parser.parse_args()
    limits = {"OPENHTC_RATELIMIT_REQUESTSPERMINUTE": "12000", "OPENHTC_SUBMISSION_WAITINGJOBS": "5000000",
              "OPENHTC_SUBMISSION_WAITINGBATCHES": "100000"}
    with bench.service(CONFIGURATION, **limits) as service:
        service.call("PUT", "/admin/regions/AWS_US_EAST_1", {"enabled": True})
        honest = Honest(Tenant(service, "honest", "127.0.0.2"))
        tenant = Tenant(service, "misuser", "127.0.0.1")
        honest.measure(arguments.seconds)  # so that the service's code is compiled
        figures = {"secondsEach": arguments.seconds, "alone": honest.measure(arguments.seconds), "beside": []}
        for name, clients, action in misuses():
            if not arguments.only or arguments.only in name:
                figures["beside"].append(beside(honest, tenant, name, clients, action, arguments.seconds))
        figures["serviceSurvived"] = service.pid() > 0 and service.call("GET", "/auth/whoami") is not None
        bench.publish("misuse", figures)


if __name__ == "__main__":
    main()
