"""Steps of a long start, said while they happen: what, then how long it took."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# A step that takes longer says so, lest it look stuck. Seconds.
PATIENCE = 10.0


class Progress:
    """Prints one line per step with the seconds since the start and the seconds it took."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since this world began to start."""
        return time.monotonic() - self._started

    def say(self, text: str) -> None:
        """One line with the time since the start."""
        print(f"[{self.seconds:5.1f} s] {text}", flush=True)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Say `what` now, remind of it while it lasts."""
        self.say(what)
        done = threading.Event()
        reminder = threading.Thread(target=self._remind, args=(what, done), daemon=True)
        reminder.start()
        try:
            yield
        finally:
            done.set()
            reminder.join()
            sys.stdout.flush()

    def _remind(self, what: str, done: threading.Event) -> None:
        while not done.wait(PATIENCE):
            self.say(f"  still at it: {what}")
