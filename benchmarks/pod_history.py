"""Every creation and deletion of a pod, as etcd has stored it: complete also while no API server runs."""

import base64
import collections
import http.client
import json
import threading

KEYS = "/registry/pods/%s/"


def encoded(text):
    return base64.b64encode(text.encode()).decode()


class PodHistory(threading.Thread):
    """Follows the pods of a namespace from its start on, until the process ends."""

    def __init__(self, etcd_port, namespace):
        super().__init__(daemon=True)
        self.prefix = KEYS % namespace
        self.created, self.deleted = collections.Counter(), collections.Counter()
        self.failure = None
        self.connection = http.client.HTTPConnection("127.0.0.1", etcd_port)
        # The end of the range is the prefix with its last character, a slash, increased by one.
        wanted = {"key": encoded(self.prefix), "range_end": encoded(self.prefix[:-1] + "0")}
        self.connection.request("POST", "/v3/watch", json.dumps({"create_request": wanted}))
        self.stream = self.connection.getresponse()
        self.read()
        self.start()

    def read(self):
        """The next message of the stream."""
        message = json.loads(self.stream.readline())
        if "error" in message or message["result"].get("canceled"):
            raise RuntimeError("etcd: %s" % message)
        return message["result"].get("events", [])

    def run(self):
        try:
            while True:
                for event in self.read():
                    self.count(event)
        except (OSError, ValueError, RuntimeError, http.client.HTTPException) as failure:
            self.failure = str(failure)

    def count(self, event):
        pair = event["kv"]
        name = base64.b64decode(pair["key"]).decode()[len(self.prefix):]
        if event.get("type") == "DELETE":
            self.deleted[name] += 1
        elif pair["create_revision"] == pair["mod_revision"]:
            self.created[name] += 1

    def figures(self):
        """Counts of pods; a name is that of one attempt of one job."""
        if self.failure:
            raise RuntimeError("the history of the pods is not complete: " + self.failure)
        return {
            "podsCreated": sum(self.created.values()),
            "namesCreatedAgain": sum(1 for count in self.created.values() if count > 1),
            "podsNotDeleted": sum((self.created - self.deleted).values()),
        }
