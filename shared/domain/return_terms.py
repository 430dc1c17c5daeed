"""What a store takes back by itself, and until when it may be asked; all else is a person's to decide."""

from __future__ import annotations

from shared.domain.frozen import dataclass
from shared.domain.goods_return import Decision, Trouble


@dataclass(frozen=True, kw_only=True)
class ReturnTerms:
    """A complaint is heard for ``days`` after the goods came.

    What is worth less than ``refund_without_return_below`` (minor units) and is not as it should be need not be sent
    back. ``not_wanted``: a person looks at goods that are as ordered and only no longer wanted; else they stay sold.
    """

    days: int = 14
    refund_without_return_below: int = 0
    not_wanted: bool = False

    def decide(self, trouble: Trouble, *, worth: int) -> Decision | None:
        """What the store's rule says of goods of that worth (minor units); None: a person decides."""
        if trouble is Trouble.NOT_WANTED:
            return None if self.not_wanted else Decision.REFUSE
        return Decision.REFUND_WITHOUT_RETURN if 0 < worth < self.refund_without_return_below else None
