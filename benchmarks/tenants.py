"""Tenants of a service, and requests that no HTTP library sends: with bodies that are refused before their end."""

import http.client
import json
import re
import select
import socket
import urllib.parse

import simulation

TIMEOUT_SECONDS = 30
CODE = re.compile(rb'"error":"(\w+)"|<Code>(\w+)</Code>')


class Tenant:
    """An administrator of a workspace of its own, with a task."""

    def __init__(self, service, name, address):
        """address: the tenant's own, because connections and wrong keys are limited per address"""
        self.service, self.port, self.name, self.address = service, service.port, name, address
        service.call("POST", "/admin/organizations", {"code": name, "name": name})
        service.call("POST", "/admin/workspaces", {"id": name, "organizationCode": name, "name": name})
        self.users = 0
        self.become_new_user()
        project = self.json("POST", "/htc/projects", {"projectName": "p", "projectDescription": ""})["projectId"]
        self.tasks = "/htc/projects/%s/tasks" % project
        task = self.json("POST", self.tasks, {"taskName": "t", "taskDescription": ""})["taskId"]
        self.task = self.tasks + "/" + task

    def become_new_user(self):
        """Continues as another administrator of the workspace, who has used up none of the limits of a user."""
        self.users += 1
        email = "%s-%d@example.org" % (self.name, self.users)
        user = self.service.call("POST", "/admin/users", {"workspaceId": self.name, "email": email,
                                                          "fullName": self.name, "role": "WORKSPACE_ADMIN"})
        keys = "/admin/users/%s/api-keys" % user["userId"]
        key = self.service.call("POST", keys, {"name": "benchmark"})["apiKey"]
        self.token = self.service.call("GET", "/auth/token", token="Token " + key)["tokenValue"]

    def request(self, method, path, body=None):
        """Status and body of the response to a request on a new connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS,
                                                source_address=(self.address, 0))
        try:
            connection.request(method, "/api/v1" + path, body, self.headers())
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def headers(self):
        return {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}

    def json(self, method, path, body=None):
        status, text = self.request(method, path, None if body is None else json.dumps(body))
        if status != 200:
            raise RuntimeError("%s %s: %d %s" % (method, path, status, text[:300]))
        return json.loads(text)

    def submit(self, *batches):
        return self.json("POST", self.task + "/jobs/batch", batches)

    def statuses(self):
        """Number of jobs by status."""
        return self.json("GET", self.task + "/summary-statistics")["jobStatuses"]

    def url(self, method, name):
        """A presigned URL of the store for a file of the task."""
        return self.json("GET", "%s/storage/presigned-url?method=%s&filePath=%s" % (self.task, method, name))["url"]

    def stored(self, method, url, body=None):
        """Status and body of the store's response."""
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=TIMEOUT_SECONDS,
                                                source_address=(self.address, 0))
        try:
            connection.request(method, "%s?%s" % (parts.path, parts.query), body, {"Host": parts.netloc})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def connect(self, port=None, timeout=TIMEOUT_SECONDS):
        return socket.create_connection(("127.0.0.1", port or self.port), timeout, (self.address, 0))

    def post(self, path, pieces, length=None):
        """Posts a body, in chunks if its length is not given, and stops as soon as a response arrives."""
        framing = "Transfer-Encoding: chunked" if length is None else "Content-Length: %d" % length
        head = "POST /api/v1%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n" % (path, framing)
        head += "".join("%s: %s\r\n" % header for header in self.headers().items()) + "\r\n"
        with self.connect() as connection:
            connection.sendall(head.encode())
            send_until_response(connection, chunks(pieces) if length is None else pieces)
            response = http.client.HTTPResponse(connection)
            response.begin()
            return response.status, response.read()


def chunks(pieces):
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def send_until_response(connection, pieces):
    poll = select.poll()
    poll.register(connection, select.POLLIN | select.POLLOUT)
    for piece in pieces:
        view = memoryview(piece)
        while view:
            events = dict(poll.poll(TIMEOUT_SECONDS * 1000))
            if not events or events[connection.fileno()] & ~select.POLLOUT:
                return
            view = view[connection.send(view):]


def label(status, body):
    """The status, with the code of an error."""
    code = CODE.search(body)
    return "%d %s" % (status, next(filter(None, code.groups())).decode()) if code and status >= 400 else str(status)


def definition(**more):
    return {"imageName": simulation.IMAGE, "maxVCpus": 1, "maxMemory": 64, "execTimeoutSeconds": 3600,
            "commands": ["sleep", "0"], **more}


def batch(size, **more):
    return {"batchSize": size, "htcJobDefinition": definition(**more)}
