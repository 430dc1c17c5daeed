"""The embedded cloud is for this machine alone, and enforces who may do what."""

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.cloud import REGION, answers, client, server_environment
from infra.local.processes import Process, free_port, start, stop, wait_until

LOOPBACK = "0100007F"
LISTENING = "0A"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Process, str]]:
    """A cloud as the launcher starts it."""
    scratch, port = tmp_path_factory.mktemp("cloud"), free_port()
    process = start(
        "cloud",
        [sys.executable, "-m", "ministack"],
        environment=server_environment(port=port, scratch=scratch),
        log=scratch / "log",
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(f"{url}/_ministack/health"), process=process, seconds=90, log_hint="")
        yield process, url
    finally:
        stop([process])


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's list of sockets")
def test_it_listens_on_the_loopback_and_nowhere_else(server: tuple[Process, str]) -> None:
    """Its root key is in every manual."""
    process, url = server
    sockets = {path.readlink().name.strip("socket:[]") for path in Path(f"/proc/{process.pid}/fd").iterdir()}
    listening = [
        fields[1].split(":")
        for table in ("tcp", "tcp6")
        for fields in (line.split() for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:])
        if fields[3] == LISTENING and fields[9] in sockets
    ]
    assert [(address, int(port, 16)) for address, port in listening] == [(LOOPBACK, int(url.rpartition(":")[2]))]


def test_a_role_without_a_permission_is_refused(server: tuple[Process, str]) -> None:
    """IAM is enforced: root may, a new role may not."""
    _, url = server
    client("sqs", cloud=url).create_queue(QueueName="mine")
    trust = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'
    )
    role = client("iam", cloud=url).create_role(RoleName="nobody", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    keys = client("sts", cloud=url).assume_role(RoleArn=role, RoleSessionName="nobody")["Credentials"]
    nobody = boto3.client(
        "sqs",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    with pytest.raises(ClientError, match="AccessDenied"):
        nobody.get_queue_url(QueueName="mine")


def test_an_address_where_nothing_answers_is_no_answer() -> None:
    """Not an exception: the launcher asks until it gets one."""
    assert not answers(f"http://127.0.0.1:{free_port()}/")
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{free_port()}/", timeout=1)
