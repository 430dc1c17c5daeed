"""The stacks' templates, made from stand-in bundles and asked about what they hold."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.packaging.build import ROOT, Bundle, Bundles
from infra.packaging.target import target_named

Json = dict[str, Any]

#: Those that import packages, and so have the layer.
WITHOUT_LAYER = {"whatsapp_webhook", "payment_webhook", "queue_message"}


@dataclass(frozen=True, kw_only=True)
class Templates:
    """Every stack's template by the id of the stack, and the folder they are in."""

    folder: Path
    by_stack: Mapping[str, Json]

    def store(self, store: str) -> "Template":
        """A store's template."""
        return Template(self.by_stack[f"Tillhook-{store}"])


class Template:
    """One template, to be asked about its resources."""

    def __init__(self, content: Json) -> None:
        self.content = content

    def resources(self, kind: str) -> Iterator[tuple[str, Json]]:
        """Logical id and properties of every resource of a type such as `AWS::SQS::Queue`."""
        for id_, resource in self.content["Resources"].items():
            if resource["Type"] == kind:
                yield id_, resource.get("Properties", {})

    def all(self, kind: str) -> list[Json]:
        """The properties of every resource of a type."""
        return [properties for _, properties in self.resources(kind)]

    def role_of(self, function: str) -> Json:
        """The role of the function in `functions/<function>/`."""
        wanted = f"functions.{function}.handler.handler"
        (role,) = (one["Role"] for one in self.all("AWS::Lambda::Function") if one["Handler"] == wanted)
        return dict(self.content["Resources"][role["Fn::GetAtt"][0]]["Properties"])

    def statements(self, function: str) -> list[Json]:
        """What the function may do."""
        return [
            statement
            for policy in self.role_of(function)["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]

    def actions(self, function: str) -> set[str]:
        """The actions the function may do, on whatever."""
        return {action for statement in self.statements(function) for action in as_list(statement["Action"])}

    def functions(self) -> list[str]:
        """The folders' names of all functions."""
        return sorted(one["Handler"].split(".")[1] for one in self.all("AWS::Lambda::Function"))


def as_list(value: Any) -> list[Any]:
    """CloudFormation writes a list of one as the thing itself."""
    return value if isinstance(value, list) else [value]


def stand_in_bundles(folder: Path, *, target: str) -> Bundles:
    """Bundles of one empty file each: templates do not depend on what is in them."""
    names = sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))
    for name in [*names, "layer"]:
        (folder / name).mkdir(parents=True)
        (folder / name / "empty.py").touch()
    functions = {
        name: Bundle(path=folder / name, digest=name.encode().hex(), needs_layer=name not in WITHOUT_LAYER)
        for name in names
    }
    layer = Bundle(path=folder / "layer", digest=b"layer".hex())
    return Bundles(target=target_named(target), functions=functions, layer=layer)


def synthesize(folder: Path, *, target: str, nag: bool) -> Templates:
    """Make the templates of both stores for a target. Slow: it starts the CDK's Node."""
    from infra.app import add_stacks, new_app
    from infra.deployment import Deployment
    from infra.store_files import load_stores

    bundles = stand_in_bundles(folder / "bundles", target=target)
    deployment = Deployment(
        bundles=bundles,
        console="http://127.0.0.1:4580" if target == "local" else None,
        cloud="http://127.0.0.1:4566" if target == "local" else None,
    )
    app = new_app(outdir=str(folder / "out"))
    add_stacks(app, deployment=deployment, stores=load_stores(), nag=nag)
    app.synth()
    found = sorted((folder / "out").glob("*.template.json"))
    content = {path.name.removesuffix(".template.json"): json.loads(path.read_text()) for path in found}
    return Templates(folder=folder / "out", by_stack=content)
