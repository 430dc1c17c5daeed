"""Secrets of the worker functions: the same parameters, and the same five minutes' memory, as on the webhooks' path."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.adapters.aws_light.service import AwsFailed, AwsRefused
from shared.adapters.aws_light.ssm import SecretMissing, SecretParameters
from shared.ports import Refused, Unavailable


class Secrets:
    """SSM SecureStrings by name, read together; keep it while warm."""

    def __init__(self, *, region: str, names: Sequence[str]) -> None:
        self._parameters = SecretParameters(region=region, names=names)

    def current(self, name: str, *, now: datetime) -> str:
        """The secret to sign or log in with: the parameter's first line. Raises Unavailable, Refused."""
        try:
            return self._parameters.of(name, now=now.timestamp())[0]
        except SecretMissing:
            raise Refused("no_secret", f"parameter {name} is absent or empty", alarm=True) from None
        except AwsRefused as refusal:
            raise Refused(refusal.code, f"parameter {name} may not be read", alarm=True) from None
        except AwsFailed as failure:
            raise Unavailable(f"parameters cannot be read: {failure.code}") from None
