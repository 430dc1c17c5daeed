"""A cloud that is always in the same state: it reads from a recording, takes every write and keeps none.

So that a function can be handed the same event again and again, and each time does the work of the first. DynamoDB,
SQS, SSM, EventBridge, Scheduler, WhatsApp and Razorpay on one loopback port.

`python -m tests.bench.stateless_cloud` reads the recording from its input, serves, and prints its address.
"""

import http.server
import json
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tests.bench.write_units import INDEXES, KEYS_ONLY

#: DynamoDB's own JSON of every item, by table.
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
LINK = {"id": "plink_5f3c9a7e21d801", "short_url": "https://rzp.example/i/5f3c9a7e", "status": "created"}
ACCEPTED = {"messages": [{"id": "wamid.out"}]}
BY_PATH = {"/messages": ACCEPTED, "/payment_links": LINK, "/schedules/": {"ScheduleArn": "arn:aws:scheduler:::s"}}
PARAMETER = "rzp_test_key:secret"


def answer(operation: str, request: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    """What AWS answers to a JSON operation in the recorded state."""
    match operation:
        case "GetItem" | "BatchGetItem" | "Query" | "Scan":
            return _read(operation, request, tables)
        case "PutEvents":
            return {"FailedEntryCount": 0, "Entries": [{"EventId": "e"} for _ in request["Entries"]]}
        case "GetParameters":
            return {"Parameters": [{"Name": name, "Value": PARAMETER} for name in request["Names"]]}
        case "TransactWriteItems" | "PutItem":
            return {}
        case "UpdateItem":
            return {"Attributes": request["Key"]}
    raise ValueError(f"nobody recorded an answer to {operation}")


def _read(operation: str, request: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    match operation:
        case "GetItem":
            items = _found(tables, request["TableName"], [request["Key"]])
            return {"Item": items[0]} if items else {}
        case "BatchGetItem":
            asked = request["RequestItems"].items()
            found = {table: _found(tables, table, one["Keys"]) for table, one in asked}
            return {"Responses": found, "UnprocessedKeys": {}}
        case "Scan":
            (prefix,) = request["ExpressionAttributeValues"].values()
            rows = [item for item in tables[request["TableName"]] if item["pk"]["S"].startswith(prefix["S"])]
            return {"Items": rows, "Count": len(rows), "ScannedCount": len(tables[request["TableName"]])}
        case _:
            rows = _of_customer(request, tables) if request.get("IndexName") == KEYS_ONLY else _queried(request, tables)
            return {"Items": rows, "Count": len(rows), "ScannedCount": len(rows)}


def _found(tables: Tables, table: str, keys: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [item for item in tables[table] if {"pk": item["pk"], "sk": item["sk"]} in keys]


def _queried(request: Mapping[str, Any], tables: Tables) -> list[Any]:
    """By partition; a second value is the least sort key, which is all that the functions here ask for."""
    partition, *least = request["ExpressionAttributeValues"].values()
    from_key = least[0]["S"] if least else ""
    rows = [item for item in tables[request["TableName"]] if item["pk"] == partition and item["sk"]["S"] >= from_key]
    return sorted(rows, key=lambda item: str(item["sk"]["S"]))


def _of_customer(request: Mapping[str, Any], tables: Tables) -> list[Any]:
    """The keys of the newest, as many as are asked for."""
    partition, sort = INDEXES[KEYS_ONLY]
    (customer,) = request["ExpressionAttributeValues"].values()
    rows = [item for item in tables[request["TableName"]] if item.get(partition) == customer and sort in item]
    rows.sort(key=lambda item: str(item[sort]["S"]), reverse=not request.get("ScanIndexForward", True))
    kept = ("pk", "sk", partition, sort)
    return [{name: item[name] for name in kept} for item in rows[: request["Limit"]]]


class _Connection(http.server.BaseHTTPRequestHandler):
    """One connection; the server's `tables` are the state, `calls` what was asked."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    tables: Tables
    calls: list[str]

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        target = self.headers.get("x-amz-target")
        self.calls.append((target or self.path).rpartition(".")[2])
        if target:
            told: Any = answer(target.rpartition(".")[2], json.loads(body), self.tables)
        else:
            told = next(value for part, value in BY_PATH.items() if part in self.path)
        content = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def stateless_cloud(tables: Tables) -> Iterator[tuple[str, list[str]]]:
    """Serve from a thread; give the URL and the list of what was called."""
    calls: list[str] = []
    server = _server(tables, calls)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", calls
    finally:
        server.shutdown()
        server.server_close()


def _server(tables: Tables, calls: list[str]) -> http.server.ThreadingHTTPServer:
    connection = type("Connection", (_Connection,), {"tables": tables, "calls": calls})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), connection)
    server.daemon_threads = True
    return server


if __name__ == "__main__":
    served = _server(json.loads(sys.stdin.readline()), [])
    print(f"http://127.0.0.1:{served.server_port}", flush=True)
    served.serve_forever()
