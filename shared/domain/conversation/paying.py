"""Whether a message says nothing but that its writer pays in cash, or wants to pay and be given the link."""

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
#: Of who wants to pay or misses the link: words of which one must be there.
_LINK = "link url enlace liga लिंक"
_PAY = "pay paying payment pagar pago भुगतान पेमेंट पे bhugtan"
#: What may stand beside them. No word that denies, complains, asks for money back or says that it was paid.
_BESIDE_PAY = """
    the a my this for to i id i'd we would will like want need wish can could may you u how where do does is here one
    order still again now please pls plz once more another new old send resend share give me us get it with by card
    upi gpay online hi hello hey ok okay yes sorry thanks thank and
    quiero quisiera puedo puedes pueden podria podrias como donde de del el la lo los mi me este un una otro otra se
    nuevo nueva vez mas ahora todavia aun manda mandame mandar envia enviame enviar dame pasa pasame reenvia reenviame
    por favor pedido para hola con tarjeta en linea gracias que y
    मुझे मैं का की को के लिए कैसे कहाँ कहां करना करूँ करूं करें कर दो दीजिए दीजिये भेजो भेजिए भेजना भेज दोबारा फिर से एक और
    नया नई अभी अब ऑर्डर है कृपया प्लीज़ प्लीज चाहिए मेरा मेरे हाँ जी
    mujhe main ka ki ko ke liye kaise kahan karna karu karoon karun kare karein kar do dijiye bhejo bhejiye bhejna bhej
    dobara phir fir se ek aur naya nayi abhi ab order hai kripya chahiye mera mere haan ji
"""
#: What only a link may be: of a payment it says that it was made.
_OVER = """
    has have expired lost ran out closed over vencio vencido expiro caduco ya
    था हो गया गई एक्सपायर खत्म ख़त्म ho gaya gayi expire khatam
"""


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


def asks_to_pay(text: str) -> bool:
    """As "I want to pay", "send me the link again", "the link expired", "quiero pagar", "लिंक दोबारा भेजो"."""
    tokens = tokenize(text)
    words = [token.text for token in tokens if token.kind is Kind.WORD]
    if any(token.kind is Kind.NUMBER for token in tokens) or not 0 < len(words) <= LONGEST:
        return False
    link = any(word in _words(_LINK) for word in words)
    known = _words(_LINK) | _words(_PAY) | _words(_BESIDE_PAY) | (_words(_OVER) if link else frozenset())
    return all(word in known for word in words) and (link or any(word in _words(_PAY) for word in words))


@functools.cache
def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


@functools.cache
def _said() -> frozenset[str]:
    return frozenset(phrase.replace("_", " ") for phrase in plain(_CASH).split())


@functools.cache
def _beside() -> frozenset[str]:
    return frozenset(plain(_BESIDE).split()) | {word for phrase in _said() for word in phrase.split()}
