"""AWS clients of the worker functions: botocore without boto3 (it starts faster), with timeouts, kept while warm."""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

from shared.runtime.environment import required

CONNECT_SECONDS, READ_SECONDS = 1, 3


@cache
def _session() -> Session:
    return get_session()


@cache
def client(service: str) -> Any:
    """The client of an AWS service in this function's region."""
    return _session().create_client(
        service,
        region_name=required("AWS_REGION"),
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "max_attempts": 3},
            parameter_validation=False,
        ),
    )
