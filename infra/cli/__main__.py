"""The `till` command: what an operator does with stores, secrets, catalogs and templates."""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from infra.cli import catalog, doctor, parse, reconcile, secret_commands, templates
from infra.cli.target import CommandError, target
from infra.local import seed
from infra.local.settings import WorldError
from infra.store_files import InvalidStoreFiles, load_stores
from shared.adapters.whatsapp.templates import BadTemplate
from shared.domain.store import Store


def main(words: list[str] | None = None) -> int:
    """Run one command. Every expected failure is one line on stderr. Returns the exit status for the shell."""
    options = _parser().parse_args(words)
    try:
        return int(options.do(options))
    except (CommandError, WorldError, InvalidStoreFiles, BadTemplate) as problem:
        print(f"till: {problem}", file=sys.stderr)
    except (NoCredentialsError, PartialCredentialsError):
        print("till: there are no AWS credentials here: set them, or add --local for the local world", file=sys.stderr)
    except (ClientError, BotoCoreError) as refusal:
        print(f"till: AWS did not do it: {refusal}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\ntill: stopped", file=sys.stderr)
        return 130
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="till", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")

    stores = verbs.add_parser("stores", help="list the stores and what matters most about them")
    stores.set_defaults(do=_stores)

    checkup = verbs.add_parser("doctor", help="check this machine, or with --store whether a store is ready to serve")
    checkup.add_argument("--store", help="check this store's deployment too")
    _cloud(checkup, _doctor)

    secrets = verbs.add_parser("secrets", help="set a store's secrets, or list which are set")
    kinds = secrets.add_subparsers(required=True, metavar="put|list")
    put = kinds.add_parser("put", help="read a value from the terminal or stdin and store it encrypted")
    put.add_argument("store")
    put.add_argument("name", help=", ".join(secret_commands.SECRETS))
    put.add_argument("--rotate", action="store_true", help="keep the old value valid behind the new one")
    _cloud(put, _secrets_put)
    listing = kinds.add_parser("list", help="say which secrets are set; shows no value")
    listing.add_argument("store")
    _cloud(listing, _secrets_list)

    seeding = verbs.add_parser("seed", help="put a catalog file into a store; counters that exist are left alone")
    seeding.add_argument("store")
    seeding.add_argument("--file", type=Path, help="default: the demo catalog of the store")
    _cloud(seeding, _seed)

    texts = verbs.add_parser("templates", help="hand the message templates in at Meta, or check them there")
    texts.add_argument("verb", choices=("sync", "check"))
    texts.add_argument("store", nargs="?", help="default: every store")
    _cloud(texts, _templates)

    books = verbs.add_parser("reconcile", help="compare a day with the gateway's own lists, heal and report")
    books.add_argument("--store", required=True)
    books.add_argument("--date", type=reconcile.day_of, help="business day, like 2026-11-21; default: today")
    _cloud(books, _reconcile)

    words = verbs.add_parser("parse", help="show what the conversation makes of a customer's words; needs no cloud")
    words.add_argument("--store", required=True)
    words.add_argument("--file", type=Path, help="one message per line; default without TEXT: stdin")
    words.add_argument("text", nargs="?", metavar="TEXT")
    words.set_defaults(do=_parse)
    return parser


def _cloud(parser: argparse.ArgumentParser, do: object) -> None:
    parser.add_argument("--local", action="store_true", help="in the local world instead of AWS")
    parser.set_defaults(do=do)


def _stores(_: argparse.Namespace) -> int:
    for store in load_stores():
        languages = ", ".join(store.languages)
        print(f"{store.id:<8} {store.name}  {store.currency}  {languages}  {store.payment.provider}  {store.region}")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    findings = [*doctor.machine()]
    if options.store:
        findings += doctor.deployment(target(options.store, local=options.local))
    for good, line in findings:
        print(f"{'ok ' if good else 'BAD'}  {line}")
    return 0 if all(good for good, _ in findings) else 1


def _secrets_put(options: argparse.Namespace) -> int:
    chosen = target(options.store, local=options.local)
    return _print([secret_commands.put(chosen, options.name, rotate=options.rotate)])


def _secrets_list(options: argparse.Namespace) -> int:
    return _print(secret_commands.listed(target(options.store, local=options.local)))


def _seed(options: argparse.Namespace) -> int:
    file = options.file or seed.HERE / f"{options.store}.json"
    return _print([catalog.put_catalog(target(options.store, local=options.local), file)])


def _templates(options: argparse.Namespace) -> int:
    chosen = [options.store] if options.store else [store.id for store in load_stores()]
    targets = [target(store, local=options.local) for store in chosen]
    if options.verb == "sync":
        return _print(line for one in targets for line in templates.sync(one))
    complaints = [f"{one.store.id}: {line}" for one in targets for line in templates.check(one)]
    _print(complaints or ["all message templates are there and usable"])
    return 1 if complaints else 0


def _reconcile(options: argparse.Namespace) -> int:
    chosen = target(options.store, local=options.local)
    today = Store.from_profile(json.loads(chosen.store.profile())).business_day(datetime.now(UTC))
    report = reconcile.reconciled(
        chosen, day=options.date or today, today=today, tell=lambda line: print(line, flush=True)
    )
    return 1 if report.unexplained else 0


def _parse(options: argparse.Namespace) -> int:
    return _print(parse.parsed(options.store, text=options.text, file=options.file))


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
