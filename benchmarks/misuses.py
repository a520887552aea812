"""The misuses of benchmark misuse: for each bound of the service, a tenant at it or beyond it."""

import collections
import dataclasses
import http.client
import json
import selectors
import threading
import time
import urllib.parse
from typing import Callable

from tenants import batch, definition, label

LARGEST_SUBMISSION = 20_000_000
LINES_OF_LARGE_LOG = 100_000
JOBS_OF_HISTORY = 10_000
LARGE_OBJECT = 64 << 20
MOST_OF_STREAM = 10 << 20


@dataclasses.dataclass
class Misuse:
    """
    bound: what limits it
    clients: threads or connections
    run: called with the tenant, an event that ends it, and a function that counts a result
    seconds: shortest time in which the bound shows
    after: called with the tenant at the end
    """
    name: str
    bound: str
    clients: int
    run: Callable
    seconds: int = 0
    after: Callable = lambda tenant: None


def repeated(clients, action):
    """Threads that do something again and again. The action returns its result or counts it itself."""
    def run(tenant, stop, count):
        def client():
            while not stop.is_set():
                try:
                    result = action(tenant, count)
                    if result is not None:
                        count(result)
                except (OSError, http.client.HTTPException) as e:
                    count(type(e).__name__)
                    time.sleep(0.1)
        for _ in range(clients):
            threading.Thread(target=client, daemon=True).start()
        stop.wait()
    return run


def posting(path, body):
    return lambda tenant, count: label(*tenant.post(path(tenant), [body], len(body)))


def submitting(body):
    return posting(jobs, body)


def jobs(tenant):
    return tenant.task + "/jobs/batch"


def body_of(*batches):
    return json.dumps(batches).encode()


def one_hash_code(number):
    """Names that all have the same hash code in Java."""
    return "".join("Aa" if number >> bit & 1 else "BB" for bit in range(17))


def in_chunks(tenant, count):
    return label(*tenant.post(jobs(tenant), [b" " * 65_536] * (LARGEST_SUBMISSION // 65_536 + 1)))


def new_classes(tenant, count):
    """Batches that differ in what they need: each is a class of its own to the scheduler."""
    start = int(time.monotonic() * 1000) % 200_000 + 4
    body = body_of(*(batch(1, commands=["sleep", "1"], maxMemory=start + i) for i in range(100)))
    return label(*tenant.post(jobs(tenant), [body], len(body)))


def bad_key(tenant, count):
    connection = http.client.HTTPConnection("127.0.0.1", tenant.port, timeout=30, source_address=(tenant.address, 0))
    connection.request("GET", "/api/v1/auth/token", None, {"Authorization": "Token wrong%s" % time.monotonic()})
    response = connection.getresponse()
    result = label(response.status, response.read())
    connection.close()
    return result


def streaming(path):
    """Reads streams, each to its end or to a number of bytes."""
    def action(tenant, count):
        connection = http.client.HTTPConnection("127.0.0.1", tenant.port, timeout=30,
                                                source_address=(tenant.address, 0))
        connection.request("GET", "/api/v1" + path(tenant), None, tenant.headers())
        response = connection.getresponse()
        if response.status != 200:
            count(label(response.status, response.read()))
        else:
            count("200")
            left = MOST_OF_STREAM
            while left > 0 and (part := response.read1()):
                left -= len(part)
        connection.close()
        if response.status != 200:
            time.sleep(0.1)
    return action


def log_of(tenant):
    return "%s/jobs/%s/logs" % (tenant.task, tenant.job_with_log)


def reading(path):
    return lambda tenant, count: label(*tenant.request("GET", path(tenant)))


class SlowClients:
    """Connections that send a text and then a byte a second. Each is opened again a second after its end."""

    def __init__(self, connections, text, port=lambda tenant: tenant.port, byte=b""):
        """text: of a tenant's request; port: that the tenant connects to"""
        self.connections, self.text, self.port, self.byte = connections, text, port, byte

    def run(self, tenant, stop, count):
        text, port = self.text(tenant), self.port(tenant)
        selector, due = selectors.DefaultSelector(), collections.deque([0.0] * self.connections)
        sent = time.monotonic()
        while not stop.is_set():
            while due and due[0] < time.monotonic() and not stop.is_set():
                due.popleft()
                if not self.open(tenant, port, text, selector):
                    count("no connection")
                    due.append(time.monotonic() + 1)
                    break
            for key, _ in selector.select(0.05):
                count(self.end(selector, key))
                due.append(time.monotonic() + 1)
            if self.byte and time.monotonic() - sent > 1:
                sent = time.monotonic()
                self.send_byte(selector)
        for _ in selector.get_map():
            count("open at the end")

    @staticmethod
    def open(tenant, port, text, selector):
        try:
            connection = tenant.connect(port, timeout=1)
        except OSError:
            return False
        opened = time.monotonic()
        try:
            connection.sendall(text)
        except OSError:
            pass  # the selector finds that it was closed
        selector.register(connection, selectors.EVENT_READ, opened)
        return True

    @staticmethod
    def end(selector, key):
        selector.unregister(key.fileobj)
        with key.fileobj as connection:
            try:
                received = connection.recv(65_536)
            except OSError:
                received = b""
        if received:
            return label(int(received.split()[1]), received)
        return "closed at once" if time.monotonic() - key.data < 2 else "closed later"

    def send_byte(self, selector):
        for key in list(selector.get_map().values()):
            try:
                key.fileobj.send(self.byte)
            except OSError:
                pass  # the selector finds that it was closed


def slow_header(tenant):
    return b"GET /api/v1/htc/projects HTTP/1.1\r\nHost: localhost\r\n"


def slow_body(tenant):
    head = ("POST /api/v1%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
            "Content-Type: application/json\r\nContent-Length: 10000000\r\n\r\n[" % (jobs(tenant), tenant.token))
    return head.encode() + b" " * 300_000


def slow_upload(tenant):
    url = urllib.parse.urlsplit(tenant.upload)
    return ("PUT %s?%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 1000000\r\n\r\n"
            % (url.path, url.query, url.netloc)).encode()


def store_port(tenant):
    return urllib.parse.urlsplit(tenant.upload).port


def large_object(tenant, count):
    count("PUT " + label(*tenant.stored("PUT", tenant.upload, bytes(LARGE_OBJECT))))
    return "GET " + label(*tenant.stored("GET", tenant.download))


def cancel(tenant):
    status, text = tenant.request("POST", tenant.task + "/jobs/cancel")
    if status != 200:
        raise RuntimeError("the jobs were not cancelled: %d %s" % (status, text[:300]))


def prepare(tenant):
    """A history of many events, a large log, and URLs of the store."""
    tenant.upload, tenant.download = tenant.url("PUT", "large"), tenant.url("GET", "large")
    print_lines = ["print", str(LINES_OF_LARGE_LOG)]
    tenant.job_with_log = tenant.submit(batch(1, commands=print_lines))[0]["parentJobId"] + ":0"
    tenant.submit(*[batch(1000)] * (JOBS_OF_HISTORY // 1000))
    end = time.monotonic() + 120
    while tenant.statuses().get("SUCCEEDED", 0) <= JOBS_OF_HISTORY:
        if time.monotonic() > end:
            raise RuntimeError("the jobs of the history do not end: %s" % tenant.statuses())
        time.sleep(0.2)


def misuses():
    """A generator, because the bodies are large."""
    argument = "x" * 100_000
    largest = body_of(*(batch(1, commands=[argument, argument[:85_000]]) for _ in range(100)))
    assert LARGEST_SUBMISSION * 0.9 < len(largest) < LARGEST_SUBMISSION
    yield Misuse("submissions of 18.5 MB", "memory for large bodies: 32 MB of a user", 4,
                 repeated(4, submitting(largest)))
    yield Misuse("submissions beyond 20 MB, with length", "20 MB", 4,
                 repeated(4, submitting(b" " * (LARGEST_SUBMISSION + 1))))
    yield Misuse("submissions beyond 20 MB, in chunks", "20 MB", 4, repeated(4, in_chunks))
    yield Misuse("submissions of 6 million empty objects", "1,000 elements of a list", 4,
                 repeated(4, submitting(b"[" + b"{}," * 6_000_000 + b"{}]")))
    yield Misuse("lists of large definitions", "size of a page", 4,
                 repeated(4, reading(lambda tenant: tenant.task + "/jobs?pageSize=1000")))
    regions = b'{"projectName":"p","projectDescription":"","regions":[' + b"null," * 40_000 + b"null]}"
    yield Misuse("40,000 wrong elements in regions", "1,000 elements of a list", 4,
                 repeated(4, posting(lambda tenant: "/htc/projects", regions)))
    members = b'{"taskName":"t","taskDescription":"","x":"' + b"x" * 4_000_000 + b'"}'
    yield Misuse("4 MB of unknown members", "256 KB", 4, repeated(4, posting(lambda tenant: tenant.tasks, members)))
    tags = {one_hash_code(number): "" for number in range(1 << 17)}
    yield Misuse("131,072 tags with one hash code", "50 tags", 2, repeated(2, submitting(body_of(batch(1, tags=tags)))))
    yield Misuse("an argument beyond 128 KiB", "128 KiB", 4,
                 repeated(4, submitting(body_of(batch(1, commands=["x" * 131_072])))))
    claims = [{"name": "a", "value": "x" * 4_000}]
    yield Misuse("claims beyond the size of a token", "size of a token", 4,
                 repeated(4, submitting(body_of(batch(1, claims=claims)))))
    yield Misuse("requests without pause", "12,000 per minute, 3,000 at once", 8,
                 repeated(8, reading(lambda tenant: tenant.task)), seconds=20)
    yield Misuse("wrong API keys", "300 per minute", 4, repeated(4, bad_key))
    yield Misuse("bodies of a byte per second", "32 KB per second after 20 seconds", 64,
                 SlowClients(64, slow_body, byte=b" ").run, seconds=25)
    for connections in (400, 1200):
        yield Misuse("headers that do not end, {:,} connections".format(connections),
                     "500 connections, 10 s for a header", connections, SlowClients(connections, slow_header).run)
    yield Misuse("60 streams of the whole history", "50 streams of a user", 60,
                 repeated(60, streaming(lambda tenant: tenant.task + "/jobs/stream?lastEventId=0")))
    yield Misuse("32 readers of a log of 13 MB", "one log of a host at a time", 32,
                 repeated(32, reading(lambda tenant: log_of(tenant) + "?pageSize=10000")))
    yield Misuse("60 streams of a log of 13 MB", "50 streams of a user, one read of a host at a time", 60,
                 repeated(60, streaming(lambda tenant: log_of(tenant) + "/stream")))
    yield Misuse("objects of 64 MiB, written and read", "64 requests of a key", 8, repeated(8, large_object))
    yield Misuse("uploads of a byte per second", "256 connections, 64 requests of a key, 1 KiB/s", 300,
                 SlowClients(300, slow_upload, store_port, b" ").run, seconds=25)
    yield Misuse("100 new classes of demand per request", "500 classes of a workspace", 4,
                 repeated(4, new_classes), after=cancel)
    thousand = body_of(*[batch(1)] * 1000)
    yield Misuse("1,000 batches per request", "100 batches of a request", 2, repeated(2, submitting(thousand)))
    full = body_of(*[batch(1000, commands=["sleep", "1"])] * 100)
    yield Misuse("100,000 jobs per request", "5,000,000 waiting jobs of a workspace", 2,
                 repeated(2, submitting(full)), seconds=25, after=cancel)
