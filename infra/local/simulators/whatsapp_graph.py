"""What every Graph API call has in common: a bearer token, a node that must be the caller's, refusals as JSON."""

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from infra.local.simulators.desk import Desk
from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.world import Json, Store


def caller(desk: Desk, request: Request) -> Store:
    """The store whose token was shown; raises 190."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    store = desk.find_store(lambda one: bool(token) and one.internal("whatsapp_token") == token)
    if scheme.lower() != "bearer" or store is None:
        raise GraphError(190, "The access token is missing or not valid.")
    return store


def owner(desk: Desk, request: Request, key: str) -> Store:
    """The caller, whose `key` (a number or an account) must be the node of the path; raises 190 and 100 (33)."""
    store = caller(desk, request)
    if store.text(key) != request.path_params["node"]:
        raise no_such_node(request)
    return store


def no_such_node(request: Request) -> GraphError:
    """What the Graph API says of an id that does not exist, and of one that is somebody else's."""
    return GraphError(
        100,
        f"Unsupported request. Object with ID '{request.path_params['node']}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation.",
        subcode=33,
    )


async def graph_json(request: Request) -> Json:
    """The request's body, which must be a JSON object; raises 100."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise GraphError(100, "The request body is not JSON.") from None
    if not isinstance(body, dict):
        raise GraphError(100, "The request body is not a JSON object.")
    return body


def graph(answer: Callable[[Request], Awaitable[Json | Response]]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that answers JSON, refusals included."""

    async def endpoint(request: Request) -> Response:
        try:
            given = await answer(request)
        except GraphError as error:
            return JSONResponse(error.body(), status_code=error.status)
        return given if isinstance(given, Response) else JSONResponse(given)

    return endpoint
