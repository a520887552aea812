"""Debian's Chromium without a window, driven by the WebDriver protocol of chromedriver over HTTP."""

import base64
import contextlib
import http.client
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import zlib

PROGRAM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
WAIT_SECONDS = 60

# Reduces a picture to its 255 most frequent colours; others become the nearest of them.
SHRINK = """
const [data, done] = arguments;
(async () => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 255).map(([color]) => color);
  const near = new Map(palette.map((color, index) => [color, index]));
  const part = (color, shift) => (color >>> shift) & 255;
  const distance = (a, b) => [0, 8, 16].reduce((sum, s) => sum + (part(a, s) - part(b, s)) ** 2, 0);
  const nearest = (color) => palette.reduce((best, known, index) =>
    distance(color, known) < distance(color, palette[best]) ? index : best, 0);
  const indexes = new Uint8Array(pixels.length);
  pixels.forEach((pixel, i) => {
    if (!near.has(pixel)) near.set(pixel, nearest(pixel));
    indexes[i] = near.get(pixel);
  });
  let text = "";
  for (let i = 0; i < indexes.length; i += 32768) text += String.fromCharCode(...indexes.subarray(i, i + 32768));
  done({ width: bitmap.width, height: bitmap.height, palette, indexes: btoa(text) });
})();
"""


class Browser:
    """A session with one tab."""

    def __init__(self, port):
        self.port = port
        options = {"binary": PROGRAM, "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                                               "--enable-precise-memory-info", "--window-size=1280,800"]}
        capabilities = {"alwaysMatch": {"goog:chromeOptions": options}}
        self.session = ""
        self.session = "/session/" + self.call("POST", "/session", {"capabilities": capabilities})["sessionId"]
        self.call("POST", "/timeouts", {"script": WAIT_SECONDS * 1000})

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2 * WAIT_SECONDS)
        connection.request(method, self.session + path, None if body is None else json.dumps(body),
                           {"Content-Type": "application/json"})
        value = json.loads(connection.getresponse().read())["value"]
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError("%s: %s" % (value["error"], value["message"][:500]))
        return value

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        """The value that a script returns."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        """The value that a script passes to its last argument, a function."""
        return self.call("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def wait(self, condition):
        """Waits until a JavaScript expression is true; its value."""
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            value = self.run("return " + condition)
            if value:
                return value
            if time.monotonic() > deadline:
                raise RuntimeError("still false: %s; the page: %s"
                                   % (condition, self.run("return document.body.innerText")[:1000]))
            time.sleep(0.05)

    def login(self, base, key):
        """Logs in to the page of a service."""
        self.open(base)
        self.wait("document.querySelector('#field-key')")
        self.run("document.querySelector('#field-key').value = arguments[0];"
                 " document.querySelector('form .primary').click()", key)
        self.wait("document.querySelector('.topbar .who')")

    def size(self, width, height):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self):
        """The visible part of the page as PNG."""
        return base64.b64decode(self.devtools("Page.captureScreenshot", format="png")["data"])

    def shrink(self, picture):
        """The picture with at most 255 colours, which needs a fraction of the bytes."""
        self.open("about:blank")
        small = self.run_async(SHRINK, base64.b64encode(picture).decode())
        return png(small["width"], small["height"], small["palette"], base64.b64decode(small["indexes"]))

    def end(self):
        with contextlib.suppress(OSError, RuntimeError):
            self.call("DELETE", "")


def png(width, height, palette, indexes):
    """A PNG file with a palette of little-endian RGBA numbers."""
    rows = b"".join(b"\0" + indexes[y * width:(y + 1) * width] for y in range(height))
    colours = b"".join(struct.pack("<I", colour)[:3] for colour in palette)
    return b"\x89PNG\r\n\x1a\n" + b"".join([
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        chunk(b"PLTE", colours), chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b"")])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@contextlib.contextmanager
def browser():
    """A browser for the time of a with block; its files are removed afterwards."""
    files = tempfile.mkdtemp(prefix="openhtc-browser")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    driver = subprocess.Popen([DRIVER, "--port=%d" % port], env={**os.environ, "TMPDIR": files},
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    session = None
    try:
        await_port(port)
        session = Browser(port)
        yield session
    finally:
        if session:
            session.end()
        driver.terminate()
        driver.wait()
        shutil.rmtree(files, ignore_errors=True)


def await_port(port):
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
