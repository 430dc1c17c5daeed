"""The template shelf of each WhatsApp account: what was created, and whether a send fits it."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.whatsapp_fields import a_list, a_text, an_object, need
from infra.local.simulators.world import Json

CATEGORIES = frozenset({"MARKETING", "UTILITY", "AUTHENTICATION"})
STATUS_ERRORS = {"PAUSED": 132015, "DISABLED": 132016}
VARIABLE = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")
# Line breaks, tabs and long gaps are refused inside a value.
UNTIDY = re.compile(r"[\n\r\t]| {5,}")


@dataclass(slots=True)
class Template:
    """One template in one language; `components` as it was created."""

    id: str
    name: str
    language: str
    category: str
    components: list[Json]
    named: bool
    status: str = "APPROVED"

    def component(self, type_: str) -> Json | None:
        """The component of a type: HEADER, BODY, FOOTER or BUTTONS."""
        return next((one for one in self.components if str(one.get("type")).upper() == type_), None)

    def described(self) -> Json:
        """The template as `GET /message_templates` shows it."""
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "status": self.status,
            "category": self.category,
            "parameter_format": "NAMED" if self.named else "POSITIONAL",
            "components": self.components,
        }


@dataclass(slots=True)
class Shelf:
    """All templates of one WhatsApp account, by name and language."""

    templates: dict[tuple[str, str], Template] = field(default_factory=dict)

    def create(self, body: Json) -> Template:
        """Add a template; it is approved at once. Raises `GraphError`."""
        name = a_text(body, "name", "template", most=512, code=100)
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise GraphError(100, "Template names have lowercase letters, digits and underscores only.")
        language = a_text(body, "language", "template", most=15, code=100)
        if (name, language) in self.templates:
            raise GraphError(100, f"There is already {language} content for this template.", subcode=2388024)
        category = str(need(body, "category", "template")).upper()
        if category not in CATEGORIES:
            raise GraphError(100, f"category must be one of {', '.join(sorted(CATEGORIES))}.")
        components = a_list(body, "components", "template", most=4)
        template = Template(
            id=str(10**15 + secrets.randbelow(9 * 10**15)),
            name=name,
            language=language,
            category=category,
            components=components,
            named=str(body.get("parameter_format", "POSITIONAL")).upper() == "NAMED",
        )
        _check_definition(template)
        self.templates[name, language] = template
        return template

    def check_send(self, sent: Json) -> tuple[Template, Json]:
        """Find what a message's `template` object names and fill it: the template and the texts the customer sees."""
        name = str(need(sent, "name", "template"))
        language = str(need(an_object(sent, "language", "template"), "code", "language"))
        template = self.templates.get((name, language))
        if template is None or template.status not in {"APPROVED", *STATUS_ERRORS}:
            raise GraphError(132001, f"template name ({name}) does not exist in {language}")
        if template.status in STATUS_ERRORS:
            raise GraphError(STATUS_ERRORS[template.status], f"template {name} ({language}) is {template.status}")
        return template, _fill(template, sent)


def _check_definition(template: Template) -> None:
    body = template.component("BODY")
    if body is None:
        raise GraphError(100, "A template needs a BODY component.")
    text = a_text(body, "text", "BODY", most=1024, code=100)
    trimmed = text.strip()
    found = list(VARIABLE.finditer(trimmed))
    if found and (found[0].start() == 0 or found[-1].end() == len(trimmed)):
        raise GraphError(100, "Variables can't be at the start or end of the template.", subcode=2388299)
    if not template.named and _variables(text) != [str(n) for n in range(1, len(_variables(text)) + 1)]:
        raise GraphError(100, "Positional variables must be numbered {{1}}, {{2}} ... without gaps.")
    _check_around(template)


def _check_around(template: Template) -> None:
    header = template.component("HEADER")
    if header and header.get("format", "TEXT") == "TEXT":
        text = a_text(header, "text", "HEADER", most=60, code=100)
        if len(_variables(text)) > 1:
            raise GraphError(100, "A header has at most one variable.")
    footer = template.component("FOOTER")
    if footer and _variables(a_text(footer, "text", "FOOTER", most=60, code=100)):
        raise GraphError(100, "A footer has no variables.")
    if buttons := template.component("BUTTONS"):
        for button in a_list(buttons, "buttons", "BUTTONS", most=10):
            a_text(button, "text", "buttons[]", most=25, code=100)


def _variables(text: str) -> list[str]:
    """The variables of a text in order of first appearance, each once."""
    return list(dict.fromkeys(VARIABLE.findall(text)))


def _fill(template: Template, sent: Json) -> Json:
    given: dict[str, list[Json]] = {}
    buttons: dict[int, list[Json]] = {}
    for component in sent.get("components") or []:
        type_ = str(component.get("type")).upper()
        parameters = component.get("parameters") or []
        if type_ == "BUTTON":
            buttons[int(component.get("index", 0))] = parameters
        else:
            given[type_] = parameters
    body = template.component("BODY") or {}
    filled = _fill_text(str(body.get("text", "")), given.get("BODY", []), named=template.named, where="body")
    if len(filled) > 1024:
        raise GraphError(132005, f"The filled body has {len(filled)} characters, at most 1024 are allowed.")
    return {
        "header": _fill_header(template, given.get("HEADER", [])),
        "body": filled,
        "footer": (template.component("FOOTER") or {}).get("text"),
        "buttons": _fill_buttons(template, buttons),
    }


def _fill_header(template: Template, parameters: list[Json]) -> str | None:
    header = template.component("HEADER")
    if header is None or header.get("format", "TEXT") == "TEXT":
        return _fill_text(str((header or {}).get("text", "")), parameters, named=template.named, where="header") or None
    wanted = str(header["format"]).lower()
    if len(parameters) != 1:
        raise GraphError(132000, f"header: number of parameters ({len(parameters)}) does not match the expected (1)")
    if parameters[0].get("type") != wanted or not isinstance(parameters[0].get(wanted), dict):
        raise GraphError(132012, f"header: Format mismatch, expected {wanted.upper()}")
    return None


def _fill_text(text: str, parameters: list[Json], *, named: bool, where: str) -> str:
    variables = _variables(text)
    if len(parameters) != len(variables):
        raise GraphError(
            132000,
            f"{where}: number of localizable_params ({len(parameters)}) does not match "
            f"the expected number of params ({len(variables)})",
        )
    values: dict[str, str] = {}
    for position, parameter in enumerate(parameters, start=1):
        key = str(parameter.get("parameter_name")) if named else str(position)
        if key not in variables or (not named and "parameter_name" in parameter):
            raise GraphError(132012, f"{where}: parameter name {key!r} is not in the template")
        values[key] = _text_value(parameter, f"{where} parameter {key}")
    return VARIABLE.sub(lambda found: values[found.group(1)], text)


def _text_value(parameter: Json, where: str) -> str:
    if parameter.get("type") != "text":
        raise GraphError(132012, f"{where}: expected type 'text', got {parameter.get('type')!r}")
    value: Any = parameter.get("text")
    if value is None or value == "":
        raise GraphError(131008, f"{where}: text is required")
    if not isinstance(value, str) or UNTIDY.search(value):
        raise GraphError(132012, f"{where}: no line breaks, tabs or more than 4 spaces in a row")
    return value


def _fill_buttons(template: Template, given: dict[int, list[Json]]) -> list[Json]:
    shown = []
    for index, button in enumerate((template.component("BUTTONS") or {}).get("buttons", [])):
        url = str(button.get("url", ""))
        parameters = given.pop(index, [])
        if button.get("type") == "URL" and _variables(url):
            if len(parameters) != 1:
                raise GraphError(131008, f"buttons: Button at index {index} of type Url requires a parameter")
            suffix = _text_value(parameters[0], f"button {index}")
            url = VARIABLE.sub(suffix.replace("\\", r"\\"), url)
        shown.append({"type": button.get("type"), "text": button.get("text"), **({"url": url} if url else {})})
        if button.get("type") == "QUICK_REPLY":
            payload = parameters[0].get("payload") if parameters else None
            shown[-1]["payload"] = payload or button.get("text")
    if given:
        raise GraphError(132012, f"buttons: the template has no button at index {min(given)}")
    return shown
