"""Published figures of other systems, with their conditions and sources, for docs/performance.md."""

FIGURES = (
    ("Slurm", "500 simple batch jobs per second, sustained",
     "processes instead of containers; hardware not stated",
     "https://slurm.schedmd.com/high_throughput.html"),
    ("HashiCorp Nomad 1.0", "1,500 containers placed per second, 2 million in 22 minutes",
     "6,100 machines, three servers; containers that stay, so no ends, logs or removals",
     "https://www.hashicorp.com/c2m"),
    ("HyperQueue", "less than 0.1 ms per task",
     "processes instead of containers, within an allocation of a cluster; no database",
     "https://docs.it4i.cz/general/hyperqueue/"),
    ("Kubernetes", "99 % of pods start within 5 s, at 5,000 nodes with 30 pods each",
     "a service level objective of the project, with images present on the nodes",
     "https://github.com/kubernetes/community/tree/master/sig-scalability"),
)

INTRODUCTION = """## Other systems

Published by their projects, under other conditions: the figures show orders of magnitude and can't be
compared directly. No published figure was found for Hail Batch.
"""


def section(table):
    """
    :param table: makes a Markdown table of a head and rows
    """
    rows = [[system, figure, conditions, "[source](%s)" % source] for system, figure, conditions, source in FIGURES]
    return INTRODUCTION + "\n" + table(["system", "figure", "conditions", ""], rows)
