"""A wire to the embedded cloud on which answers get lost: what was asked is done, and nobody hears of it."""

from __future__ import annotations

import http.client
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lossy_wire(cloud: str, *, losing: int) -> Iterator[tuple[str, list[str]]]:
    """A wire that loses the answers of the first ``losing`` transactions: its URL, and what it lost so far.

    ``cloud`` is the base URL that calls go on to. A lost answer reads ``TransactWriteItems 200``.
    """
    lost: list[str] = []
    guard = threading.Lock()

    class Wire(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            onward = http.client.HTTPConnection(cloud.removeprefix("http://"), timeout=30)
            onward.request("POST", self.path, body, dict(self.headers))
            answer = onward.getresponse()
            content = answer.read()
            onward.close()
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            with guard:
                self.close_connection = operation == "TransactWriteItems" and len(lost) < losing
                if self.close_connection:
                    lost.append(f"{operation} {answer.status}")
                    return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", lost
    finally:
        server.shutdown()
        server.server_close()
