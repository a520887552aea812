#!/usr/bin/env python3
"""Sends what nobody would send, as every role, and holds each answer to openapi.yaml.

Usage: fuzz.py BASE_URL ADMINISTRATOR_KEY [--examples N] [--seed N] [--page docs/fuzzing.md]

The service must run with openhtc.execution.host-images=true and hold the image that world.py names.
Exit code 0 when there was no 5xx, no undocumented status, no undocumented content type and no body
that breaks its schema.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from world import Api, World

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCHEMA = ROOT / "openapi.yaml"
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance"
)
# The fuzzer takes the schema of a stream for that of each event. Ours is that of the whole text, as
# generators want it, and the one of each event is named x-itemSchema.
STREAM = re.compile(r"(text/event-stream:\n +)schema: .*\n +#.*\n +x-itemSchema:")
# The fuzzer finds ids in answers, its own user's and key's too, and would end its own token.
LEFT_OUT = ["retireSigningKey", "disableUser", "updateUser", "revokeApiKey"]
# Served beside the API, not below its base path.
BESIDE_THE_API = "^/(actuator|docs)"
# With these the task that the others need would end.
ENDS_THE_TASK = ["deleteTask", "updateTask"]


def main():
    arguments = parse()
    world = World(arguments.base, arguments.key)
    try:
        rows = [
            fuzz(role, token, world, arguments)
            for role, token in world.tokens.items()
            if not arguments.role or role in arguments.role
        ]
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
    parser.add_argument("--role", action="append", help="only this one; may be repeated")
    parser.add_argument("--page", type=pathlib.Path)
    return parser.parse_args()


def fuzz(role, token, world, arguments):
    """One run of Schemathesis with the token of that role."""
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
        # It keeps a cache in the directory it runs in.
        run = subprocess.run(words, cwd=folder, capture_output=True, text=True)
        print(f"--- {role}\n{run.stdout}{run.stderr}", flush=True)
        # A token that died half-way would have made the rest a test of 401 alone.
        Api(arguments.base, "Bearer " + token).call("GET", "/auth/token/whoami")
        return row(role, run.returncode, json.loads(report.read_text()))


def configuration(world):
    """Most path parameters lead to something that is there."""
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
    """What one run came to. An operation that could not be tested counts as a failure, too."""
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
    """The figures stand between two marks; the words around them are written by hand."""
    page = arguments.page.read_text()
    start, end = "<!-- fuzz.py: start -->\n", "<!-- fuzz.py: end -->"
    head, rest = page.split(start)
    _, tail = rest.split(end)
    said = (
        f"Phases {arguments.phases}, seed {arguments.seed}, "
        f"at most {arguments.examples} random requests per operation.\n\n"
    )
    arguments.page.write_text(head + start + said + table + "\n" + end + tail)


if __name__ == "__main__":
    sys.exit(main())
