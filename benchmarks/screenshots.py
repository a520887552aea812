"""Writes the pictures of the page in docs/images: each view, light and dark, of a service with real jobs.

One host is the machine's engine, whose containers are real; the hosts of a second region are simulated, so
that a task of a million jobs and lanes of several hosts exist. Run by: ./openhtc screenshots
"""

import os
import sys
import time
import urllib.request

import bench
import browser
import simulation

DIRECTORY = os.path.join(bench.ROOT, "docs", "images")
REAL, SIMULATED = "AWS_US_WEST_2", "AWS_EU_WEST_1"
HOSTS, SLOTS = 5, 8
MILLION = 1_000_000
MOST_BYTES = 150_000
WIDTH, HEIGHT = 1280, 800
# How many jobs the grid of a view has when it is complete.
LEAST_CELLS = {"task": 160, "million": MILLION}

# Parts of views, shown by a script after the picture of the view.
BUTTON = "[...document.querySelectorAll('button')].find((button) => button.innerText === '%s').click()"
PARTS = {
    "hosts": [("lanes", "document.querySelector('.panel:has(.lanes)').scrollIntoView({ block: 'end' })")],
    "task": [("failures", "document.querySelector('.failures').scrollIntoView({ block: 'center' })")],
    "submit": [("json", BUTTON % "JSON" + """;
      setTimeout(() => {
        const area = document.querySelector('#field-json');
        area.setSelectionRange(area.value.indexOf('maxVCpus'), area.value.indexOf('maxVCpus'));
        area.click();
      }, 500)""")],
}

# A computation of some seconds; some jobs fail, and a few need more memory than they requested.
SWEEP = """
i=$AWS_BATCH_JOB_ARRAY_INDEX
echo "mesh $i: 48,200 cells"
for step in 1 2 3 4 5 6 7 8; do echo "step $step: residual 0.00$((9 - step))$i"; done
sleep $((1 + i % 5))
[ $((i % 31)) != 9 ] || x=$(busybox yes 0123456789abcdef | busybox head -c 90000000)
[ $((i % 13)) != 4 ] || { echo "no convergence after 8 steps" >&2; exit 3; }
echo "done"
"""


def configuration(engines):
    lines = ["openhtc:", "  execution:", "    host-images: true", "  hosts:",
             "  - name: local", "    endpoint: unix://" + bench.ENGINE, "    vcpu-overcommit: 8"]
    for number, endpoint in enumerate(engines.endpoints):
        lines += ["  - name: rack-%02d" % (number + 1), "    region: " + SIMULATED, "    endpoint: " + endpoint]
    return "\n".join(lines) + "\n"


def project(service, name, description, region):
    created = service.call("POST", "/htc/projects", {
        "projectName": name, "projectDescription": description, "regions": [region]})
    return created["projectId"]


def task(service, owner, name, description):
    path = "/htc/projects/%s/tasks" % owner
    created = service.call("POST", path, {"taskName": name, "taskDescription": description})
    return "%s/%s" % (path, created["taskId"])


def submit(service, path, size, definition, batches=1, group=None):
    query = "" if group is None else "?group=" + group
    service.call("POST", path + "/jobs/batch" + query,
                 [{"batchSize": size, "htcJobDefinition": definition}] * batches)


def fill(service):
    """Projects with jobs of all kinds; the addresses of the views."""
    service.call("PUT", "/admin/regions/" + SIMULATED, {"enabled": True})
    wings = project(service, "wind-tunnel", "Sweeps of the new wing", REAL)
    genomes = project(service, "variants", "Calls for 2,504 genomes", SIMULATED)
    sweep = task(service, wings, "angle-sweep", "Angles of attack from 0 to 12 degrees")
    million = task(service, genomes, "calls", "One job for each region of a genome")
    definition = {"imageName": bench.IMAGE, "maxVCpus": 1, "maxMemory": 64, "commands": ["sh", "-c", SWEEP],
                  "envs": [{"name": "REYNOLDS", "value": "3000000"}]}
    for angle in range(0, 12, 3):
        submit(service, sweep, 40, definition, group="angle-%d" % angle)
    simulated = {"imageName": simulation.IMAGE, "maxVCpus": 1, "maxMemory": 512, "commands": ["sleep", "2"]}
    submit(service, million, 1000, simulated, batches=20)
    for _ in range(0, MILLION - 20_000, 98_000):
        submit(service, million, 1000, {**simulated, "commands": ["sleep", "20"]}, batches=98)
    await_counts(service, sweep, lambda counts: counts["SUCCEEDED"] + counts["FAILED"] == 160)
    large = {**definition, "commands": ["sh", "-c", "sleep 45"]}
    submit(service, sweep, 40, large, group="refined")
    submit(service, sweep, 200, {**large, "maxVCpus": 4, "maxMemory": 4096}, group="whole-wing")
    submit(service, sweep, 20, {**large, "architecture": "AARCH64"}, group="arm")
    service.call("POST", "/htc/projects/%s/limits" % wings, {"vCPUs": 24, "modifierRole": "PROJECT_ADMIN"})
    person = service.call("POST", "/admin/users", {"workspaceId": "default", "email": "ada@example.org",
                                                   "fullName": "Ada Lovelace", "role": "WORKSPACE_ADMIN"})
    service.call("POST", "/admin/users/%s/api-keys" % person["userId"], {"name": "laptop"})
    for name, size in (("results/summary.csv", 48_200), ("mesh.bin", 1_310_000), ("parameters.json", 640)):
        store(service, sweep, name, size)
    failed = service.call("GET", sweep + "/failures")["items"]
    example = next(cause for cause in failed if cause.get("exitCode") == 3)["exampleJobId"]
    return {"overview": "", "queue": "queue", "hosts": "hosts", "people": "people", "administration": "administration",
            "project": "projects/" + wings, "settings": "projects/%s/settings" % wings,
            "submit": view(sweep) + "/submit", "files": view(sweep) + "/files", "task": view(sweep),
            "million": view(million), "job": "%s/jobs/%s" % (view(sweep), example)}


def view(path):
    return path.removeprefix("/htc/")


def store(service, path, name, size):
    """A file in the storage of a task."""
    link = service.call("GET", "%s/storage/presigned-url?method=PUT&filePath=%s" % (path, name))
    request = urllib.request.Request(link["url"], data=os.urandom(size), method="PUT")
    urllib.request.urlopen(request).close()


def await_counts(service, path, condition):
    deadline = time.monotonic() + 300
    while not condition(service.call("GET", path + "/summary-statistics")["jobStatuses"]):
        if time.monotonic() > deadline:
            raise RuntimeError("the jobs have not ended")
        time.sleep(0.5)


def take(tab, service, views):
    """The pictures of the views, by file name."""
    base = "http://127.0.0.1:%d/" % service.port
    pictures = {}
    tab.size(WIDTH, HEIGHT)
    for theme in ("light", "dark"):
        tab.open(base)
        tab.run("localStorage.setItem('openhtc.theme', arguments[0]); sessionStorage.clear(); location.reload()", theme)
        tab.wait("document.querySelector('#field-key')")
        pictures["page-login-%s.png" % theme] = tab.picture()
        with open(os.path.join(service.home, "api-key")) as key:
            tab.login(base, key.read().strip())
        for name, hash in views.items():
            tab.open(base + "#/" + hash)
            tab.wait("document.querySelector('h1') && !document.querySelector('.loading')")
            if name in LEAST_CELLS:
                tab.wait("document.querySelector('.grid-box canvas')?.dataset.drawn >= %d" % LEAST_CELLS[name])
            # The parts of a view that are read after it.
            time.sleep(2)
            pictures["page-%s-%s.png" % (name, theme)] = tab.picture()
            for part, script in PARTS.get(name, []):
                tab.run(script)
                time.sleep(1)
                pictures["page-%s-%s.png" % (part, theme)] = tab.picture()
    return pictures


def welcome(tab, service):
    """The pictures of a new installation."""
    base = "http://127.0.0.1:%d/" % service.port
    pictures = {}
    tab.size(WIDTH, HEIGHT)
    with open(os.path.join(service.home, "api-key")) as key:
        tab.login(base, key.read().strip())
    for theme in ("light", "dark"):
        tab.run("document.documentElement.dataset.theme = arguments[0]", theme)
        tab.wait("document.querySelector('.steps')")
        pictures["page-welcome-%s.png" % theme] = tab.picture()
    return pictures


def main():
    bench.make_image()
    with simulation.engines(HOSTS, SLOTS) as engines, bench.service(configuration(engines)) as service:
        simulation.await_hosts(service, HOSTS + 1)
        with browser.browser() as tab:
            pictures = welcome(tab, service)
            views = fill(service)
            # The lanes and the series show the last minutes.
            time.sleep(70)
            for name, picture in {**pictures, **take(tab, service, views)}.items():
                small = tab.shrink(picture)
                if len(small) > MOST_BYTES:
                    raise RuntimeError("%s has %d bytes" % (name, len(small)))
                with open(os.path.join(DIRECTORY, name), "wb") as file:
                    file.write(small)
                print("%s: %d KB" % (name, len(small) // 1000), file=sys.stderr)


if __name__ == "__main__":
    main()
