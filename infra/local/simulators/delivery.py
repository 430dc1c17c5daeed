"""Delivers webhooks the way the providers do: sign, post, try again until the receiver takes it."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import requests

from infra.local.simulators.faults import Armed, Fault, FaultBoard

# The real ones keep trying for days; the local world has less patience and shorter breaks. Sum: about ten minutes.
RETRY_SECONDS = (0.5, 1, 2, 4, 8, 15, 30, 60, 120, 180, 180)
HOLD_BACK_SECONDS = 3.0
# How much longer an old webhook waits for a newer one of its subject: whoever makes the newer may be a person.
PATIENCE_WITH_OLD = 10
CONCURRENT_POSTS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """One thing to be told. `url` and `sign` are asked anew at each attempt: both may change between attempts.

    `subject` is what it tells of (an order's payment, say): newer webhooks about the same have the same.
    `taken` is called whenever the receiver accepted it: more than once when it is delivered more than once.
    `retries` is how often it is tried again; None: until the courier of webhooks has no patience left.
    """

    provider: str
    store_id: str
    what: str
    url: Callable[[], str]
    body: bytes
    sign: Callable[[bytes], Mapping[str, str]]
    accepted: Callable[[int], bool]
    timeout_seconds: float
    subject: str = ""
    taken: Callable[[], None] = lambda: None
    retries: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt as `GET /sim/deliveries` shows it; `outcome` is an HTTP status, `lost`, `never` or `no answer`."""

    provider: str
    store: str
    what: str
    number: int
    outcome: str


def post(url: str, body: bytes, headers: Mapping[str, str], timeout_seconds: float) -> int:
    """POST and give the status; proxies of the environment have no business on loopback."""
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(url, data=body, headers=dict(headers), timeout=timeout_seconds, allow_redirects=False)
        return answer.status_code


class Courier:
    """Takes webhooks to the stores. Each delivery is its own task: one slow store holds up nobody."""

    def __init__(
        self,
        faults: FaultBoard,
        *,
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
        hold_back_seconds: float = HOLD_BACK_SECONDS,
    ) -> None:
        self._faults = faults
        self._retry_seconds = retry_seconds
        self._hold_back_seconds = hold_back_seconds
        self._threads = ThreadPoolExecutor(CONCURRENT_POSTS, thread_name_prefix="courier")
        self._tasks: set[asyncio.Task[None]] = set()
        self._overtaken: dict[tuple[str, ...], list[asyncio.Event]] = {}
        self.attempts: deque[Attempt] = deque(maxlen=500)

    def dispatch(self, webhook: Webhook) -> None:
        """Send on its way and return at once; faults armed for the provider strike here."""
        task = asyncio.create_task(self._carry(webhook, self._faults.for_delivery(webhook.provider, webhook.what)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def forget(self) -> None:
        """Give up everything under way."""
        for task in self._tasks:
            task.cancel()
        self._overtaken.clear()
        self.attempts.clear()

    @property
    def under_way(self) -> int:
        """How many webhooks have not been taken yet."""
        return len(self._tasks)

    async def _carry(self, webhook: Webhook, armed: Armed | None) -> None:
        fault = armed.fault if armed else None
        if fault is Fault.NEVER_DELIVER:
            self._note(webhook, 1, "never")
            return
        if fault is Fault.DELAY and armed:
            await asyncio.sleep(armed.seconds)
        if fault is Fault.REORDER:
            await self._let_another_pass(_same_store(webhook), self._hold_back_seconds)
        if fault is Fault.OLD_AFTER_NEW:
            await self._let_another_pass(_same_subject(webhook), self._hold_back_seconds * PATIENCE_WITH_OLD)
        if fault is Fault.DUPLICATE:
            await asyncio.gather(*(self._until_accepted(webhook) for _ in range(3)))
            await asyncio.sleep(self._retry_seconds[0])
        if fault is Fault.TWICE_AT_ONCE:
            await asyncio.gather(*(self._until_accepted(webhook) for _ in range(2)))
            return
        await self._until_accepted(webhook, lose_first=fault is Fault.DROP)

    async def _let_another_pass(self, crowd: tuple[str, ...], seconds: float) -> None:
        passed = asyncio.Event()
        self._overtaken.setdefault(crowd, []).append(passed)
        try:
            await asyncio.wait_for(passed.wait(), seconds)
        except TimeoutError:
            return

    async def _until_accepted(self, webhook: Webhook, *, lose_first: bool = False) -> None:
        # Lost on the way is not sent in vain: also who never tries again has not been heard yet.
        pauses = self._pauses(webhook) or (self._retry_seconds[:1] if lose_first else ())
        for number, pause in enumerate((*pauses, 0), start=1):
            if lose_first and number == 1:
                self._note(webhook, number, "lost")
            elif await self._attempt(webhook, number):
                webhook.taken()
                break
            await asyncio.sleep(pause)
        for crowd in (_same_store(webhook), _same_subject(webhook)):
            for passed in self._overtaken.pop(crowd, []):
                passed.set()

    def _pauses(self, webhook: Webhook) -> tuple[float, ...]:
        if webhook.retries is None:
            return self._retry_seconds
        longest = len(self._retry_seconds) - 1
        return tuple(self._retry_seconds[min(place, longest)] for place in range(webhook.retries))

    async def _attempt(self, webhook: Webhook, number: int) -> bool:
        url = webhook.url()
        if not url:
            self._note(webhook, number, "no answer")
            return False
        headers = {"Content-Type": "application/json", **webhook.sign(webhook.body)}
        try:
            status = await asyncio.get_running_loop().run_in_executor(
                self._threads, post, url, webhook.body, headers, webhook.timeout_seconds
            )
        except requests.RequestException:
            self._note(webhook, number, "no answer")
            return False
        self._note(webhook, number, str(status))
        return webhook.accepted(status)

    def _note(self, webhook: Webhook, number: int, outcome: str) -> None:
        self.attempts.append(
            Attempt(
                provider=webhook.provider,
                store=webhook.store_id,
                what=webhook.what,
                number=number,
                outcome=outcome,
            )
        )


def _same_store(webhook: Webhook) -> tuple[str, ...]:
    return webhook.provider, webhook.store_id


def _same_subject(webhook: Webhook) -> tuple[str, ...]:
    return webhook.provider, webhook.store_id, webhook.subject
