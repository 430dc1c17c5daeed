"""A loopback server that answers as SQS and SSM do in their JSON protocols, and fails when told to.

`python -m tests.fakes.aws_endpoint` serves one on a free port and prints its address, for programs that run apart.
"""

import http.server
import json
import ssl
import sys
import threading
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ERRORS: dict[str, tuple[int, dict[str, str]]] = {
    "throttle": (400, {"__type": "com.amazonaws.sqs#RequestThrottled"}),
    "denied": (400, {"__type": "AccessDeniedException", "message": "not yours"}),
}
BREAKS = {"drop": b"", "hang": b"", "garbage": b"SSH-2.0-OpenSSH_9.2\r\n\r\n"}


class AwsEndpoint:
    """Keeps what it was sent in `queues` (by queue URL); reads `parameters`; obeys `faults`, one per call, in order.

    A fault is a status such as `"500"`, `"throttle"`, `"denied"`, `"drop"` (closes without taking the call), `"lose"`
    (takes the call, closes without an answer), `"cut"` (takes it, half an answer), `"garbage"`, `"hang"`, `"forget"`
    (takes it, answers without the first entry), `"refuse:0,2"` (refuses those entries), or `""` for none.
    """

    def __init__(self, *, certificate: Path | None = None, chunked: bool = False, close: bool = False) -> None:
        self.queues: dict[str, list[dict[str, Any]]] = {}
        self.parameters: dict[str, str] = {}
        self.faults: deque[str] = deque()
        self.calls: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        self.chunked = chunked
        self.close = close
        self.released = threading.Event()
        self._server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Connection", (_Connection,), {"endpoint": self})
        )
        self._server.daemon_threads = True
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'http' if certificate is None else 'https'}://127.0.0.1:{self._server.server_port}"
        if certificate is not None:
            self.url = self.url.replace("127.0.0.1", "localhost")

    def __enter__(self) -> Self:
        """Start serving."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def close_port(self) -> None:
        """Stop listening before ever serving, as an endpoint that is down."""
        self._server.server_close()

    def bodies(self, queue_url: str) -> list[Any]:
        """Return the parsed bodies of a queue's messages, in order of arrival."""
        return [json.loads(entry["MessageBody"]) for entry in self.queues.get(queue_url, [])]

    def serve_forever(self) -> None:
        """Serve in this thread."""
        self._server.serve_forever()

    def answer(self, operation: str, request: dict[str, Any], fault: str) -> dict[str, Any]:
        """Do what AWS does and return its answer."""
        if operation == "GetParameters":
            found = [{"Name": n, "Value": self.parameters[n]} for n in request["Names"] if n in self.parameters]
            missing = [name for name in request["Names"] if name not in self.parameters]
            return {"Parameters": found, "InvalidParameters": missing}
        refused = (
            {f"{int(place)}" for place in fault.removeprefix("refuse:").split(",")} if "refuse" in fault else set()
        )
        entries = request["Entries"]
        size = sum(len(entry["MessageBody"].encode()) for entry in entries)
        if not 1 <= len(entries) <= 10 or size > 256 * 1024 or len({entry["Id"] for entry in entries}) < len(entries):
            raise ValueError("AWS would refuse this batch")
        stored = [entry for entry in entries if entry["Id"] not in refused]
        self.queues.setdefault(request["QueueUrl"], []).extend(stored)
        done = [{"Id": entry["Id"], "MessageId": "m", "MD5OfMessageBody": ""} for entry in stored]
        failed = [{"Id": place, "Code": "InternalError", "SenderFault": False} for place in sorted(refused)]
        return {"Successful": done[1:] if fault == "forget" else done, "Failed": failed}


class _Connection(http.server.BaseHTTPRequestHandler):
    """One connection to the endpoint."""

    endpoint: AwsEndpoint
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.endpoint.connections += 1

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        operation = self.headers["x-amz-target"].rpartition(".")[2]
        self.endpoint.calls.append(operation)
        self.endpoint.headers.append({name.lower(): value for name, value in self.headers.items()})
        fault = self.endpoint.faults.popleft() if self.endpoint.faults else ""
        if fault in ERRORS or fault.isdigit():
            status, error = ERRORS.get(fault, (fault, {}))
            self.say(int(status), error)
        elif fault in BREAKS:
            self.wfile.write(BREAKS[fault])
            if fault == "hang":
                self.endpoint.released.wait(30)
            self.close_connection = True
        else:
            answer = self.endpoint.answer(operation, request, fault)
            self.close_connection = fault == "lose"
            if fault != "lose":
                self.say(200, answer, cut=fault == "cut")

    def say(self, status: int, answer: dict[str, Any], *, cut: bool = False) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        if self.endpoint.close or cut:
            self.send_header("Connection", "close")
        if self.endpoint.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            body = b"7;note=1\r\n%s\r\n%x\r\n%s\r\n0\r\nx-trailer: 1\r\n\r\n" % (body[:7], len(body[7:]), body[7:])
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)


if __name__ == "__main__":
    served = AwsEndpoint(certificate=Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    served.parameters.update(json.loads(sys.stdin.readline()))
    print(served.url, flush=True)
    served.serve_forever()
