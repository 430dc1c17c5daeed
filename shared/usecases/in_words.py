"""What a customer sent, as a line that a person can read: for when nothing else could be made of it."""

from __future__ import annotations

from shared.domain.inbound import (
    ButtonTap,
    Cart,
    Contacts,
    Content,
    Edit,
    FormReply,
    Location,
    Media,
    Other,
    Reaction,
    Text,
)


def in_words(said: Content) -> str:
    """The words, or what stands for them."""
    words = ""
    match said:
        case Text(body=words) | Edit(body=words) | Media(caption=words) | Reaction(emoji=words):
            pass
        case Cart():
            words = "\n".join([*(f"{line.quantity} × {line.sku}" for line in said.lines), *filter(None, [said.note])])
        case ButtonTap():
            words = said.title or said.id
        case Location():
            words = ", ".join(filter(None, (said.name, said.address, f"{said.latitude}, {said.longitude}")))
        case Contacts():
            words = ", ".join((*said.names, *said.phones))
        case FormReply():
            words = "\n".join(f"{name}: {value}" for name, value in said.fields) or said.name
        case Other(type=kind):
            words = f"[{kind}]"
    return words
