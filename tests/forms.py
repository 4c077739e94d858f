"""The forms of a page as a browser has them: what each would send, without any JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Form:
    """One form: where it goes, its fields as they stand, and its buttons as (name, value, text)."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    options: dict[str, list[str]] = field(default_factory=dict)

    def send(self, client: Any, press: str = "", **typed: str) -> Any:
        """Fill fields in and press the button whose text begins so, the first if none is named."""
        for name in typed:
            assert name in self.fields, f"the form has no field {name!r}; it has {sorted(self.fields)}"
        button = next(one for one in self.buttons if one[2].startswith(press))
        sent = {**self.fields, **typed} | ({button[0]: button[1]} if button[0] else {})
        # A box that is not ticked is not sent.
        sent = {name: value for name, value in sent.items() if value is not None}
        if self.method == "post":
            return client.post(self.action, data=sent)
        return client.get(self.action, params=sent)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area = self._select = ""
        self._button: tuple[str, str] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(told.get("method", "get"), told["action"])
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "input" and told.get("type") == "checkbox":
            self._form.fields[told["name"]] = told.get("value", "on") if "checked" in told else None  # type: ignore[assignment]
        elif tag == "input" and told.get("name"):
            self._form.fields[told["name"]] = told.get("value", "")
        elif tag == "textarea":
            self._area, self._text = told["name"], ""
        elif tag == "select":
            self._select = told["name"]
            self._form.options[self._select] = []
        elif tag == "option" and self._select:
            if "selected" in told or self._select not in self._form.fields:
                self._form.fields[self._select] = told["value"]
            self._form.options[self._select].append(told["value"])
        elif tag == "button":
            self._button, self._text = (told.get("name", ""), told.get("value", "")), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._form is None:
            return
        if tag == "textarea":
            self._form.fields[self._area] = self._text
        elif tag == "select":
            self._select = ""
        elif tag == "button" and self._button is not None:
            self._form.buttons.append((*self._button, self._text.strip()))
        elif tag == "form":
            self._form = None


def forms(page: str) -> list[Form]:
    """Return every form of a page, in its order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form(page: str, **fields: str) -> Form:
    """Return the form whose fields stand so: form(page, form="line", target="b1.s1")."""
    found = [one for one in forms(page) if all(one.fields.get(name) == value for name, value in fields.items())]
    assert found, f"no form of the page has {fields}"
    return found[0]
