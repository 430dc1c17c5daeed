"""What Meta remembers of one store's number: its people, what was said, when they last wrote, how fast we send."""

import base64
import hashlib
import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.world import Json

WINDOW = timedelta(hours=24)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PAIR_BURST = 45
PAIR_SECONDS = 6.0
NUMBER_PER_SECOND = 80
# Numbers that end like this are not on WhatsApp, so that a tester has one to send to.
NOBODY = "000000"
# "played" is told of voice notes that were listened to.
FORWARD = ("accepted", "sent", "delivered", "read", "played")


@dataclass(slots=True)
class Allowance:
    """A bucket of sends to one customer: `PAIR_BURST` at most, one more each `PAIR_SECONDS`."""

    left: float
    at: datetime

    def spend(self, now: datetime) -> bool:
        """Take one if there is one."""
        self.left = min(PAIR_BURST, self.left + (now - self.at).total_seconds() / PAIR_SECONDS)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass(slots=True)
class Person:
    """A customer as Meta knows them. `wa_id` is missing for one who hides the number behind a username."""

    wa_id: str | None
    user_id: str | None
    name: str = ""
    # With "@", as people who hide their number have one.
    username: str = ""
    wrote_at: datetime | None = None
    typing_until: datetime | None = None
    allowance: Allowance | None = None

    @property
    def key(self) -> str:
        """What a chat is filed under."""
        return self.wa_id or self.user_id or ""


@dataclass(slots=True)
class Bubble:
    """One message of a chat; `body` as the phone or the store sent it.

    `shown` is a template's text when filled, `seen` what arrives of a body that is not passed on whole.
    """

    id: str
    at: datetime
    direction: str
    person: Person
    body: Json
    status: str
    to: str = ""
    category: str = "service"
    shown: Json | None = None
    seen: Json | None = None

    def advance(self, status: str) -> bool:
        """Move forward to `status`; a phone never unreads."""
        if status != "failed" and FORWARD.index(status) <= FORWARD.index(self.status):
            return False
        self.status = status
        return True


@dataclass(slots=True)
class Book:
    """The state of one number. `assume_windows`: a customer never heard of counts as one who just wrote.

    Testers may hand signed webhooks straight to a store; Meta would have known of those messages, the simulator cannot.
    """

    country: str
    assume_windows: bool
    bubbles: dict[str, Bubble] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)
    _sends: deque[datetime] = field(default_factory=deque)

    def meet(self, *, wa_id: str | None, user_id: str | None, name: str = "") -> Person:
        """The person behind either identity, known from now on by both."""
        person = self._people.get(wa_id or "") or self._people.get(user_id or "") or Person(wa_id, user_id, name)
        person.wa_id = wa_id or person.wa_id
        person.user_id = user_id or person.user_id
        person.name = name or person.name
        for identity in (person.wa_id, person.user_id):
            if identity:
                self._people[identity] = person
        return person

    def known(self, identity: str) -> Person | None:
        """The person with that phone number (digits) or user id, if they ever appeared."""
        return self._people.get(identity)

    def moved(self, person: Person, *, wa_id: str | None, user_id: str | None) -> None:
        """The person has a new number, or only a new user id; the old ones are free for somebody else."""
        if wa_id and person.wa_id:
            self._people.pop(person.wa_id, None)
        if person.user_id:
            self._people.pop(person.user_id, None)
        person.wa_id = wa_id or person.wa_id
        person.user_id = user_id or (self.business_scoped_id(wa_id) if wa_id else person.user_id)
        for identity in (person.wa_id, person.user_id):
            if identity:
                self._people[identity] = person

    def read(self, bubble: Bubble) -> None:
        """The store read a customer's message, and with it all that had come before."""
        for other in self.chat(bubble.person):
            if other.direction == "in" and (other is bubble or other.status == "delivered"):
                other.status = "read"
            if other is bubble:
                return

    def business_scoped_id(self, wa_id: str) -> str:
        """The user id Meta would show this business for a phone number: stable, opaque."""
        digest = hashlib.sha256(f"{self.country}:{wa_id}".encode()).digest()
        return f"{self.country}.{int.from_bytes(digest[:8], 'big') % 10**17 + 10**16}"

    def wrote(self, person: Person, now: datetime) -> None:
        """The customer wrote: the window is open for 24 hours from now."""
        person.wrote_at = now

    def close_window(self, person: Person) -> None:
        """As if the customer had last written more than a day ago."""
        person.wrote_at = LONG_AGO

    def window_open(self, person: Person, now: datetime) -> bool:
        """Whether free-form messages may be sent."""
        return person.wrote_at is not None and now - person.wrote_at < WINDOW

    def spend_number(self, now: datetime) -> None:
        """Count one send against the number's 80 a second; raises 130429."""
        while self._sends and now - self._sends[0] >= timedelta(seconds=1):
            self._sends.popleft()
        if len(self._sends) >= NUMBER_PER_SECOND:
            raise GraphError(
                130429, f"Cloud API message throughput of {NUMBER_PER_SECOND} per second has been reached."
            )
        self._sends.append(now)

    def spend_pair(self, person: Person, now: datetime) -> None:
        """Count one send against the customer's allowance; raises 131056."""
        if person.allowance is None:
            person.allowance = Allowance(PAIR_BURST, now)
        if not person.allowance.spend(now):
            raise GraphError(131056, "Too many messages sent from this phone number to the same phone number.")

    def require_window(self, person: Person, now: datetime) -> None:
        """Raises 131047 when only a template may be sent."""
        if self.assume_windows and person.wrote_at is None:
            person.wrote_at = now
        if not self.window_open(person, now):
            raise GraphError(131047, "More than 24 hours have passed since the customer last replied to this number.")

    def add(self, bubble: Bubble) -> None:
        """Put a message into the chat."""
        self.bubbles[bubble.id] = bubble

    def chat(self, person: Person) -> list[Bubble]:
        """All messages with one person, oldest first."""
        return [bubble for bubble in self.bubbles.values() if bubble.person is person]


def message_id(identity: str, *, inbound: bool) -> str:
    """A `wamid` in the form Meta's have: base64 of the customer's identity, the direction and a random part."""
    who = identity.encode()[:40]
    direction = b"\x12" if inbound else b"\x11"
    raw = b"\x1c\x18" + bytes([len(who)]) + who + b"\x15\x02\x00" + direction + b"\x18\x14"
    return "wamid." + base64.b64encode(raw + secrets.token_hex(10).upper().encode() + b"\x00").decode()
