"""The sandbox in which a layout's template runs: it sees its context and the layouts' own files, and nothing else."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import (
    BytecodeCache,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.errors import MeetingError
from summarizer.print_words import capital
from summarizer.written import CLOSE, OPEN, Mark, Values, Written

LONGEST = 2_000_000
LONGEST_REPEAT = 10_000
FILTERS = frozenset(
    "abs batch default d first float groupby int items join last length count list lower map max min reject "
    "rejectattr replace reverse round select selectattr slice sort string sum title trim truncate unique upper "
    "wordcount".split()
)
GLOBALS = frozenset({"range", "namespace", "cycler", "joiner"})


class BadLayout(MeetingError):
    """Raised when a layout cannot be used: its template, or its layout.toml."""


class Compiled(BytecodeCache):
    """Templates as they were compiled, by their text: compiling takes far longer than writing a report with them."""

    MOST = 200

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        held = self._held.get((bucket.key, bucket.checksum))
        if held is not None:
            bucket.bytecode_from_string(held)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._held) >= self.MOST:
            self._held.clear()
        self._held[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja for templates that users wrote: data in, text out."""

    concat = staticmethod(lambda parts: Written("".join(parts)))
    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        texts = [one for one in (left, right) if isinstance(one, str | list | tuple)]
        if operator == "**" or (operator == "%" and texts):
            raise SecurityError(f'"{operator}" is not for templates')
        if operator == "*" and texts:
            times = next((one for one in (left, right) if isinstance(one, int)), 1)
            if len(texts[0]) * times > LONGEST_REPEAT:
                raise SecurityError(f"a text is repeated to more than {LONGEST_REPEAT:,} characters")
        return super().call_binop(context, operator, left, right)


@dataclass(frozen=True)
class Source:
    """A file of a layout: its text, and what it is called in messages."""

    text: str
    where: str


def run(sources: Mapping[str, Source], name: str, context: Mapping[str, Any], values: Values) -> str:
    """Return what the template `name` writes of the context; the values stand in it as marks of `values`.

    Args:
        sources: Every file that it may include or import, by name, and itself.

    Raises:
        BadLayout: With the file, the line, and what is wrong there.
    """
    sandbox = _sandbox(sources, values)
    where = sources[name].where
    files = {one.where for one in sources.values()}

    def bad(fault: Exception, said: str) -> BadLayout:
        frames = [one for one in traceback.extract_tb(fault.__traceback__) if one.filename in files]
        return BadLayout(f"{frames[-1].filename}, line {frames[-1].lineno}: {said}" if frames else f"{where}: {said}")

    parts: list[str] = []
    size = 0
    try:
        for part in sandbox.get_template(name).generate(**context):
            parts.append(part)
            size += len(part)
            if size > LONGEST:
                raise SecurityError(f"it writes more than {LONGEST:,} characters")
    except TemplateSyntaxError as fault:
        raise BadLayout(f"{fault.filename or where}, line {fault.lineno}: {_sentence(fault.message or '')}") from None
    except TemplateNotFound as fault:
        raise bad(fault, f'there is no file "{fault.name}" in this layout') from None
    except RecursionError as fault:
        raise bad(fault, "it calls itself without end") from None
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise bad(fault, _sentence(str(fault))) from None
    return "".join(parts)


def _sandbox(sources: Mapping[str, Source], values: Values) -> Sandbox:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        one = sources.get(name)
        return None if one is None else (one.text.replace(OPEN, "").replace(CLOSE, ""), one.where, lambda: True)

    made = Sandbox(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        finalize=lambda value: values.hold(str(value) if isinstance(value, Undefined) else value),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=8,
        bytecode_cache=COMPILED,
    )
    made.filters = {name: one for name, one in made.filters.items() if name in FILTERS}
    made.filters |= {"mark": Mark, "indent": _indent, "heading": _heading, "capital": capital}
    made.globals = {name: one for name, one in made.globals.items() if name in GLOBALS}
    made.globals["table"] = lambda *given, **named: _table(values, *given, **named)
    return made


def _indent(text: str, width: int = 2) -> str:
    """What a template wrote stays what it wrote; Jinja's own filter of this name would make plain text of it."""
    return type(text)("".join(" " * width + line for line in text.splitlines(keepends=True)))


def _heading(level: int) -> Written:
    return Written("#" * max(1, min(int(level), 6)))


def _table(values: Values, caption: str, header: Any, rows: Any, hidden: bool = False) -> Written:
    """A table in Markdown; a hidden header is for those who hear the table."""
    shown = [values.hold(one) for one in header]
    lines = ["", f"Table: {values.hold(caption)}", ""]
    lines.append("| " + " | ".join(f"({one})" if hidden else one for one in shown) + " |")
    lines.append("|" + " --- |" * len(shown))
    lines += ["| " + " | ".join(values.hold(cell) for cell in row) + " |" for row in rows]
    return Written("\n".join([*lines, "", ""]))


def _sentence(message: str) -> str:
    text = " ".join(message.replace("summarizer.print_parts.", "").split()) or "it cannot be read"
    return text[:1].lower() + text[1:].rstrip(".")
