"""The simulators' own look into the embedded cloud, with its root key: for display and for waking timers."""

import threading
from typing import Any

import boto3
from botocore.config import Config

from infra.local.simulators.world import World

ROOT_KEY = "test"


class Cloud:
    """boto3 clients for the cloud of `world.json`; made once per service, usable from any thread."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._clients: dict[tuple[str, str, str], Any] = {}

    @property
    def ready(self) -> bool:
        """Whether there is a cloud to look into yet."""
        return bool(self._world.cloud)

    def client(self, service: str) -> Any:
        """A boto3 client, e.g. `sqs`. The low-level clients are safe to share between threads, making them is not."""
        key = (service, self._world.cloud, self._world.region)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = boto3.client(
                    service,
                    endpoint_url=self._world.cloud,
                    region_name=self._world.region,
                    aws_access_key_id=ROOT_KEY,
                    aws_secret_access_key=ROOT_KEY,
                    config=Config(
                        connect_timeout=2, read_timeout=15, max_pool_connections=32, retries={"mode": "standard"}
                    ),
                )
            return self._clients[key]
