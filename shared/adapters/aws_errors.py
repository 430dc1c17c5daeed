"""What botocore raises, in the ports' words."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from shared.ports import PortError, Refused, Unavailable

TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
#: AWS answers these with 400, and means "later".
THROTTLES = frozenset({"RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException"})
#: A missing right or a missing resource: nothing helps until the deployment is mended.
DEPLOYMENT = frozenset({"AccessDenied", "AccessDeniedException", "ResourceNotFoundException", "UnauthorizedOperation"})


def port_error(error: BotoCoreError | ClientError) -> PortError:
    """Unavailable for what may pass, Refused for what will not."""
    if not isinstance(error, ClientError):
        return Unavailable(type(error).__name__)
    code = str(error.response.get("Error", {}).get("Code", "unknown"))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in THROTTLES or status == TOO_MANY_REQUESTS or status >= SERVER_ERROR:
        return Unavailable(code)
    return Refused(code, f"AWS answered {status}", alarm=code in DEPLOYMENT)
