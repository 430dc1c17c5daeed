"""The port ReportFiles on S3."""

from __future__ import annotations

import hashlib
import io

from shared.adapters.media_bucket import MediaBucket
from shared.ports import FetchedMedia


class ReportBucket:
    """One store's bucket for reports: tables for spreadsheets."""

    def __init__(self, *, bucket: str, region: str) -> None:
        self._bucket = MediaBucket(bucket=bucket, region=region)

    def put(self, key: str, content: bytes) -> None:
        """Keep the file under that key, in the place of the one before. Raises Unavailable, Refused."""
        table = FetchedMedia(
            file=io.BytesIO(content),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            extension="csv",
            mime_type="text/csv; charset=utf-8",
        )
        self._bucket.put(key, table)
