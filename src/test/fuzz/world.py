"""Resources for the fuzzer, created through the API of a running service."""

import json
import time
import urllib.error
import urllib.request
import uuid

ROLES = {
    "user": "USER",
    "workspace admin": "WORKSPACE_ADMIN",
    "organization admin": "ORGANIZATION_ADMIN",
    "platform admin": "PLATFORM_ADMIN",
}
IMAGE = "openhtc-test/busybox:2"


class Api:
    """One caller of the service."""

    def __init__(self, base, authorization):
        self.base = base
        self.authorization = authorization

    @staticmethod
    def with_key(base, key):
        token = Api(base, "Token " + key).call("GET", "/auth/token")["tokenValue"]
        return Api(base, "Bearer " + token)

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": self.authorization, "Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                text = response.read()
        except urllib.error.HTTPError as refusal:
            raise SystemExit(f"{method} {path}: {refusal.code} {refusal.read().decode()}")
        return json.loads(text) if text else None


class World:
    """A workspace with a user of each role, and resources in it."""

    def __init__(self, base, administrator_key):
        self.base = base
        self.administrator = Api.with_key(base, administrator_key)
        self.workspace = self._workspace()
        self.victim = self._user("USER")
        self.tokens = {name: self._member(role) for name, role in ROLES.items()}
        self.admin = Api(base, "Bearer " + self.tokens["workspace admin"])
        self.project = self._project()
        self.task = self._task()
        self.spare_tasks = [self._task() for _ in range(5)]
        self.limit = self._limit()
        self.job = self._job()
        self.tokens["job"] = self._job_token()

    def dictionaries(self):
        """Values of path parameters that name existing resources, by parameter name."""
        return {
            "projectId": [self.project],
            "taskId": [self.task],
            "jobId": [self.job],
            "workspaceId": [self.workspace],
            "id": [str(self.limit)],
            "userId": [self.victim],
            "region": ["AWS_US_WEST_2"],
        }

    def end(self):
        """Ends all jobs."""
        self.administrator.call("POST", f"{self._tasks()}/{self.task}/jobs/cancel")

    def _workspace(self):
        name = "fuzz-" + uuid.uuid4().hex[:12]
        self.administrator.call("POST", "/admin/organizations", {"code": name, "name": name})
        body = {"id": name, "organizationCode": name, "name": name}
        self.administrator.call("POST", "/admin/workspaces", body)
        return name

    def _user(self, role):
        body = {
            "workspaceId": self.workspace,
            "email": uuid.uuid4().hex + "@example.org",
            "fullName": "Fuzzer",
            "role": role,
        }
        return self.administrator.call("POST", "/admin/users", body)["userId"]

    def _member(self, role):
        user = self._user(role)
        key = self.administrator.call("POST", f"/admin/users/{user}/api-keys", {"name": "fuzz"})
        return Api.with_key(self.base, key["apiKey"]).authorization.removeprefix("Bearer ")

    def _project(self):
        body = {"projectName": "fuzz", "projectDescription": ""}
        return self.admin.call("POST", "/htc/projects", body)["projectId"]

    def _tasks(self):
        return f"/htc/projects/{self.project}/tasks"

    def _task(self):
        body = {"taskName": "fuzz", "taskDescription": ""}
        return self.admin.call("POST", self._tasks(), body)["taskId"]

    def _limit(self):
        """One vCPU, which the one real job uses, so that all submitted jobs wait."""
        body = {"modifierRole": "WORKSPACE_ADMIN", "vCPUs": 1}
        limit = self.admin.call("POST", f"/htc/projects/{self.project}/limits", body)
        path = f"/admin/workspaces/{self.workspace}/limit"
        self.administrator.call("PUT", path, {"vCPUs": 1})
        return limit["id"]

    def _job(self):
        definition = {
            "imageName": IMAGE,
            "maxVCpus": 1,
            "maxMemory": 64,
            "execTimeoutSeconds": 7200,
            "commands": ["sh", "-c", "echo $RESCALE_HTC_BEARER_TOKEN; sleep 7200"],
        }
        batches = [{"batchSize": 1, "htcJobDefinition": definition}]
        path = f"{self._tasks()}/{self.task}/jobs/batch"
        return self.admin.call("POST", path, batches)[0]["parentJobId"] + ":0"

    def _job_token(self):
        path = f"{self._tasks()}/{self.task}/jobs/{self.job}/logs"
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            lines = self.admin.call("GET", path)["items"]
            if lines:
                return lines[0]["message"]
            time.sleep(0.5)
        raise SystemExit(f"The job {self.job} has not printed its token within 120 s")
