"""Puts the simulators together into one application."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from infra.local.simulators.carriers import Carrier
from infra.local.simulators.clock import Clock, rfc3339
from infra.local.simulators.cloud import Cloud
from infra.local.simulators.delivery import HOLD_BACK_SECONDS, RETRY_SECONDS, Courier
from infra.local.simulators.desk import BadRequest, Desk, Provider, json_object
from infra.local.simulators.easypost import EasyPost
from infra.local.simulators.emails import Emails
from infra.local.simulators.faults import Fault, FaultBoard
from infra.local.simulators.faulty_api import FaultyApi
from infra.local.simulators.gateways import Gateway
from infra.local.simulators.labels import Labels
from infra.local.simulators.live import Live
from infra.local.simulators.parcels import Parcels
from infra.local.simulators.payment_controls import PaymentControls
from infra.local.simulators.payments import Payments
from infra.local.simulators.razorpay import Razorpay
from infra.local.simulators.shiprocket import Shiprocket
from infra.local.simulators.stripe import Stripe
from infra.local.simulators.tables import Tables
from infra.local.simulators.timers import Timers
from infra.local.simulators.whatsapp import WhatsApp
from infra.local.simulators.whatsapp_statuses import Pace
from infra.local.simulators.world import World

HERE = Path(__file__).parent
HOLD_SECONDS = 20.0
SWEEP_SECONDS = 1.0


class Simulators:
    """All companies of one local world. `reset_hook` is called by `POST /sim/reset`, to put seeded data back."""

    def __init__(
        self,
        world_file: Path,
        *,
        clock: Clock | None = None,
        console: Path = HERE.parent / "console",
        seed: Path = HERE.parent / "seed",
        stores: Path = HERE.parents[1] / "stores",
        reset_hook: Callable[[], None] | None = None,
        assume_windows: bool = True,
        pace: Pace | None = None,
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
        hold_back_seconds: float = HOLD_BACK_SECONDS,
        hold_seconds: float = HOLD_SECONDS,
    ) -> None:
        faults = FaultBoard()
        self.desk = Desk(
            world=World(world_file, seed=seed, stores=stores),
            clock=clock or Clock(),
            faults=faults,
            courier=Courier(faults, retry_seconds=retry_seconds, hold_back_seconds=hold_back_seconds),
            live=Live(),
        )
        cloud = Cloud(self.desk.world)
        self._gateways: list[Gateway] = [Stripe(self.desk), Razorpay(self.desk)]
        self._labels = Labels()
        carriers: list[Carrier] = [EasyPost(self.desk, self._labels), Shiprocket(self.desk, self._labels)]
        whatsapp = WhatsApp(self.desk, assume_windows=assume_windows, pace=pace)
        self._providers: dict[str, Provider] = {one.name: one for one in (whatsapp, *self._gateways, *carriers)}
        self._emails = Emails(self.desk.world, self.desk.live)
        self._tables = Tables(self.desk.world, cloud, self.desk.live)
        self._timers = Timers(self.desk.world, self.desk.clock, cloud)
        self._payments = Payments(self.desk, self._gateways)
        self._controls = PaymentControls(self.desk, self._gateways)
        self._parcels = Parcels(self.desk, cloud, carriers)
        self._reset_hook = reset_hook
        self._console = console
        self._hold_seconds = hold_seconds

    def application(self) -> ASGIApp:
        """The ASGI application. The faults stand outside of everything: they need the server's own connection."""
        app = Starlette(routes=self._routes(), lifespan=self._lifespan, exception_handlers={BadRequest: _refuse})
        return FaultyApi(app, providers=self._providers, faults=self.desk.faults, hold_seconds=self._hold_seconds)

    def _routes(self) -> list[BaseRoute]:
        own = (self._payments, self._controls, self._parcels, self._labels, self._emails, self._tables, self._timers)
        return [
            *(route for provider in self._providers.values() for route in provider.routes()),
            *(route for part in own for route in part.routes()),
            Route("/sim/live", self.desk.live.endpoint, methods=["GET"]),
            Route("/sim/faults", self._arm, methods=["POST"]),
            Route("/sim/faults", self._armed, methods=["GET"]),
            Route("/sim/deliveries", self._deliveries, methods=["GET"]),
            Route("/sim/clock", self._time, methods=["GET", "POST"]),
            Route("/sim/reset", self._reset, methods=["POST"]),
            Mount("/", StaticFiles(directory=self._console, html=True, check_dir=False)),
        ]

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        work = [asyncio.create_task(one) for one in (self._sweep(), self._emails.watch(), self._tables.watch())]
        yield
        for task in work:
            task.cancel()
        for provider in self._providers.values():
            provider.reset()
        self.desk.courier.forget()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            for gateway in self._gateways:
                gateway.close_expired()

    async def _arm(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        provider, times = str(asked.get("provider")), asked.get("times", 1)
        if provider not in self._providers:
            raise BadRequest(f"provider is one of {', '.join(self._providers)}")
        try:
            fault = Fault(str(asked.get("fault")))
        except ValueError:
            raise BadRequest(f"fault is one of {', '.join(Fault)}") from None
        if isinstance(times, bool) or not isinstance(times, int) or times < 1:
            raise BadRequest("times is a whole number from 1")
        what = asked.get("what")
        if what is not None and not isinstance(what, str):
            raise BadRequest("what is an event's name")
        numbers = [asked.get("seconds", 2.0), asked.get("share", 1.0), asked.get("seed", 0)]
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in numbers):
            raise BadRequest("seconds, share and seed are numbers")
        seconds, share, seed = numbers
        self.desk.faults.arm(
            provider, fault, times=times, seconds=float(seconds), what=what, share=float(share), seed=int(seed)
        )
        return JSONResponse({"faults": self.desk.faults.pending()})

    async def _armed(self, _: Request) -> JSONResponse:
        return JSONResponse({"faults": self.desk.faults.pending()})

    async def _deliveries(self, _: Request) -> JSONResponse:
        courier = self.desk.courier
        return JSONResponse(
            {"under_way": courier.under_way, "attempts": [asdict(attempt) for attempt in courier.attempts]}
        )

    async def _time(self, request: Request) -> JSONResponse:
        if request.method == "POST":
            self.desk.clock.advance(float((await json_object(request)).get("advance_seconds", 0)))
        return JSONResponse({"now": rfc3339(self.desk.clock.now())})

    async def _reset(self, _: Request) -> JSONResponse:
        for provider in self._providers.values():
            provider.reset()
        self._labels.reset()
        self._parcels.reset()
        self.desk.courier.forget()
        self.desk.faults.clear()
        self.desk.clock.reset()
        await self._emails.reset()
        if self._reset_hook is not None:
            await asyncio.to_thread(self._reset_hook)
        self.desk.live.tell("reload", {})
        return JSONResponse({"reset": True, "seeded": self._reset_hook is not None})


async def _refuse(_: Request, error: Exception) -> JSONResponse:
    code = error.code if isinstance(error, BadRequest) else 500
    return JSONResponse({"error": str(error)}, status_code=code)
