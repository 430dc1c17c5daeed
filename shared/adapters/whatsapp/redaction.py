"""Card numbers are taken out of what a customer wrote before anything is stored: what never came in cannot leak.

Part of the webhook's hot path: the words are counted for digits here, and only what could hold a card is looked at.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FEWEST_DIGITS = 13
#: Fields that Meta fills, not people: ids, times, addresses of files. A number in one of them is no card's, and must
#: stay what it is. Whatever field is not known to be Meta's is looked at, today's and tomorrow's.
OF_META = frozenset(
    {
        *("id", "from", "from_user_id", "from_parent_user_id", "to", "to_user_id", "wa_id", "user_id"),
        *("parent_user_id", "phone_number_id", "display_phone_number", "new_wa_id", "customer", "group_id"),
        *("timestamp", "time", "created_timestamp", "type", "hash", "sha256", "mime_type", "url", "source_id"),
        *("source_url", "image_url", "video_url", "thumbnail_url", "ctwa_clid", "message_id", "phone"),
        *("original_message_id", "product_retailer_id", "catalog_id", "payload", "identity_key_hash", "metadata"),
    }
)


def take_out_cards(content: dict[str, Any]) -> bool:
    """Replace every card number in the content's words, in place; True when there was one."""
    found = False
    waiting: list[Any] = [content]
    while waiting:
        held = waiting.pop()
        items = held.items() if isinstance(held, dict) else enumerate(held)
        for key, value in list(items):
            if key in OF_META and isinstance(value, str):
                continue
            if isinstance(value, (dict, list)):
                waiting.append(value)
            elif isinstance(value, str) and len(value) >= FEWEST_DIGITS:
                clean = _clean(value)
                if clean is not value:
                    held[key] = clean
                    found = True
    return found


def _clean(words: str) -> str:
    if sum(map(str.isdigit, words)) < FEWEST_DIGITS:
        return words
    from shared.domain.cards import without_cards

    clean = without_cards(words)
    return words if clean == words else clean
