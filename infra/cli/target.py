"""Which cloud a command speaks to: a store's own AWS account and region, or the local world.

CommandError            the command cannot do what was asked; the text is one line that says what to do
"""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from infra.local.cloud import client as local_client
from infra.local.settings import WorldSettings
from infra.store_files import load_stores
from infra.store_settings import StoreSettings

GRAPH = "https://graph.facebook.com/v25.0"

_PATIENT = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "total_max_attempts": 4})

#: Seconds: a function may take 15 minutes, and its answer a moment more.
LONGEST_CALL = 910
_ONCE = Config(connect_timeout=5, read_timeout=LONGEST_CALL, retries={"total_max_attempts": 1})


class CommandError(Exception):
    """Shown to the operator as it is."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A store in one cloud. `local` is the content of `world.json` for the local world, None for AWS."""

    store: StoreSettings
    local: Mapping[str, Any] | None = None

    def client(self, service: str) -> Any:
        """A boto3 client for the store's region; on AWS with the operator's own credentials."""
        if self.local is not None:
            return local_client(service, cloud=self.local["cloud"])
        return _aws_client(service, self.store.region)

    def call(self, function: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call one of the store's functions and wait for its answer, once. Raises `CommandError` when it failed."""
        name = f"tillhook-{self.store.id}-{function}"
        if self.local is not None:
            caller = local_client("lambda", cloud=self.local["cloud"], seconds=LONGEST_CALL)
        else:
            caller = boto3.client("lambda", region_name=self.store.region, config=_ONCE)
        answer = caller.invoke(FunctionName=name, Payload=json.dumps(payload).encode())
        told = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError") or not isinstance(told, dict):
            why = told.get("errorMessage") if isinstance(told, dict) else "it gave no answer"
            raise CommandError(f"{name} failed: {why}; its log is /tillhook/{self.store.id}/{function}")
        return told

    @property
    def graph_url(self) -> str:
        """Base URL of WhatsApp's API, or of its simulator."""
        return GRAPH if self.local is None else f"{str(self.local['console']).rstrip('/')}/sim/graph/v25.0"

    def outputs(self) -> dict[str, str]:
        """The outputs of the store's stack, by name. Raises `CommandError` when it is not deployed."""
        pages = self.client("cloudformation").get_paginator("describe_stacks").paginate()
        for stack in (stack for page in pages for stack in page["Stacks"]):
            if stack["StackName"] == stack_name(self.store):
                return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}
        raise CommandError(f"store {self.store.id} is not deployed: there is no stack {stack_name(self.store)}")

    def secret(self, path: str) -> str:
        """The first line of a secret parameter: the value in use. Raises `CommandError` when it is not set."""
        name = parameter(self.store.id, path)
        found = self.client("ssm").get_parameters(Names=[name], WithDecryption=True)["Parameters"]
        if not found or not found[0]["Value"].strip():
            raise CommandError(f"the secret {name} is not set: ./till secrets put {self.store.id} {path}")
        return str(found[0]["Value"].splitlines()[0].strip())


def target(store_id: str, *, local: bool) -> Target:
    """The store of this id in the local world, or in AWS. Raises `CommandError`."""
    stores = {store.id: store for store in load_stores()}
    if store_id not in stores:
        raise CommandError(f"there is no store {store_id}: choose one of {', '.join(stores)}")
    if not local:
        return Target(store=stores[store_id])
    contract = WorldSettings.from_env().contract
    if not contract.is_file():
        raise CommandError("no local world is running: make up starts one")
    return Target(store=stores[store_id], local=json.loads(contract.read_text(encoding="utf-8")))


def parameter(store_id: str, path: str) -> str:
    """The name of a store's secret parameter."""
    return f"/tillhook/{store_id}/{path}"


def stack_name(store: StoreSettings) -> str:
    """The name of a store's stack in CloudFormation."""
    return f"Tillhook-{store.id}"


@functools.cache
def _aws_client(service: str, region: str) -> Any:
    return boto3.client(service, region_name=region, config=_PATIENT)
