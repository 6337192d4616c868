"""Lists what TensorBoard makes of a run folder, as one JSON object.

    python3 peer_tensorboard.py FOLDER

Starts the real server on a free port and asks its HTTP interface, as its page does, for the runs and the
tags of scalars, histograms and images, and for the points of every scalar. Needs tensorboard.
"""

import json
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
server = subprocess.Popen(
    [sys.executable, "-m", "tensorboard.main", "--logdir", sys.argv[1], "--host", "127.0.0.1",
     "--port", str(port), "--load_fast", "false", "--reload_interval", "1"],
    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def ask(path, **query):
    text = urllib.parse.urlencode(query)
    url = f"http://127.0.0.1:{port}/data/{path}" + (f"?{text}" if text else "")
    with urllib.request.urlopen(url, timeout=20) as answer:
        return json.load(answer)


try:
    deadline = time.monotonic() + 120
    tags = {}
    # The server answers before it has read the events, so ask until they are there.
    while time.monotonic() < deadline and not tags.get("scalars"):
        if server.poll() is not None:
            sys.exit(f"tensorboard ended: {server.stderr.read().decode()}")
        try:
            tags = {kind: ask(f"plugin/{kind}/tags") for kind in ("scalars", "histograms", "images")}
        except (OSError, json.JSONDecodeError):
            tags = {}
        time.sleep(0.3)
    names = {kind: sorted({tag for run in runs.values() for tag in run}) for kind, runs in tags.items()}
    (run,) = tags["scalars"].keys()
    points = {
        tag: [[step, value] for _, step, value in ask("plugin/scalars/scalars", run=run, tag=tag)]
        for tag in names["scalars"]
    }
    print(json.dumps({"tags": names, "points": points}))
finally:
    # Not terminate: a test that ignores that signal while it trains hands this on to its children.
    server.kill()
    server.wait()
