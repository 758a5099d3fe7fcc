"""In the place of the process that runs llama.cpp: a server that hangs, as its path says.

    python -m tests.answering.hanging_child

reads options and gives its address as `generator.answering.models.llama.child` does; a file called `slow` is
loaded for ever. /quick replies, /hangs never does, /drips sends pieces without end.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/hangs":
            time.sleep(600)
        self.send_response(200)
        self.end_headers()
        if self.path == "/quick":
            self.wfile.write(b"{}")
            return
        while True:
            self.wfile.write(b'data: {"content": "x", "stop": false}\n\n')
            time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:
        pass


if __name__ == "__main__":
    options = json.loads(sys.stdin.readline())
    if options["file"].endswith("slow"):
        time.sleep(600)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"address": f"http://127.0.0.1:{server.server_port}"}), flush=True)
    sys.stdin.read()
