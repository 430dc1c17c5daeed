"""The message templates of this repository, one file per template and language, and Meta's list of them.

A store may have its own words for some: a file of the same name in a folder named like the store takes its place there.

BadTemplate         a file breaks one of Meta's rules; says which file and which rule

Source: Meta, WhatsApp Cloud API, "Message templates".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from shared.adapters.http_session import json_object, kept_session
from shared.adapters.whatsapp.bodies import TEMPLATE_WORDS_LENGTH, template_values
from shared.adapters.whatsapp.errors import port_error
from shared.domain.frozen import dataclass
from shared.ports import Ambiguous, Unavailable

FOLDER = Path(__file__).parent / "templates"
CATEGORIES = frozenset({"utility", "marketing", "authentication"})
NAME_LENGTH = 512
FOOTER_LENGTH = 60
BUTTON_LENGTH = 25
_NAME = re.compile(r"[a-z0-9_]+")
_VARIABLE = re.compile(r"\{\{(\d+)\}\}")
_FIELDS = frozenset({"name", "language", "category", "body", "footer", "variables", "url_button"})
_PAGE = 100
_MOST_PAGES = 100


class BadTemplate(ValueError):
    """``file`` is the template's file name, ``reason`` the rule it breaks."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason


@dataclass(frozen=True, kw_only=True)
class Variable:
    """What a value of the body is, for whoever writes or translates the template, and the example that Meta reviews."""

    meaning: str
    example: str


@dataclass(frozen=True, kw_only=True)
class UrlButton:
    """A button that opens ``url``, whose last part may be ``{{1}}``."""

    text: str
    url: str
    example: str


@dataclass(frozen=True, kw_only=True)
class TemplateFile:
    """One template in one language, as Meta is given it. ``variables`` are ``{{1}}``, ``{{2}}`` ... of the body."""

    name: str
    language: str
    category: str
    body: str
    variables: tuple[Variable, ...]
    footer: str = ""
    url_button: UrlButton | None = None

    def filled(self, values: Sequence[str]) -> str:
        """The body as the customer reads it; values are fitted as they are when the template is sent."""
        tidy = template_values(tuple(values))
        return _VARIABLE.sub(lambda found: tidy[int(found.group(1)) - 1], self.body)

    def definition(self) -> dict[str, Any]:
        """The JSON with which Meta creates it."""
        body: dict[str, Any] = {"type": "BODY", "text": self.body}
        if self.variables:
            body["example"] = {"body_text": [[variable.example for variable in self.variables]]}
        components = [body]
        if self.footer:
            components.append({"type": "FOOTER", "text": self.footer})
        if self.url_button:
            button: dict[str, Any] = {"type": "URL", "text": self.url_button.text, "url": self.url_button.url}
            if _VARIABLE.search(self.url_button.url):
                button["example"] = [self.url_button.example]
            components.append({"type": "BUTTONS", "buttons": [button]})
        return {
            "name": self.name,
            "language": self.language,
            "category": self.category.upper(),
            "components": components,
        }


def load_templates(
    folder: Path = FOLDER, *, languages: Iterable[str] | None = None, store: str = ""
) -> list[TemplateFile]:
    """Every template of the folder by name and language, or those in ``languages``, in the words of a store if it has
    some. Raises BadTemplate.
    """
    wanted = None if languages is None else set(languages)
    found = [_load(file) for file in sorted(folder.glob("*.toml"))]
    own = {file.name: file for file in (folder / store).glob("*.toml")} if store else {}
    said = [_in_own_words(one, own.pop(f"{one.name}.{one.language}.toml", None)) for one in found]
    if own:
        raise BadTemplate(f"{store}/{min(own)}", "there is no template of that name to say in other words")
    return [template for template in said if wanted is None or template.language in wanted]


def _in_own_words(template: TemplateFile, file: Path | None) -> TemplateFile:
    """The store's, if it has one: it is filled with the same values, so it has as many variables."""
    if file is None:
        return template
    own = _load(file)
    if len(own.variables) != len(template.variables) or own.url_button != template.url_button:
        said = f"it has the {len(template.variables)} variables and the button of the template whose place it takes"
        raise BadTemplate(f"{file.parent.name}/{file.name}", said)
    return own


def _load(file: Path) -> TemplateFile:
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    if unknown := sorted(set(raw) - _FIELDS):
        raise BadTemplate(file.name, f"unknown field {unknown[0]!r}")
    try:
        button = raw.get("url_button")
        template = TemplateFile(
            name=raw["name"],
            language=raw["language"],
            category=raw["category"],
            body=raw["body"],
            footer=raw.get("footer", ""),
            variables=tuple(Variable(meaning=one["is"], example=one["example"]) for one in raw.get("variables", [])),
            url_button=UrlButton(text=button["text"], url=button["url"], example=button["example"]) if button else None,
        )
    except KeyError as missing:
        raise BadTemplate(file.name, f"field {missing} is missing") from None
    if reason := flaw(template):
        raise BadTemplate(file.name, reason)
    if file.name != f"{template.name}.{template.language}.toml":
        raise BadTemplate(file.name, f"the file should be called {template.name}.{template.language}.toml")
    return template


def flaw(template: TemplateFile) -> str | None:
    """The rule of Meta's, or of ours, that the template breaks; None when it is sound."""
    numbers = [int(number) for number in _VARIABLE.findall(template.body)]
    words = _VARIABLE.sub("", template.body)
    rules = (
        (not _NAME.fullmatch(template.name), "a name has lowercase letters, digits and underscores only"),
        (len(template.name) > NAME_LENGTH, f"a name has at most {NAME_LENGTH} characters"),
        (template.category not in CATEGORIES, f"the category is one of {', '.join(sorted(CATEGORIES))}"),
        (not words.strip(), "the body has no words"),
        ("{" in words or "}" in words, "variables are written {{1}}, {{2}} ..."),
        (numbers != list(range(1, len(numbers) + 1)), "variables are numbered from 1 in the order of the body"),
        (len(numbers) != len(template.variables), "each variable of the body has one entry under [[variables]]"),
        (_at_an_end(template.body), "the body neither begins nor ends with a variable"),
        (len(words) > TEMPLATE_WORDS_LENGTH, f"the body's own words have at most {TEMPLATE_WORDS_LENGTH} characters"),
        (any(not one.example.strip() for one in template.variables), "every variable has an example"),
        (len(template.footer) > FOOTER_LENGTH, f"a footer has at most {FOOTER_LENGTH} characters"),
        ("{{" in template.footer, "a footer has no variables"),
        (not _sound_button(template.url_button), "a url button has up to 25 characters and an https address"),
    )
    return next((reason for broken, reason in rules if broken), None)


def _at_an_end(body: str) -> bool:
    # Meta takes a variable before the final punctuation for one at the end.
    core = body.strip().rstrip(".!?।")
    return body.strip().startswith("{{") or core.endswith("}}")


def _sound_button(button: UrlButton | None) -> bool:
    return button is None or (0 < len(button.text) <= BUTTON_LENGTH and button.url.startswith("https://"))


@dataclass(frozen=True, kw_only=True)
class ListedTemplate:
    """A template as Meta has it. ``status`` is Meta's word: ``APPROVED``, ``PENDING``, ``REJECTED``, ``PAUSED`` ..."""

    name: str
    language: str
    status: str
    category: str
    body: str = ""


class TemplateCatalogue:
    """The templates of one WhatsApp Business Account at Meta."""

    def __init__(self, *, api_url: str, waba_id: str, token: str, session: requests.Session | None = None) -> None:
        self._url = f"{api_url.rstrip('/')}/{waba_id}/message_templates"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._session = session or kept_session()

    def listed(self) -> list[ListedTemplate]:
        """All of them. Raises Unavailable, Ambiguous, Refused."""
        query = {"fields": "name,language,status,category,components", "limit": str(_PAGE)}
        found: list[ListedTemplate] = []
        for _ in range(_MOST_PAGES):
            page = self._call("GET", params=query)
            found += [_listed(one) for one in page.get("data") or []]
            following = (page.get("paging") or {}).get("next")
            after = parse_qs(urlsplit(str(following)).query).get("after") if following else None
            if not after:
                return found
            query["after"] = after[0]
        return found

    def create(self, template: TemplateFile) -> ListedTemplate:
        """Hand a template in for approval. Raises Unavailable, Ambiguous, Refused (100: there is one already)."""
        answer = self._call("POST", json=template.definition())
        return ListedTemplate(
            name=template.name,
            language=template.language,
            status=str(answer.get("status", "PENDING")),
            category=str(answer.get("category", template.category.upper())),
            body=template.body,
        )

    def _call(self, method: str, **request: Any) -> dict[str, Any]:
        try:
            answer = self._session.request(method, self._url, headers=self._headers, **request)
        except requests.RequestException as error:
            # Listing changes nothing, and creating what is there already is refused: both may simply be tried again.
            raise Unavailable(f"Meta cannot be reached: {type(error).__name__}") from None
        said = json_object(answer)
        if not answer.ok or said is None or "error" in said:
            raise _understood(port_error(answer.status_code, said))
        return said


def _understood(error: Exception) -> Exception:
    return Unavailable(str(error)) if isinstance(error, Ambiguous) else error


def _listed(one: Mapping[str, Any]) -> ListedTemplate:
    bodies = [part.get("text", "") for part in one.get("components") or [] if str(part.get("type")).upper() == "BODY"]
    return ListedTemplate(
        # Meta writes `en_US` in some places and `en-US` in others.
        language=str(one.get("language", "")).replace("-", "_"),
        name=str(one.get("name", "")),
        status=str(one.get("status", "")).upper(),
        category=str(one.get("category", "")).upper(),
        body=str(bodies[0]) if bodies else "",
    )


@dataclass(frozen=True, kw_only=True)
class SyncPlan:
    """What to do so that Meta has our templates.

    ``create`` is to be handed in; ``changed`` reads otherwise there than here, for which Meta wants an edit or a new
    name; ``unusable`` is there and cannot be sent.
    """

    create: tuple[TemplateFile, ...]
    changed: tuple[TemplateFile, ...]
    unusable: tuple[ListedTemplate, ...]


def plan_sync(ours: Iterable[TemplateFile], theirs: Iterable[ListedTemplate]) -> SyncPlan:
    """Compare our files with Meta's list. Templates of Meta's that are not ours are left alone."""
    there = {(one.name, one.language): one for one in theirs}
    ours = tuple(ours)
    known = [(one, there[one.name, one.language]) for one in ours if (one.name, one.language) in there]
    return SyncPlan(
        create=tuple(one for one in ours if (one.name, one.language) not in there),
        changed=tuple(one for one, listed in known if listed.body != one.body),
        unusable=tuple(listed for _, listed in known if listed.status not in ("APPROVED", "PENDING")),
    )
