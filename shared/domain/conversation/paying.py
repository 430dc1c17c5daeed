"""Whether a message says nothing but that its writer pays in cash."""

from __future__ import annotations

import functools

from shared.domain.conversation.tokens import Kind, plain, tokenize

#: Words that say it, in every language of ours; ``_`` joins the words of a phrase.
_CASH = """
    cash cod c_o_d pay_on_delivery pay_at_the_door
    efectivo contraentrega contra_entrega contrareembolso contrarreembolso contra_reembolso al_recibir
    नकद नगद कैश सीओडी डिलीवरी_पर nakad naqad nagad delivery_pe delivery_par
"""
#: What may stand beside them. No word that asks, denies or names anything else.
_BESIDE = """
    on delivery at the door i ill id i'll i'd will would like to want pay paying by in with as please pls plz yes ok
    okay sure do it for my this order payment prefer when arrives comes thanks thank you
    pago pagar pagare quiero prefiero voy a en con por favor si cuando llegue llega el la lo al recibir entrega contra
    pedido dinero gracias
    पर ऑन डिलीवरी में से दूंगा दूँगा दूंगी दूँगी देंगे करूंगा करूँगी कर दो दीजिए दीजिये करना चाहिए पेमेंट भुगतान जी हाँ हां मैं मुझे ठीक
    pe par mein me se dunga doonga dungi denge karunga karungi kar dijiye dena chahiye main ji haan han karna mujhe
    theek thik bhugtan
"""
LONGEST = 10


def pays_in_cash(text: str) -> bool:
    """As "cash on delivery", "COD please", "pago en efectivo", "नकद दूंगा"; no question, and no order beside it."""
    tokens = tokenize(text)
    words = [token.text for token in tokens if token.kind is Kind.WORD]
    asks = any(token.kind is Kind.NUMBER or token.text == "?" for token in tokens)
    if asks or not 0 < len(words) <= LONGEST:
        return False
    said, beside = _said(), _beside()
    if not all(word in beside for word in words):
        return False
    spoken = f" {' '.join(words)} "
    return any(f" {phrase} " in spoken for phrase in said)


@functools.cache
def _said() -> frozenset[str]:
    return frozenset(phrase.replace("_", " ") for phrase in plain(_CASH).split())


@functools.cache
def _beside() -> frozenset[str]:
    return frozenset(plain(_BESIDE).split()) | {word for phrase in _said() for word in phrase.split()}
