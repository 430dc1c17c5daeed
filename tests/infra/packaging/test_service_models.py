"""Service descriptions in the layer: plain, without documentation, complete in all else."""

import gzip
import json
from pathlib import Path

from infra.packaging.trim import trim

MODEL = {
    "documentation": "<p>All about it</p>",
    "operations": {"PutItem": {"name": "PutItem", "documentation": "<p>Puts</p>"}},
    "shapes": {
        "Note": {"type": "structure", "members": {"documentation": {"shape": "Text", "documentation": "<p>Says</p>"}}},
        "Kind": {"type": "string", "enum": ["documentation", "ü"]},
    },
}


def test_a_description_loses_its_documentation_and_nothing_else(tmp_path: Path) -> None:
    """A member that is called `documentation` stays: it is part of a request. botocore reads plain JSON as well."""
    version = tmp_path / "botocore" / "data" / "dynamodb" / "2012-08-10"
    version.mkdir(parents=True)
    (version / "service-2.json.gz").write_bytes(gzip.compress(json.dumps(MODEL).encode()))
    (tmp_path / "botocore" / "data" / "endpoints.json").write_text('{"partitions": []}')
    trim(tmp_path)
    assert [file.name for file in version.iterdir()] == ["service-2.json"]
    assert json.loads((version / "service-2.json").read_text(encoding="utf-8")) == {
        "operations": {"PutItem": {"name": "PutItem"}},
        "shapes": {
            "Note": {"type": "structure", "members": {"documentation": {"shape": "Text"}}},
            "Kind": {"type": "string", "enum": ["documentation", "ü"]},
        },
    }
