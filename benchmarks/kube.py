"""A control plane of Kubernetes with simulated nodes, and a bare client of its API server."""

import collections
import concurrent.futures
import contextlib
import http.client
import json
import os
import queue
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.parse

import bench
import simulation

NAMESPACE = "openhtc-jobs"
TOKEN = "administrator-of-the-benchmark"
SOURCES = os.path.join(bench.ROOT, "src", "test", "kubernetes")
NODES = 20
POD_SECONDS = 0.1
# In the stage that ends pods.
STAGE_DURATION = "durationMilliseconds: %d\n"
JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
# Of the pods of the bare client.
LABEL = {"app.kubernetes.io/managed-by": "benchmark"}


def programs():
    """The directory of the servers, which are built on the first use."""
    text = subprocess.run([os.path.join(SOURCES, "build.sh")], check=True, stdout=subprocess.PIPE, text=True).stdout
    return text.split()[-1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ControlPlane:
    """etcd, an API server, a scheduler and kwok with its nodes, as processes on loopback."""

    def __init__(self, home, nodes, pod_seconds):
        self.home, self.nodes, self.pod_seconds = home, nodes, pod_seconds
        self.programs, self.processes = programs(), {}
        self.port, self.etcd_port, self.kwok_port = free_port(), free_port(), free_port()
        self.kubeconfig = os.path.join(home, "kubeconfig")
        self.write_files()
        self.start_etcd()
        self.start_api_server()
        self.call("POST", "/api/v1/namespaces", {"metadata": {"name": NAMESPACE}})
        self.start("kube-scheduler", "--config=" + self.file("scheduler.yaml"), "--bind-address=127.0.0.1",
                   "--authentication-kubeconfig=" + self.kubeconfig, "--authorization-kubeconfig=" + self.kubeconfig,
                   "--secure-port=%d" % free_port())
        self.start("kwok", "--kubeconfig", self.kubeconfig, "--config", self.file("kwok.yaml"))
        self.add_nodes()

    def file(self, name):
        return os.path.join(self.home, name)

    def write_files(self):
        subprocess.run(["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=test",
                        "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", self.file("key.pem"),
                        "-out", self.file("cert.pem")], check=True, stderr=subprocess.DEVNULL)
        cluster = {"server": "https://127.0.0.1:%d" % self.port, "certificate-authority": self.file("cert.pem")}
        files = {
            "tokens.csv": TOKEN + ",admin,1,system:masters\n",
            "kubeconfig": json.dumps({
                "apiVersion": "v1", "kind": "Config", "current-context": "test",
                "contexts": [{"name": "test", "context": {"cluster": "test", "user": "admin"}}],
                "clusters": [{"name": "test", "cluster": cluster}],
                "users": [{"name": "admin", "user": {"token": TOKEN}}],
            }),
            "scheduler.yaml": json.dumps({
                "apiVersion": "kubescheduler.config.k8s.io/v1", "kind": "KubeSchedulerConfiguration",
                "leaderElection": {"leaderElect": False},
                "clientConnection": {"kubeconfig": self.kubeconfig, "qps": 1000, "burst": 2000},
            }),
            "kwok.log": "2026-01-01T00:00:00.000000000Z stdout F done\n",
            "kwok.yaml": self.kwok_configuration(),
        }
        for name, text in files.items():
            with open(self.file(name), "w") as file:
                file.write(text)

    def kwok_configuration(self):
        options = {
            "manageNodesWithAnnotationSelector": "kwok.x-k8s.io/node=fake", "nodeIP": "127.0.0.1",
            "nodePort": self.kwok_port, "serverAddress": "127.0.0.1:%d" % self.kwok_port,
            "tlsCertFile": self.file("cert.pem"), "tlsPrivateKeyFile": self.file("key.pem"), "cidr": "10.128.0.0/14",
            # A given configuration has no defaults.
            "podPlayStageParallelism": 16, "nodePlayStageParallelism": 4, "nodeLeaseParallelism": 4,
            "podsOnNodeSyncParallelism": 4, "nodeLeaseDurationSeconds": 40, "enableDebuggingHandlers": True,
            "enablePodsOnNodeSyncListPager": False, "enablePodsOnNodeSyncStreamWatch": True,
        }
        version = "config.kwok.x-k8s.io/v1alpha1"
        logs = {"apiVersion": "kwok.x-k8s.io/v1alpha1", "kind": "ClusterLogs", "metadata": {"name": "logs"},
                "spec": {"logs": [{"logsFile": self.file("kwok.log"), "follow": False}]}}
        with open(os.path.join(SOURCES, "kwok", "stages.yaml")) as file:
            stages = file.read().replace(STAGE_DURATION % 100, STAGE_DURATION % (self.pod_seconds * 1000))
        return "\n---\n".join([
            json.dumps({"apiVersion": version, "kind": "KwokConfiguration", "options": options}),
            json.dumps(logs), stages])

    def start(self, program, *arguments):
        with open(self.file(program + ".out"), "a") as output:
            self.processes[program] = subprocess.Popen(
                [os.path.join(self.programs, program), *arguments], cwd=self.home, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT)

    def start_etcd(self):
        clients, peers = ("http://127.0.0.1:%d" % port for port in (self.etcd_port, free_port()))
        self.start("etcd", "--name=e", "--data-dir=" + self.file("etcd"), "--unsafe-no-fsync", "--log-level=warn",
                   "--listen-client-urls=" + clients, "--advertise-client-urls=" + clients,
                   "--listen-peer-urls=" + peers, "--initial-advertise-peer-urls=" + peers,
                   "--initial-cluster=e=" + peers)

    def start_api_server(self):
        self.start(
            "kube-apiserver", "--etcd-servers=http://127.0.0.1:%d" % self.etcd_port, "--bind-address=127.0.0.1",
            "--secure-port=%d" % self.port, "--endpoint-reconciler-type=none",
            "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC",
            # There is no controller manager, which would make service accounts and remove taints.
            "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition",
            "--token-auth-file=" + self.file("tokens.csv"), "--tls-cert-file=" + self.file("cert.pem"),
            "--tls-private-key-file=" + self.file("key.pem"), "--kubelet-preferred-address-types=InternalIP",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + self.file("key.pem"),
            "--service-account-signing-key-file=" + self.file("key.pem"))
        self.await_(lambda: self.call("GET", "/api/v1/namespaces/kube-system"), 60)

    @staticmethod
    def await_(condition, seconds):
        deadline = time.monotonic() + seconds
        while True:
            try:
                if condition():
                    return
            except (OSError, RuntimeError, http.client.HTTPException):
                pass
            if time.monotonic() > deadline:
                raise RuntimeError("the control plane is not ready")
            time.sleep(0.2)

    def add_nodes(self):
        amounts = {"cpu": "32", "memory": "128Gi", "ephemeral-storage": "1Ti", "pods": "250"}
        client = self.client()
        for number in range(self.nodes):
            name = "kwok-%03d" % number
            labels = {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}
            client.call("POST", "/api/v1/nodes", {
                "apiVersion": "v1", "kind": "Node",
                "metadata": {"name": name, "labels": labels, "annotations": {"kwok.x-k8s.io/node": "fake"}},
                "status": {"allocatable": amounts, "capacity": amounts}})
        self.await_(lambda: self.ready_nodes() == self.nodes, 60 + self.nodes)

    def ready_nodes(self):
        nodes = self.call("GET", "/api/v1/nodes")["items"]
        return sum(1 for node in nodes for condition in node["status"].get("conditions", [])
                   if condition["type"] == "Ready" and condition["status"] == "True")

    def client(self):
        return Client(self.port, self.file("cert.pem"))

    def call(self, method, path, body=None):
        return self.client().call(method, path, body)

    def pods(self):
        return len(self.call("GET", PODS + "?limit=10000")["items"])

    def version(self):
        """The present version of the pods."""
        return self.call("GET", PODS + "?limit=1")["metadata"]["resourceVersion"]

    def first_pod_after(self, version):
        """The first pod that was created after a version, as it was then."""
        client = self.client()
        client.request("GET", PODS + "?watch=1&resourceVersion=" + version, headers=client.headers)
        changes = (json.loads(line) for line in client.getresponse())
        pod = next(change["object"] for change in changes if change["type"] == "ADDED")
        client.close()
        return pod

    def calls(self):
        """How many calls of each kind the API server has got from all its clients."""
        client = self.client()
        client.request("GET", "/metrics", headers={**client.headers, "Accept": "*/*"})
        text = client.getresponse().read().decode()
        client.close()
        counts = collections.Counter()
        for labels, value in re.findall(r"^apiserver_request_total\{(.*)\} (\S+)$", text, re.MULTILINE):
            label = dict(re.findall(r'(\w+)="([^"]*)"', labels))
            resource = "/".join(filter(None, (label["resource"], label["subresource"])))
            counts["%s %s %s" % (label["verb"], resource, label["code"])] += float(value)
        return counts

    def crash(self):
        """Kills the API server with SIGKILL, compacts etcd, and returns when another API server is ready."""
        self.processes["kube-apiserver"].kill()
        self.processes["kube-apiserver"].wait()
        self.compact()
        self.start_api_server()

    def compact(self):
        """Removes the history of all objects from etcd."""
        present = self.etcd("/v3/kv/range", {"key": "AA==", "range_end": "AA==", "limit": 1, "count_only": True})
        self.etcd("/v3/kv/compaction", {"revision": present["header"]["revision"]})

    def etcd(self, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.etcd_port, timeout=60)
        connection.request("POST", path, json.dumps(body))
        response = connection.getresponse()
        text = response.read()
        if response.status != 200:
            raise RuntimeError("etcd: %s" % text[:300])
        return json.loads(text)

    def cpu_seconds(self):
        return {program: simulation.cpu_seconds(process.pid) for program, process in self.processes.items()}

    def close(self):
        for process in self.processes.values():
            process.kill()
            process.wait()


PODS = "/api/v1/namespaces/%s/pods" % NAMESPACE


class Client(http.client.HTTPSConnection):
    """One connection to the API server."""

    def __init__(self, port, certificate):
        super().__init__("127.0.0.1", port, timeout=120, context=ssl.create_default_context(cafile=certificate))
        self.headers = {"Authorization": "Bearer " + TOKEN, "Accept": JSON, "Content-Type": JSON}

    def call(self, method, path, body=None):
        headers = {**self.headers, "Content-Type": MERGE_PATCH} if method == "PATCH" else self.headers
        self.request(method, path, None if body is None else json.dumps(body), headers)
        response = self.getresponse()
        text = response.read()
        if response.status >= 300:
            raise RuntimeError("%s %s: %d %s" % (method, path, response.status, text[:300]))
        return json.loads(text)


@contextlib.contextmanager
def control_plane(nodes=NODES, pod_seconds=POD_SECONDS):
    """A control plane for the time of a with block.

    pod_seconds: after which the nodes end each pod
    """
    home = tempfile.mkdtemp(prefix="openhtc-kubernetes")
    plane = None
    try:
        plane = ControlPlane(home, nodes, pod_seconds)
        yield plane
    finally:
        if plane:
            plane.close()
        shutil.rmtree(home, ignore_errors=True)


def bare_client(plane, count, concurrency, pod):
    """Seconds in which a client creates the pods, watches them to their end, and deletes them.

    pod: makes the pod of a name; if it has a finalizer, the client removes it
    """
    has_finalizer = bool(pod("")["metadata"]["finalizers"])
    names, ended = queue.SimpleQueue(), queue.SimpleQueue()
    for number in range(count):
        names.put("%026d" % number)
    version = plane.version()
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2 * concurrency + 1) as threads:
        parts = [threads.submit(watch, plane, version, count, ended, concurrency)]
        parts += [threads.submit(create, plane, names, pod) for _ in range(concurrency)]
        parts += [threads.submit(delete, plane, ended, has_finalizer) for _ in range(concurrency)]
    for part in parts:
        part.result()
    return time.monotonic() - begin


def create(plane, names, pod):
    client = plane.client()
    with contextlib.suppress(queue.Empty):
        while True:
            client.call("POST", PODS, pod(names.get_nowait()))


def watch(plane, version, count, ended, deleters):
    client = plane.client()
    selector = urllib.parse.quote("%s=%s" % next(iter(LABEL.items())), safe="")
    path = PODS + "?watch=1&labelSelector=%s&resourceVersion=%s" % (selector, version)
    client.request("GET", path, headers=client.headers)
    stream, seen = client.getresponse(), set()
    try:
        while len(seen) < count:
            pod = json.loads(stream.readline())["object"]
            name = pod["metadata"]["name"]
            if pod["status"]["phase"] in ("Succeeded", "Failed") and name not in seen:
                seen.add(name)
                ended.put(name)
    finally:
        for _ in range(deleters):
            ended.put(None)
        client.close()


def delete(plane, ended, has_finalizer):
    client = plane.client()
    for name in iter(ended.get, None):
        if has_finalizer:
            client.call("PATCH", PODS + "/" + name, {"metadata": {"finalizers": None}})
        client.call("DELETE", PODS + "/" + name)
