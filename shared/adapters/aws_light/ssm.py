"""Secrets kept in SSM parameters, remembered for five minutes.

    SecretMissing       a parameter does not exist or holds no secret; nothing may be accepted without it

Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
"""

from __future__ import annotations

from shared.adapters.aws_light.service import JsonService, endpoint_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

REMEMBERED_SECONDS = 300
"""A retired secret is refused, and a new one known, at most this long after the parameter changed."""


class SecretMissing(Exception):
    """The parameter `name` is absent or empty."""

    def __init__(self, *, name: str) -> None:
        super().__init__(f"parameter {name} is absent or empty")
        self.name = name


class SecretParameters:
    """The named SecureString parameters, each with one secret per line."""

    def __init__(self, *, region: str, names: Sequence[str]) -> None:
        endpoint = endpoint_of("ssm", region=region)
        self._service = JsonService(service="ssm", target="AmazonSSM", version="1.1", endpoint=endpoint, region=region)
        self._names = list(names)
        self._secrets: dict[str, tuple[str, ...]] = {}
        self._read_at: float | None = None

    def of(self, name: str, *, now: float) -> tuple[str, ...]:
        """Return every secret of `name`, the signing one first; never empty.

        `now` in seconds. Raises `SecretMissing`, `AwsFailed`.
        """
        if self._read_at is None or not 0 <= now - self._read_at < REMEMBERED_SECONDS:
            answer = self._service.call("GetParameters", {"Names": self._names, "WithDecryption": True})
            self._secrets = {entry["Name"]: secrets_in(entry["Value"]) for entry in answer.get("Parameters") or []}
            self._read_at = now
        secrets = self._secrets.get(name)
        if not secrets:
            self._read_at = None
            raise SecretMissing(name=name)
        return secrets


def secrets_in(value: str) -> tuple[str, ...]:
    """Split a parameter's text into its secrets: one per line, blank lines left out."""
    return tuple(line.strip() for line in value.splitlines() if line.strip())
