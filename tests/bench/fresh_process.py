"""Time programs that start, work and end, each against `python -c pass` in the same rounds.

This machine's milliseconds mean little elsewhere; ratios within one run do, so the programs take turns and the median
counts.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BARE = "python -c pass"
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One program's medians: milliseconds and processor milliseconds, each also as times bare Python.

    `bar` is the most that `ratio` may be (None: for information).
    """

    name: str
    milliseconds: float
    ratio: float
    cpu: float
    cpu_ratio: float
    bar: float | None


@dataclass(kw_only=True)
class Race:
    """Programs that take turns for `rounds` rounds. `measure` enters one; `run` starts."""

    rounds: int = 15
    _runners: dict[str, tuple[Sequence[str], Mapping[str, str], float | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Enter bare Python, which everything is compared with."""
        self.measure(BARE, ["-c", "pass"])

    def measure(
        self, name: str, argv: Sequence[str], *, env: Mapping[str, str] | None = None, bar: float | None = None
    ) -> None:
        """Enter `python <argv>` with these variables; `bar` is the most times bare Python that it may take."""
        inherited = {variable: os.environ[variable] for variable in INHERITED if variable in os.environ}
        self._runners[name] = ([sys.executable, *argv], {**inherited, **(env or {})}, bar)

    def run(self) -> list[Row]:
        """Run all programs in turns, after one round that does not count. Raises `CalledProcessError` if one fails."""
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in self._runners}
        for turn in range(self.rounds + 1):
            for name, (argv, env, _) in self._runners.items():
                spent = timed(argv, env=env)
                if turn:
                    taken[name].append(spent)
        medians = {
            name: tuple(statistics.median(column) for column in zip(*runs, strict=True)) for name, runs in taken.items()
        }
        bare_wall, bare_cpu = medians[BARE]
        return [
            Row(name=name, milliseconds=wall, ratio=wall / bare_wall, cpu=cpu, cpu_ratio=cpu / bare_cpu, bar=bar)
            for (name, (wall, cpu)), (_, _, bar) in zip(medians.items(), self._runners.values(), strict=True)
        ]


def timed(argv: Sequence[str], *, env: Mapping[str, str]) -> tuple[float, float]:
    """Run a program to its end; return its milliseconds, and those on a processor. Raises `CalledProcessError`."""
    started = time.perf_counter()
    process = subprocess.Popen(argv, env=dict(env), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(argv))
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000


def table(rows: Sequence[Row]) -> str:
    """Draw rows as text."""
    width = max(len(row.name) for row in rows)
    lines = [f"{'case':{width}}  {'ms':>6}  {'x bare':>6}  {'bar':>5}  {'cpu ms':>6}  {'x bare':>6}"]
    for row in rows:
        bar = "" if row.bar is None else f"{row.bar:.1f}"
        verdict = "" if row.bar is None or row.ratio <= row.bar else "  OVER THE BAR"
        wall = f"{row.milliseconds:6.1f}  {row.ratio:6.2f}  {bar:>5}"
        lines.append(f"{row.name:{width}}  {wall}  {row.cpu:6.1f}  {row.cpu_ratio:6.2f}{verdict}")
    return "\n".join(lines)
