"""The simulators' own look into the embedded cloud, with its root key: for display and for waking timers."""

import threading
from typing import Any

from infra.local.cloud import client
from infra.local.simulators.world import World


class Cloud:
    """boto3 clients for the cloud of `world.json`, usable from any thread."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether there is a cloud to look into yet."""
        return bool(self._world.cloud)

    def client(self, service: str) -> Any:
        """A boto3 client, e.g. `sqs`. Clients are safe to share between threads, making one is not."""
        with self._lock:
            return client(service, cloud=self._world.cloud)
