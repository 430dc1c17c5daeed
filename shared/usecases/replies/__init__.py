"""Every answer in conversation, one file per topic of ``CustomerSpoke``. Adding one: its file, its line, its test."""

from __future__ import annotations

from shared.usecases.replies import (
    answer_address,
    answer_area,
    answer_hours,
    answer_payment,
    answer_price,
    answer_stock,
    answer_total,
    card_warning,
    case_noted,
    edited,
    greeting,
    language_changed,
    language_unknown,
    marketing_started,
    marketing_stopped,
    menu,
    menu_products,
    menu_sizes,
    not_understood,
    nothing_in_stock,
    place_noted,
    revoked,
    send_again,
    sold_out,
    stale_tap,
    sticker,
)
from shared.usecases.replies.reply import Reply

REPLIES: dict[str, Reply] = {
    module.REPLY.topic: module.REPLY
    for module in (
        answer_address,
        answer_area,
        answer_hours,
        answer_payment,
        answer_price,
        answer_stock,
        answer_total,
        card_warning,
        case_noted,
        edited,
        greeting,
        language_changed,
        language_unknown,
        marketing_started,
        marketing_stopped,
        menu,
        menu_products,
        menu_sizes,
        not_understood,
        nothing_in_stock,
        place_noted,
        revoked,
        send_again,
        sold_out,
        stale_tap,
        sticker,
    )
}
