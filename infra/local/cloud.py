"""The embedded cloud as its owner sees it: clients with the root key, its settings, and whether it answers."""

import functools
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

REGION = "us-east-1"
ACCOUNT = "000000000000"
# The embedded cloud's root key. It opens nothing but a cloud on this machine's loopback.
ROOT_KEY = "test"

_PATIENT = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 4})


@functools.cache
def client(service: str, *, cloud: str, seconds: int | None = None) -> Any:
    """A boto3 client of a service of the embedded cloud at the base URL `cloud`, acting as root. Safe to share.

    With `seconds` it waits so long for an answer, and asks once.
    """
    once = Config(connect_timeout=5, read_timeout=seconds, retries={"total_max_attempts": 1})
    return boto3.client(
        service,
        endpoint_url=cloud,
        region_name=REGION,
        aws_access_key_id=ROOT_KEY,
        aws_secret_access_key=ROOT_KEY,
        config=once if seconds else _PATIENT,
    )


def credentials(cloud: str) -> dict[str, str]:
    """The environment that makes AWS tools talk to the embedded cloud as root, and to nothing else."""
    return {
        "AWS_ENDPOINT_URL": cloud,
        "AWS_ENDPOINT_URL_S3": cloud,
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    }


def server_environment(*, port: int, scratch: Path) -> dict[str, str]:
    """How the embedded cloud is started: IAM enforced, loopback only, all it writes under `scratch`."""
    return {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "GATEWAY_PORT": str(port),
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "TMPDIR": str(scratch),
        "STATE_DIR": str(scratch / "state"),
        "S3_DATA_DIR": str(scratch / "s3"),
        # A warm function answers in milliseconds, a cold one in a second: keep them warm between two customers.
        "LAMBDA_WARM_TTL_SECONDS": "900",
        # These would listen on every interface, on ports of their own.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
    }


def answers(url: str) -> bool:
    """Whether an HTTP server answers at `url` with a success."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return 200 <= int(answer.status) < 300
    except (OSError, urllib.error.URLError):
        return False
