#!/usr/bin/env python3
"""advisories.py SBOM: fails if there are security advisories for a library of the software bill of materials.

Reads the advisories of osv.dev. `.ci/advisories-accepted.txt` lists those that do not apply, one in a line: its
id, and the reason. Exit codes: 0 none, 1 some, 2 the advisories can't be read.
"""

import json
import os
import sys
import urllib.error
import urllib.request

SERVICE = os.environ.get("OSV_SERVICE", "https://api.osv.dev")
ACCEPTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "advisories-accepted.txt")
LARGEST_QUERY = 500
SECONDS = 60


def libraries(sbom):
    """The package URLs of all components, without the qualifiers that advisories do not have."""
    with open(sbom) as file:
        components = json.load(file)["components"]
    return sorted({component["purl"].partition("?")[0] for component in components if "purl" in component})


def post(queries):
    request = urllib.request.Request(SERVICE + "/v1/querybatch", json.dumps({"queries": queries}).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as response:
        return json.load(response)["results"]


def advisories(purls):
    """Pairs of library and id of an advisory."""
    found = []
    queries = [{"package": {"purl": purl}} for purl in purls]
    while queries:
        part, queries = queries[:LARGEST_QUERY], queries[LARGEST_QUERY:]
        for query, result in zip(part, post(part), strict=True):
            found += [(query["package"]["purl"], vulnerability["id"]) for vulnerability in result.get("vulns", [])]
            if result.get("next_page_token"):
                queries.append({**query, "page_token": result["next_page_token"]})
    return sorted(found)


def accepted():
    with open(ACCEPTED) as file:
        lines = [line.split(None, 1) for line in file if line.strip() and not line.startswith("#")]
    if any(len(line) < 2 for line in lines):
        sys.exit("advisories-accepted.txt: give a reason for each advisory")
    return {line[0] for line in lines}


def main():
    purls, without = libraries(sys.argv[1]), accepted()
    try:
        found = [(purl, name) for purl, name in advisories(purls) if name not in without]
    except (urllib.error.URLError, TimeoutError) as error:
        print("The advisories can't be read: %s" % error, file=sys.stderr)
        sys.exit(2)
    for purl, name in found:
        print("%s: https://osv.dev/vulnerability/%s" % (purl, name))
    print("%d libraries, %d advisories" % (len(purls), len(found)))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
