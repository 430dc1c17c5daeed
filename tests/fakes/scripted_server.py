"""A loopback HTTP server that answers what a test has written down, or breaks the line where the test says."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request that arrived whole."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The parsed body."""
        return json.loads(self.body)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """``body`` is sent as JSON unless it is bytes; ``how``: ``whole``; ``hang``, ``reset``, ``cut`` break the line."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    how: str = "whole"


class ScriptedServer:
    """Answers ``answers`` in order and then the last one for ever; ``asked`` is what arrived."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = deque(answers)
        self.asked: list[Asked] = []
        self.connections = 0
        self._ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Start serving."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving, and let go of those who hang."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def next_answer(self) -> Answer:
        """The answer whose turn it is."""
        return self.answers.popleft() if len(self.answers) > 1 else self.answers[0]

    def wait(self) -> None:
        """Hang until the test is over."""
        self._ended.wait(10)


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            server.connections += 1
            super().setup()

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.asked.append(Asked(method=self.command, path=self.path, headers=headers, body=body))
            answer = server.next_answer()
            if answer.how in ("hang", "reset"):
                self._break(answer.how)
                return
            content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content) + (1000 if answer.how == "cut" else 0)))
            self.end_headers()
            self.wfile.write(content)
            self.close_connection = answer.how == "cut"

        do_GET = do_POST = do_PUT = _serve  # noqa: N815 (the standard library's names)

        def _break(self, how: str) -> None:
            self.close_connection = True
            if how == "hang":
                server.wait()
            else:
                # No lingering: the peer gets a reset instead of an orderly end.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    return Handler


def closed_port() -> int:
    """A loopback port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
