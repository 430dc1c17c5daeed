"""The Chromium of the browser tests: found, or installed where this machine allows it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHOSEN = "TILLHOOK_CHROMIUM"


def find() -> Path | None:
    """A Chromium on this machine: the one named in TILLHOOK_CHROMIUM, the system's, or Playwright's own."""
    if chosen := os.environ.get(CHOSEN):
        return Path(chosen) if os.access(chosen, os.X_OK) else None
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((path for path in sorted(kept.glob("chromium-*/chrome-*/chrome")) if os.access(path, os.X_OK)), None)


def install() -> Path | None:
    """Debian's package where we are root and have apt, else Playwright's own build. None when neither can be had."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("browser: installing Debian's chromium for the browser tests (once)", flush=True)
        _quietly(["apt-get", "update", "-qq"])
        _quietly(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    if not find():
        print("browser: fetching Playwright's chromium for the browser tests (once)", flush=True)
        _quietly([sys.executable, "-m", "playwright", "install", "chromium"])
    return find()


def _quietly(command: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, check=False, env=environment, capture_output=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired):
        # Not an answer yet: whether a browser is there now is looked up afterwards.
        return


def main() -> int:
    """Look, install, and say plainly when there will be no browser. CI must not pass without one."""
    if find() or install():
        return 0
    print(f"browser: no Chromium here and none can be installed: the browser tests are skipped ({CHOSEN}=/path helps)")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
