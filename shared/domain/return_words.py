"""What is wrong with goods that came, in a customer's words: English, Spanish and Hindi, in both scripts."""

from __future__ import annotations

import re
from functools import cache

from shared.domain.goods_return import Trouble

#: Of what a customer tells as much is kept with the return; all of it is in the chat.
LONGEST_WORDS = 1000

_T = Trouble
#: The first that is found counts: who sends back what is broken says so as well.
_TROUBLE = {
    _T.DAMAGED: (
        r"\bbroken?\b|\bbroke\b|\bdamag\w*|\bcrack\w*|\bcrush\w*|\bleak\w*|\bspil[lt]\w*|\btorn\b|\bdefect\w*|\bfaulty\b"
        r"|\bspoil\w*|\brotten\b|\bstale\b|\bmou?ldy\b|\bexpired\b|\bmelted\b|\bsmashed\b|\bburst\b"
        r"|\brot[oa]s?\b|\bda[ñn]ad\w+|\bquebrad\w+|\bderram\w+|\bestropead\w+|\bpodrid\w+|\bvencid\w+|\baplastad\w+"
        r"|\bdefectuos\w+|\bechad\w+\s+a\s+perder\b"
        r"|\bt[ou]+ta\b|\bt[ou]+t[aei]\b|\bt[uo]+ti\b|\btut\s+ga\w+|\bkhara?b\b|\bphat[aei]\b|\bfat[aei]\s+hu\w+|\bleek\b"
        r"|\bsad[aei]\s+hu\w+|टूट|ख़?राब|खराब|फट|रिस|लीक|सड़"
    ),
    _T.WRONG_ITEM: (
        r"\bwrong\s+(?!(?:with|here|in|at|about|and|but|is|number|person)\b)\w+|\bnot\s+what\s+(?:i|we)\b|\bdifferent\s+(?:item|product|one|thing|size|flavou?r)\b"
        r"|\bsomebody\s+else'?s\b|\bsomeone\s+else'?s\b|\b(?:got|sent|received)\b.*\binstead\b|\bequivocad\w+|\botr[oa]\s+(?:producto|cosa|sabor)\b"
        r"|\bno\s+es\s+lo\s+que\b|\b(?:gal[ae]?t|ghalat)\b(?!\s+number)|\bdoosr[aei]\s+(?:saman|cheez|item)\b|गलत|ग़लत|दूसरा\s+सामान"
    ),
    _T.MISSING: (
        r"\bmissing\b|\bincomplete\b|\bnot\s+(?:in\s+(?:it|the|there)|included)\b|\b(?:didn'?t|did\s+not|never)\s+(?:get|receive|come|came|arrive)\w*"
        r"|\bonly\s+(?:\d+|one|two|three|half)\b.*\b(?:came|arrived|got|received|of|in)\b|\b(?:you|they)\s+forgot\b|\bfalt[aoóe]\w*|\bincomplet\w+|\bno\s+(?:lleg[oó]|vino|ven[ií]a)\b"
        r"|\bk[ua]m\s+(?:hai|nikl\w*|aay\w*|aa?y?a)\b|\bnah?[ie]+n?\s+(?:aa?y?[aei]+|mil[aei]+)\b"
        r"|(?<!\w)कम\s+(?:है|निकल|आ)|नहीं\s+(?:आ[याईए]|मिल)"
    ),
    _T.NOT_WANTED: (
        r"\b(?:do\s+not|don'?t|no\s+longer)\s+(?:want|need|like)\s+(?:it|this|that|them|these|the|my)\b"
        r"|\breturn\s+(?:it|this|them|that|the|my|one|an?)\b(?!\s+money)"
        r"|\bsend\s+(?:it|this|them)\s+back\b|\btake\s+(?:it|them)\s+back\b|\bchanged\s+my\s+mind\b"
        r"|\bdevolver\w*|\bdevoluci[oó]n\b|\bya\s+no\s+l[oa]s?\s+quiero\b|\bno\s+l[oa]s?\s+quiero\b"
        r"|\b[wv]a+pa?s\s+(?:kar\w*|le\w*|bhej\w*|lo)\b|\bnah?[ie]+n?\s+ch[aá]+h?i\w*|वापस\s+(?:कर|ले|भेज)|नहीं\s+चाहिए"
    ),
}
#: Nobody refuses an offer with these, or cancels what is still to come: goods are to go back.
_BACK = (
    r"\breturn\b|\bback\b|\bany\s*more\b|\bno\s+longer\b|\bchanged\s+my\s+mind\b|\bdevol\w+|\bya\s+no\b"
    r"|\b[wv]a+pa?s\b|\bab\b|वापस|अब"
)
#: About money, links, places and people it is a person who answers, whatever else is said.
_NOT_GOODS = (
    r"\b(?:over)?charg\w*|\bbill(?:s|ed|ing)?\b|\bprices?\b|\bpayments?\b|\bpaid\s+twice\b|\blink\b|\bcoupon\b|\boffer\b"
    r"|\breceipt\b|\binvoice\b|\bamount\b|\baddress\b|\brude\b|\bdriver\b|\brider\b|\bdelivery\s+(?:boy|guy|man|person)\b"
    r"|\bcobr\w+|\bprecio\w*|\bfactura\b|\bpagos?\b|\benlace\b|\bcup[oó]n\b|\bdirecci[oó]n\b|\brepartidor\w*"
    r"|\b(?:keemat|kimat|daam|bhugtan|pata)\b|कीमत|क़ीमत|दाम|भुगतान|पता"
)
#: Something is wrong, whatever it is.
_WRONG = (
    r"\bwrong\b|\bproblem\b|\bissue\b|\bcomplain\w*|\bbad\s+(?:quality|condition)\b|\brefund\b|\bmoney\s+back\b"
    r"|\breembols\w+|\bproblema\b|\bqueja\b|\bmal\s+estado\b|\bgadbad\b|\bdikkat\b|\bshikayat\b|\bpaise?\s+[wv]a+pa?s\b"
    r"|गड़बड़|दिक्कत|शिकायत|पैसे\s+वापस"
)
_ALL = (
    r"(?:(?:it'?s\s+)?(?:all|both|everything|every\s*one|the\s+whole\s+(?:order|thing|lot))(?:\s+of\s+(?:it|them|these|those))?(?:\s+\w+)?"
    r"|(?:todo|todos|todas|ambos|los\s+dos|las\s+dos)(?:\s+\w+)?|sa+b(?:hi)?(?:\s+\w+)?|pu?ura(?:\s+\w+)?|dono[n]?|सब(?:\s*कुछ)?|सभी|पूरा|दोनों)"
)
#: No (more) photos.
_DONE = (
    r"(?:i'?m\s+)?(?:done|finished|ready)|that'?s?\s+(?:all|it)|that\s+is\s+(?:all|it)|(?:i\s+have\s+)?no\s+(?:more\s+)?(?:photos?|pictures?|pics?)"
    r"|(?:nothing|no)\s+(?:else|more)|skip(?:\s+it)?|without(?:\s+a)?\s+(?:photos?|pictures?)|can'?t|cannot|i\s+(?:can'?t|don'?t\s+have\s+(?:one|any|a\s+\w+))"
    r"|list[oa]|ya(?:\s+est[aá])?|es\s+todo|eso\s+es\s+todo|(?:no\s+tengo|sin)(?:\s+m[aá]s)?(?:\s+fotos?)?|nada\s+m[aá]s"
    r"|ho\s+ga?ya+|bas(?:\s+itna\s+hi)?|khatam|photos?\s+nah?[ie]+n?(?:\s+hai)?|nah?[ie]+n?\s+(?:photo|hai)(?:\s+hai)?"
    r"|हो\s+गया|बस|फ़?ोटो\s+नहीं(?:\s+है)?|फोटो\s+नहीं(?:\s+है)?"
)


def trouble_in(text: str) -> Trouble | None:
    """What is wrong, by the words; None when they do not say."""
    return next((trouble for trouble, words in _TROUBLE.items() if _compiled(words).search(text)), None)


def complains(text: str) -> bool:
    """Whether the words say that something is wrong with the goods, or that the money is wanted back."""
    if _compiled(_NOT_GOODS).search(text):
        return False
    return trouble_in(text) is not None or _compiled(_WRONG).search(text) is not None


def gives_back(text: str) -> bool:
    """Whether goods that came are not wanted any more: a plain "I don't want it" may refuse anything."""
    return trouble_in(text) is Trouble.NOT_WANTED and _compiled(_BACK).search(text) is not None


def means_all(text: str) -> bool:
    """Whether the words, and nothing beside them, name all of it."""
    return _alone(_ALL, text)


def means_done(text: str) -> bool:
    """Whether the words, and nothing beside them, say that there is nothing more to show."""
    return _alone(_DONE, text)


def with_words(before: str, text: str) -> str:
    """What was told of a return, with what is told now under it: once, and not endlessly."""
    said = text.strip()
    if not said or said in before.split("\n"):
        return before
    return "\n".join(filter(None, (before, said)))[:LONGEST_WORDS]


def _alone(words: str, text: str) -> bool:
    return _compiled(words).fullmatch(text.strip().strip(" .!,।\N{THUMBS UP SIGN}")) is not None


@cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
