"""Leaves out of the dependency layer what no function uses: most of botocore's service descriptions, tests, scripts."""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

#: The AWS services that functions call through botocore.
SERVICES = ("dynamodb", "events", "scheduler", "ses", "sesv2", "sqs", "ssm", "sts")
_REGIONS_OF = "aws"
# What importlib.metadata is asked for, and what the licences ask to be kept.
_KEPT_OF_DIST_INFO = ("METADATA", "entry_points.txt", "LICENSE", "LICENCE", "NOTICE", "COPYING", "licenses")


def trim(folder: Path) -> None:
    """Trim the installed packages in `folder` in place."""
    shutil.rmtree(folder / "bin", ignore_errors=True)
    for pattern in ("**/tests", "**/__pycache__"):
        for found in list(folder.glob(pattern)):
            shutil.rmtree(found)
    for info in folder.glob("*.dist-info"):
        _trim_dist_info(info)
    if (folder / "botocore").is_dir():
        _trim_services(folder / "botocore" / "data")
        _trim_endpoints(folder / "botocore" / "data" / "endpoints.json")
    if (folder / "urllib3" / "http2").is_dir():
        _trim_http2(folder / "urllib3" / "http2")
    for file in [*folder.glob("*.lock"), *folder.rglob("*.pyi"), *folder.rglob("py.typed")]:
        file.unlink()


def _trim_dist_info(info: Path) -> None:
    for entry in info.iterdir():
        if not entry.name.startswith(_KEPT_OF_DIST_INFO):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _trim_services(data: Path) -> None:
    """Keep the newest version of each service: botocore would choose that one."""
    for service in (entry for entry in data.iterdir() if entry.is_dir()):
        if service.name not in SERVICES:
            shutil.rmtree(service)
            continue
        newest = max(service.iterdir())
        for version in (entry for entry in service.iterdir() if entry != newest):
            shutil.rmtree(version)
        for examples in newest.glob("examples-*"):
            examples.unlink()
        for packed in newest.glob("*.json.gz"):
            _unpack(packed)


def _unpack(packed: Path) -> None:
    """As plain JSON without its documentation: botocore parses these files on every cold start."""
    content = json.loads(gzip.decompress(packed.read_bytes()))
    text = json.dumps(_without_documentation(content), ensure_ascii=False, separators=(",", ":"))
    packed.with_suffix("").write_text(text, encoding="utf-8")
    packed.unlink()


def _without_documentation(part: Any) -> Any:
    """Without the texts under `documentation`; a member or shape of that name is an object, and stays."""
    if isinstance(part, dict):
        kept = {key: value for key, value in part.items() if key != "documentation" or not isinstance(value, str)}
        return {key: _without_documentation(value) for key, value in kept.items()}
    if isinstance(part, list):
        return [_without_documentation(one) for one in part]
    return part


def _trim_endpoints(path: Path) -> None:
    """One partition and the services above; botocore's client start parses this file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    partitions = [part for part in content["partitions"] if part["partition"] == _REGIONS_OF]
    prefixes = {"dynamodb", "events", "scheduler", "email", "sqs", "ssm", "sts"}
    for part in partitions:
        part["services"] = {name: body for name, body in part["services"].items() if name in prefixes}
    # An installer may have linked the file to its cache: what is written into it would be written there too.
    path.unlink()
    path.write_text(json.dumps(content | {"partitions": partitions}, separators=(",", ":")), encoding="utf-8")


def _trim_http2(package: Path) -> None:
    """Leave out what would switch urllib3 to HTTP/2, for which h2 would have to be installed; its probe stays.

    To ask for h2's version, every cold start would load importlib.metadata with zipfile and email behind it.
    """
    # As above: the file may be the installer's own.
    (package / "__init__.py").unlink()
    (package / "__init__.py").write_text("")
