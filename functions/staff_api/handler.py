"""The staff API of one store: who is asking, may they, what do they want; one answer or one problem.

Routes are rows of the table in ``routes.py``; nothing is registered here that is not in it.
"""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from functions.staff_api.access import Caller, caller_of
from functions.staff_api.answers import Call, Shop
from functions.staff_api.problems import KINDS, NotFound, WrongMethod, problem_of
from functions.staff_api.reading import read_body, read_fields, read_key, read_path
from functions.staff_api.route import PREFIX, Route
from functions.staff_api.routes import ROUTES
from shared.adapters.media_bucket import MediaBucket
from shared.runtime import clock
from shared.runtime.environment import required
from shared.runtime.observability import log
from shared.runtime.profile import store_profile
from shared.runtime.wiring import record

#: Answers are about people and money: nothing between us and the tablet keeps them.
HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
#: Of no use outside the request in which they were set; powertools clears them after each.
CALLER, ROUTE = "caller", "route"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with. ``client_id``: the store's own app client, where it is told."""

    shop: Shop
    client_id: str | None

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        tables = record()
        shop = Shop(
            store=store_profile(),
            orders=tables.orders,
            catalog=tables.catalog,
            stock=tables.stock,
            customers=tables.customers,
            chats=tables.chats,
            cases=tables.cases,
            messages=tables.messages,
            commits=tables.commits,
            outbox=tables.outbox,
            books=tables.books,
            till=tables.till,
            reconciliations=tables.reconciliations,
            files=MediaBucket(bucket=required("MEDIA_BUCKET"), region=required("AWS_REGION")),
        )
        return cls(shop=shop, client_id=os.environ.get("STAFF_CLIENT_ID") or None)


app = APIGatewayHttpResolver()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request. What is neither an answer nor a known problem is raised: our failure, a 500, an alarm."""
    Settings.from_env()
    return app.resolve(event, context)


def know_the_caller(resolver: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> Response[str]:
    """Nothing, not even whether a route exists, is told to somebody unknown. Raises Unauthenticated."""
    settings = Settings.from_env()
    caller = caller_of(resolver.current_event.raw_event, store=settings.shop.store.id, client_id=settings.client_id)
    resolver.context[CALLER] = caller
    answer: Response[str] = next_middleware(resolver)
    return answer


def endpoint(route: Route) -> Callable[..., Response[str]]:
    """What powertools calls for a row of the table."""

    def serve(**ids: str) -> Response[str]:
        caller: Caller = app.context[CALLER]
        app.context[ROUTE] = f"{route.method} {route.path}"
        caller.must_be_one_of(route.roles)
        answer = route.does(_call(route, app.current_event.raw_event, ids, caller=caller))
        body = answer.encode() if isinstance(answer, str) else msgspec.json.encode(answer)
        return _responded(200, body, route.media)

    return serve


def tell_problem(error: Exception) -> Response[str]:
    """The one place where an error becomes an answer."""
    problem, headers = problem_of(error)
    return _responded(problem.status, msgspec.json.encode(problem), "application/problem+json", headers)


def tell_unrouted(error: NotFoundError) -> Response[str]:
    """No row of the table has this method and path."""
    path = app.current_event.path.removeprefix(PREFIX)
    allowed = sorted({route.method for route in ROUTES if route.fits(path)})
    # A row may fit that powertools did not find: an id with characters it takes in no path is nobody's id.
    wrong_method = allowed and app.current_event.http_method not in allowed
    return tell_problem(WrongMethod(allowed) if wrong_method else NotFound())


def _call(route: Route, event: Mapping[str, Any], ids: Mapping[str, str], *, caller: Caller) -> Call:
    return Call(
        shop=Settings.from_env().shop,
        path=read_path(ids),
        query=read_fields(event.get("queryStringParameters") or {}, route.query, strict=False),
        key=read_key(event) if route.method == "POST" else "",
        body=read_body(event, route.body) if route.body else None,
        caller=caller,
        now=clock.utc_now(),
    )


def _responded(status: int, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> Response[str]:
    # Neither query nor path is logged: a search names people, and ids are in the timeline already.
    caller: Caller | None = app.context.get(CALLER)
    log().info(
        "staff.answered", status=status, route=app.context.get(ROUTE, "none"), caller=caller.id if caller else None
    )
    return Response(
        status_code=status, content_type=content_type, body=body.decode(), headers={**HEADERS, **(headers or {})}
    )


app.use(middlewares=[know_the_caller])
app.not_found(tell_unrouted)
app.exception_handler(list(KINDS))(tell_problem)
for row in ROUTES:
    app.route(PREFIX + row.path.replace("{", "<").replace("}", ">"), method=row.method)(endpoint(row))
