#!/usr/bin/env python3
"""How fast is the page of a task with a million jobs, in a real browser, while the control plane runs?

The jobs run on simulated engines, whose containers end at once. The browser opens the task again and again
meanwhile. Server times are those of the page's own requests, as the browser measures them: from the
beginning of the request to the first byte of the response. After the run, the requests of pages with nothing
to show are counted.
"""

import argparse
import glob
import http.client
import os
import statistics
import sys
import threading
import time

import bench
import browser
import control_plane
import simulation

# Opens a view and waits until its grid shows so many jobs; the milliseconds that it took.
OPEN = """
const [hash, jobs, done] = arguments;
const start = performance.now();
location.hash = hash;
const check = () => {
  const grid = document.querySelector(".grid-box canvas");
  Number(grid?.dataset.drawn) >= jobs ? done(performance.now() - start) : requestAnimationFrame(check);
};
check();
"""

# The times of full redraws, one for each of some steps of the cursor.
REDRAW = """
const [times, done] = arguments;
const grid = document.querySelector(".grid-box canvas");
const millis = [];
grid.focus();
const step = () => {
  grid.dispatchEvent(new KeyboardEvent("keydown", { key: millis.length % 2 ? "End" : "Home", bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    millis.push(Number(grid.dataset.drawMillis));
    millis.length < times ? step() : done(millis);
  }));
};
step();
"""

TIMINGS = """
return performance.getEntriesByType("resource").filter((entry) =>
  entry.name.includes("/api/v1/") && entry.responseStart > 0).map((entry) => // 0: the page aborted the request
  ({ path: new URL(entry.name).pathname, query: new URL(entry.name).search,
     server: entry.responseStart - entry.requestStart, bytes: entry.encodedBodySize }));
"""

WEIGHT = """
return performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
  .filter((entry) => !entry.name.includes("/api/v1/")).reduce((sum, entry) => sum + entry.encodedBodySize, 0);
"""

CLEAR = "performance.clearResourceTimings(); performance.setResourceTimingBufferSize(100000);"


def hash_of(task):
    return "#/" + task.removeprefix("/htc/")


def server_times(entries):
    """Milliseconds until the first byte by kind of request; a grid without `since` is the whole grid."""
    kinds = {}
    for entry in entries:
        kind = entry["path"].split("/tasks/")[-1].partition("/")[2] or "task"
        if kind == "jobs/grid":
            kind = "changes of the grid" if "since" in entry["query"] else "whole grid"
        kinds.setdefault(kind, []).append(entry["server"])
    return {kind: {"requests": len(values), "medianMs": round(statistics.median(values), 1), "maxMs": round(max(values), 1)}
            for kind, values in sorted(kinds.items())}


def renderer_mib():
    """Resident memory of the largest renderer process, in proportion to what it shares; 0 if there is none."""
    largest = 0
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path) as file:
                if "--type=renderer" not in file.read():
                    continue
            with open(os.path.join(os.path.dirname(path), "smaps_rollup")) as file:
                largest = max(largest, next(int(line.split()[1]) for line in file if line.startswith("Pss:")))
        except OSError:
            continue  # it has ended
    return round(largest / 1024)


def requests_per_second(tab, hash, seconds):
    """The requests of an open view with nothing to show."""
    tab.run("location.hash = arguments[0]", hash)
    time.sleep(5)
    tab.run(CLEAR)
    time.sleep(seconds)
    return round(len(tab.run(TIMINGS)) / seconds, 2)


def cores_of_pages(service, task, pages, seconds):
    """The cores that the service uses for the requests of many open pages of an ended task, and those without."""
    # As view/task.js: one request every 15 seconds, on a connection that stays open.
    path, headers = "/api/v1%s/summary-statistics" % task, {"Authorization": "Bearer " + service.token}
    idle = cores(service, seconds, lambda deadline: time.sleep(seconds))

    def read(number, deadline):
        turn = time.monotonic() + 15 * number / pages
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
        while turn < deadline:
            time.sleep(max(0, turn - time.monotonic()))
            connection.request("GET", path, headers=headers)
            connection.getresponse().read()
            turn += 15
        connection.close()

    def all_pages(deadline):
        threads = [threading.Thread(target=read, args=(number, deadline)) for number in range(pages)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return {"pages": pages, "cores": cores(service, seconds, all_pages), "coresWithoutPages": idle}


def cores(service, seconds, action):
    """Cores of the service and its database while something happens."""
    database = simulation.Database(service)
    try:
        before, start = cpu(service, database), time.monotonic()
        action(start + seconds)
        return round((cpu(service, database) - before) / (time.monotonic() - start), 3)
    finally:
        database.close()


def cpu(service, database):
    return simulation.cpu_seconds(service.pid()) + simulation.cpu_seconds(database.pid, True)


def ended(service, task):
    counts = service.call("GET", task + "/summary-statistics")["jobStatuses"]
    return counts["SUCCEEDED"] + counts["FAILED"]


def watch(tab, arguments, hash):
    """Opens the task again and again while its jobs run; the times until the first picture."""
    pictures = []
    tab.run(CLEAR)
    for _ in range(arguments.openings):
        tab.run("location.hash = '#/queue'")
        tab.wait("document.querySelector('h1').innerText === 'Queue'")
        pictures.append(tab.run_async(OPEN, hash, arguments.jobs))
        time.sleep(arguments.pause)
    return pictures


def measure(arguments, engines):
    with simulation.service(engines, "-Xmx512m") as service, browser.browser() as tab:
        simulation.await_hosts(service, arguments.hosts)
        base = "http://127.0.0.1:%d/" % service.port
        small, large = service.task(), service.task()
        control_plane.submit(service, small, 1000, ["sleep", "0"])
        while ended(service, small) < 1000:
            time.sleep(0.5)
        with open(os.path.join(service.home, "api-key")) as key:
            tab.login(base, key.read().strip())
        weight = tab.run(WEIGHT)
        control_plane.submit(service, large, arguments.jobs, ["sleep", "0"])
        before, start = ended(service, large), time.monotonic()
        pictures = watch(tab, arguments, hash_of(large))
        rate = (ended(service, large) - before) / (time.monotonic() - start)
        times = server_times(tab.run(TIMINGS))
        redraws = tab.run_async(REDRAW, arguments.redraws)
        tab.devtools("HeapProfiler.collectGarbage")
        heap = tab.run("return performance.memory.usedJSHeapSize") / 1e6
        memory = renderer_mib()
        print("%.0f jobs/s meanwhile, first picture %s ms" % (rate, [round(p) for p in pictures]), file=sys.stderr)
        service.call("POST", large + "/jobs/cancel")
        while ended(service, large) < arguments.jobs:
            time.sleep(1)
        idle = {name: requests_per_second(tab, hash, arguments.idle)
                for name, hash in (("task", hash_of(large)), ("overview", "#/"), ("queue", "#/queue"), ("hosts", "#/hosts"))}
        return {
            "jobsPerSecondMeanwhile": round(rate),
            "serverTimes": times,
            "firstPictureMs": {"median": round(statistics.median(pictures)), "max": round(max(pictures))},
            "redrawMs": {"median": statistics.median(redraws), "max": max(redraws)},
            "tabHeapMB": round(heap, 1),
            "tabProcessMiB": memory,
            "pageCompressedKB": round(weight / 1000, 1),
            "requestsPerSecondOfAnIdlePage": idle,
            "openPages": cores_of_pages(service, large, arguments.pages, arguments.idle),
        }


def main():
    parser = argparse.ArgumentParser(prog="openhtc bench page")
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--slots", type=int, default=64)
    parser.add_argument("--jobs", type=int, default=1_000_000)
    parser.add_argument("--openings", type=int, default=15, help="how often the task is opened")
    parser.add_argument("--pause", type=float, default=6, help="seconds that it stays open each time")
    parser.add_argument("--redraws", type=int, default=30)
    parser.add_argument("--idle", type=float, default=60, help="seconds during which requests of an idle page are counted")
    parser.add_argument("--pages", type=int, default=200, help="open pages of an ended task")
    arguments = parser.parse_args()
    with simulation.engines(arguments.hosts, arguments.slots) as engines:
        figures = measure(arguments, engines)
    bench.publish("page", {"hosts": arguments.hosts, "jobs": arguments.jobs, **figures})


if __name__ == "__main__":
    main()
