#!/usr/bin/env python3
"""Sends unusual requests with every role, and compares each response with openapi.yaml.

Usage: fuzz.py BASE_URL ADMINISTRATOR_KEY [--examples N] [--seed N] [--page docs/fuzzing.md]

The service must run with openhtc.execution.host-images=true, and its engine must have the image that
world.py names. The exit code is 0 if no response has a status of 500 or more, an undocumented status, an
undocumented content type, or a body that violates its schema.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from world import Api, World

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCHEMA = ROOT / "openapi.yaml"
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance"
)
# The fuzzer uses the schema of a stream for each event. In openapi.yaml it is the schema of the whole text,
# as generators expect, and x-itemSchema is that of each event.
STREAM = re.compile(r"(text/event-stream:\n +)schema: .*\n +#.*\n +x-itemSchema:")
# The fuzzer uses ids from responses, including those of its own user and key, and could revoke its token.
LEFT_OUT = ["retireSigningKey", "disableUser", "updateUser", "revokeApiKey"]
# Served outside of the API's base path.
BESIDE_THE_API = "^/(actuator|docs|$)"
# These would end the task that other operations need.
ENDS_THE_TASK = ["deleteTask", "updateTask"]


def main():
    arguments = parse()
    world = World(arguments.base, arguments.key)
    roles = [role for role in world.tokens if not arguments.role or role in arguments.role]
    try:
        # In parallel, because Schemathesis spends most of the time in its own process.
        with ThreadPoolExecutor() as executor:
            rows = list(executor.map(lambda role: fuzz(role, world, arguments), roles))
    finally:
        world.end()
    table = as_table(rows)
    print(table)
    if arguments.page:
        write_page(arguments, table)
    return 1 if any(row["failures"] for row in rows) else 0


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("key")
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--phases", default="examples,coverage,fuzzing")
    parser.add_argument("--role", action="append", help="fuzz only this role; may be repeated")
    parser.add_argument("--page", type=pathlib.Path)
    return parser.parse_args()


def fuzz(role, world, arguments):
    """One run of Schemathesis with the token of that role."""
    token = world.tokens[role]
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "schemathesis.toml"
        config.write_text(configuration(world))
        report = pathlib.Path(folder) / "report.json"
        schema = pathlib.Path(folder) / "openapi.yaml"
        schema.write_text(STREAM.sub(r"\1schema:", SCHEMA.read_text()))
        command = [
            pathlib.Path(sys.executable).absolute().with_name("st"),
            "--config-file", config,
            "--no-color",
            "run", schema,
            "--origin", arguments.base.removesuffix("/api/v1"),
            "--header", "Authorization:Bearer " + token,
            "--exclude-path-regex", BESIDE_THE_API,
            "--checks", CHECKS,
            "--phases", arguments.phases,
            "--max-examples", str(arguments.examples),
            "--seed", str(arguments.seed),
            "--continue-on-failure",
            "--warnings", "off",
            "--report", "json",
            "--report-json-path", report,
        ]
        words = [str(word) for word in command]
        # Schemathesis writes a cache into its working directory.
        run = subprocess.run(words, cwd=folder, capture_output=True, text=True)
        print(f"--- {role}\n{run.stdout}{run.stderr}", flush=True)
        # If the token had become invalid, all later responses would have been 401.
        Api(arguments.base, "Bearer " + token).call("GET", "/auth/token/whoami")
        return row(role, run.returncode, json.loads(report.read_text()))


def configuration(world):
    """Most path parameters name existing resources."""
    lines = ["request-timeout = 20.0", "max-stream-events = 2", "[dictionaries]"]
    values = world.dictionaries()
    for name, words in values.items():
        lines.append(f"{name} = {{ values = {json.dumps(words)} }}")
    lines.append(f"spareTaskId = {{ values = {json.dumps(world.spare_tasks)} }}")
    lines.append("[parameters]")
    for name in values:
        lines.append(f'"path.{name}" = {{ dictionary = "{name}", probability = 0.8 }}')
    lines.append("[[operations]]")
    lines.append(f"include-operation-id = {json.dumps(LEFT_OUT)}")
    lines.append("enabled = false")
    lines.append("[[operations]]")
    lines.append(f"include-operation-id = {json.dumps(ENDS_THE_TASK)}")
    lines.append('parameters."path.taskId" = { dictionary = "spareTaskId", probability = 0.8 }')
    return "\n".join(lines) + "\n"


def row(role, exit_code, report):
    """The result of one run. An operation that could not be tested counts as a failure."""
    operations = report["operations"]
    cases = report["test_cases"]
    failures = cases["unique_failures"] + cases["errored"] + operations["errored"]
    if exit_code != 0 and failures == 0:
        failures = 1
    return {
        "role": role,
        "operations": operations["tested"],
        "cases": cases["generated"],
        "failures": failures,
    }


def as_table(rows):
    lines = ["| role | operations | requests | failures |", "| --- | ---: | ---: | ---: |"]
    for r in rows:
        lines.append(f"| {r['role']} | {r['operations']} | {r['cases']} | {r['failures']} |")
    return "\n".join(lines)


def write_page(arguments, table):
    """Replaces the figures between the two marks; the other text is written by hand."""
    page = arguments.page.read_text()
    start, end = "<!-- fuzz.py: start -->\n", "<!-- fuzz.py: end -->"
    head, rest = page.split(start)
    _, tail = rest.split(end)
    figures = (
        f"Phases {arguments.phases}, seed {arguments.seed}, "
        f"at most {arguments.examples} random requests per operation.\n\n"
    )
    arguments.page.write_text(head + start + figures + table + "\n" + end + tail)


if __name__ == "__main__":
    sys.exit(main())
