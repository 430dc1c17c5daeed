"""Where files wait and where they are kept, in memory."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field

from shared.domain.inbound import Media
from shared.ports import FetchedMedia, PortError


@dataclass
class FakeMediaSource:
    """``files`` by Meta's id; ``trouble`` is raised once, before anything else."""

    files: dict[str, bytes] = field(default_factory=dict)
    trouble: list[PortError] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def fetch(self, media: Media) -> FetchedMedia:
        """The port."""
        self.fetched.append(media.id)
        if self.trouble:
            raise self.trouble.pop(0)
        data = self.files[media.id]
        return FetchedMedia(
            file=io.BytesIO(data),
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            extension="jpg",
            mime_type="image/jpeg",
        )


@dataclass
class FakeMediaShelf:
    """``kept`` is what lies on it, by key."""

    kept: dict[str, bytes] = field(default_factory=dict)
    trouble: list[PortError] = field(default_factory=list)

    def put(self, key: str, media: FetchedMedia) -> None:
        """The port."""
        if self.trouble:
            raise self.trouble.pop(0)
        self.kept[key] = media.file.read()
