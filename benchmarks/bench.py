"""Common parts of the benchmarks: a separate service, HTTP, a plain engine client, results as JSON."""

import contextlib
import http.client
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENGINE = "/var/run/docker.sock"
IMAGE = "openhtc-benchmark/busybox:1"

# Of other programs: nothing of the benchmark has been started yet.
LOAD_BEFORE = round(os.getloadavg()[0], 1)


class Service:
    """A new service, started by the launcher on a free port with an empty home directory."""

    def __init__(self, home, port, environment):
        self.home, self.port, self.environment = home, port, environment
        self.launch("up")
        self.log_in()

    def log_in(self):
        """Gets a new token of the administrator."""
        with open(os.path.join(self.home, "api-key")) as key:
            self.token = self.call("GET", "/auth/token", token="Token " + key.read().strip())["tokenValue"]

    def call(self, method, path, body=None, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Authorization": token or "Bearer " + self.token, "Content-Type": "application/json"}
        connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        text = response.read()
        if response.status >= 300:
            raise RuntimeError("%s %s: %d %s" % (method, path, response.status, text[:300]))
        return json.loads(text) if text else None

    def task(self):
        """Path of a new task in a new project."""
        project = self.call("POST", "/htc/projects", {"projectName": "benchmark", "projectDescription": ""})
        path = "/htc/projects/%s/tasks" % project["projectId"]
        task = self.call("POST", path, {"taskName": "benchmark", "taskDescription": ""})
        return "%s/%s" % (path, task["taskId"])

    def launch(self, command):
        """Runs a command of the launcher, such as up or down."""
        launcher = os.path.join(ROOT, "openhtc")
        subprocess.run([launcher, command], env=self.environment, check=command == "up",
                       stdout=subprocess.DEVNULL)

    def pid(self):
        with open(os.path.join(self.home, "service.pid")) as pid:
            return int(pid.read().split()[0])


@contextlib.contextmanager
def service(configuration=None, **settings):
    """A service for the time of a with block.

    configuration: text of its application.yaml; settings: environment variables
    """
    home = tempfile.mkdtemp(prefix="openhtc-benchmark")
    if configuration:
        os.mkdir(os.path.join(home, "config"))
        with open(os.path.join(home, "config", "application.yaml"), "w") as file:
            file.write(configuration)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # A benchmark sends all requests as one user.
    unlimited = {
        "OPENHTC_RATELIMIT_REQUESTSPERMINUTE": "0",
        "OPENHTC_SUBMISSION_WAITINGJOBS": "1000000000",
        "OPENHTC_SUBMISSION_WAITINGBATCHES": "1000000000",
    }
    environment = {**unlimited, **os.environ, "OPENHTC_HOME": home, "OPENHTC_PORT": str(port), **settings}
    try:
        yield Service(home, port, environment)
    finally:
        subprocess.run([os.path.join(ROOT, "openhtc"), "down"], env=environment, stdout=subprocess.DEVNULL)
        shutil.rmtree(home, ignore_errors=True)


class Engine(http.client.HTTPConnection):
    """The Docker engine's own API over its unix socket, on one connection."""

    def __init__(self):
        super().__init__("engine")

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(ENGINE)

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        self.request(method, path, None if body is None else json.dumps(body), headers)
        response = self.getresponse()
        text = response.read()
        if response.status >= 300:
            raise RuntimeError("%s %s: %d %s" % (method, path, response.status, text[:300]))
        return json.loads(text) if text.strip().startswith(b"{") else None


def make_image():
    """A small image from Debian's static busybox, imported into the local engine."""
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(["apt-get", "download", "-qq", "busybox-static"], cwd=work, check=True)
        package = [f for f in os.listdir(work) if f.endswith(".deb")][0]
        subprocess.run(["dpkg", "-x", package, "x"], cwd=work, check=True)
        os.makedirs(os.path.join(work, "root", "bin"))
        shutil.copy(os.path.join(work, "x", "bin", "busybox"), os.path.join(work, "root", "bin", "busybox"))
        for applet in ("sh", "true", "sleep", "echo"):
            os.symlink("busybox", os.path.join(work, "root", "bin", applet))
        archive = subprocess.run(["tar", "-C", "root", "-c", "."], cwd=work, check=True, stdout=subprocess.PIPE).stdout
        engine = Engine()
        repository, tag = IMAGE.split(":")
        engine.request("POST", "/images/create?fromSrc=-&repo=%s&tag=%s" % (repository, tag), archive)
        engine.getresponse().read()


def median_ms(action, times):
    """Median duration of an action in milliseconds."""
    return round(statistics.median(timed(action) for _ in range(times)) * 1000, 1)


def timed(action):
    start = time.monotonic()
    action()
    return time.monotonic() - start


def heap_mib(service):
    """Heap in use right after a full collection."""
    home = os.path.realpath("/proc/%d/exe" % service.pid())
    jcmd = os.path.join(os.path.dirname(home), "jcmd")
    subprocess.run([jcmd, str(service.pid()), "GC.run"], stdout=subprocess.DEVNULL, check=True)
    text = subprocess.run([jcmd, str(service.pid()), "GC.heap_info"], stdout=subprocess.PIPE, text=True).stdout
    used = [word for line in text.splitlines() if "used" in line and "Metaspace" not in line and "class" not in line
            for word in [line.split("used ")[1].split(",")[0].split()[0]]]
    return round(int(used[0].rstrip("K")) / 1024)


def git(*words):
    return subprocess.run(["git", "-C", ROOT, *words], stdout=subprocess.PIPE, text=True).stdout.strip()


def machine():
    with open("/proc/meminfo") as meminfo:
        memory = int(meminfo.readline().split()[1]) // 1024
    return {"cores": os.cpu_count(), "memoryMiB": memory, "kernel": platform.release(),
            "loadBefore": LOAD_BEFORE}


def publish(name, figures):
    """Prints the figures and stores them in benchmarks/results/<name>.json."""
    result = {
        "benchmark": name,
        "commit": git("rev-parse", "--short", "HEAD"),
        "uncommittedChanges": bool(git("status", "--porcelain", "src")),
        "machine": machine(),
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "figures": figures,
    }
    directory = os.path.join(ROOT, "benchmarks", "results")
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, name + ".json"), "w") as file:
        json.dump(result, file, indent=2)
        file.write("\n")
    print(json.dumps(result, indent=2))
