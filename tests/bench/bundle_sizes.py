"""How much is deployed: each function's zip, and that of the layer."""

import io
import zipfile
from pathlib import Path

from infra.packaging.build import build

HOT = ("whatsapp_webhook", "payment_webhook", "queue_message")
#: Megabytes, zipped. A worker is billed with the layer it needs. Source: measured libraries, bars.
HOT_BAR, WORKER_BAR = 0.3, 12.0
EXPLANATION = "Zipped as for this machine; a worker's number holds the dependency layer too.\n"


def zipped_megabytes(folder: Path) -> float:
    """The size of a folder's zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))
    return content.tell() / 1e6


def main() -> None:
    """Measure and print."""
    bundles = build("local", say=lambda _: None)
    layer = zipped_megabytes(bundles.layer.path)
    print(f"{'megabytes, zipped':46}{'MB':>7}{'bar':>7}")
    for name, bundle in bundles.functions.items():
        size = zipped_megabytes(bundle.path) + (layer if bundle.needs_layer else 0)
        bar = HOT_BAR if name in HOT else WORKER_BAR
        print(f"{name:46}{size:>7.2f}{bar:>7.1f}{'  OVER THE BAR' if size > bar else ''}")
    print(EXPLANATION)
