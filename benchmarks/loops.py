"""Plain loops over the engine's API, with the limits that the service sets: baselines of benchmarks."""

import contextlib
import threading

import bench

FILES = (("HostsPath", "/etc/hosts"), ("ResolvConfPath", "/etc/resolv.conf"), ("HostnamePath", "/etc/hostname"))


def task_beside(service, task):
    """A new task of the same project: its jobs use the network slots of that project."""
    tasks = task.rpartition("/")[0]
    created = service.call("POST", tasks, {"taskName": "benchmark", "taskDescription": ""})
    return "%s/%s" % (tasks, created["taskId"])


def container(command, network="bridge", binds=()):
    return {
        "Image": bench.IMAGE,
        "Cmd": command,
        "Labels": {"openhtc-benchmark": "1"},
        "HostConfig": {
            "NetworkMode": network, "Binds": list(binds), "CpuQuota": 100000, "CpuPeriod": 100000,
            "Memory": 64 << 20, "MemorySwap": 64 << 20, "PidsLimit": 4096, "Init": True, "CapDrop": ["ALL"],
            "SecurityOpt": ["no-new-privileges"],
            "LogConfig": {"Type": "local", "Config": {"max-size": "8m", "max-file": "2"}},
        },
    }


def run_one(engine, spec):
    name = engine.call("POST", "/containers/create", spec)["Id"]
    engine.call("POST", "/containers/%s/start" % name)
    engine.call("POST", "/containers/%s/wait" % name)
    engine.call("DELETE", "/containers/" + name)


def loop(containers, spec_of, concurrency):
    """Seconds for the containers. spec_of: from the number of a worker to its specification."""
    left, lock = [containers], threading.Lock()

    def work(worker):
        engine = bench.Engine()
        while True:
            with lock:
                if left[0] == 0:
                    return
                left[0] -= 1
            run_one(engine, spec_of(worker))

    def run():
        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(concurrency)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

    return bench.timed(run)


@contextlib.contextmanager
def slots(count):
    """Waiting containers on the default bridge. Yields for each of them what joins its network: mode, mounts."""
    engine, names = bench.Engine(), []
    try:
        for _ in range(count):
            names.append(engine.call("POST", "/containers/create", container(["sleep", "1000000"]))["Id"])
            engine.call("POST", "/containers/%s/start" % names[-1])
        found = [engine.call("GET", "/containers/%s/json" % name) for name in names]
        yield [("container:" + slot["Id"], ["%s:%s:ro,z" % (slot[key], path) for key, path in FILES])
               for slot in found]
    finally:
        for name in names:
            engine.call("DELETE", "/containers/%s?force=1" % name)
