"""The YAML of a record as plain data, and back: text, numbers, truth, nothing, lists and mappings, never more."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import yaml

from models.errors import MeetingError

LARGEST_BYTES = 1_000_000
MOST_ALIASES = 100
MOST_VALUES = 100_000
DEEPEST = 40
IN_RECORD = "in record"
"""The key under which a report keeps how its record wrote something; no record may use it."""


class BadRecord(MeetingError):
    """Raised when a text is no record of the schema dccg-report/0."""


class _Reader(yaml.SafeLoader):
    """Reads as safe_load does, and refuses what would be lost (a key given twice) or would never end (aliases)."""

    aliases = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            self.aliases += 1
            if self.aliases > MOST_ALIASES:
                raise yaml.MarkedYAMLError(problem=f"more than {MOST_ALIASES} aliases (*name); write the parts out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key is a list or mapping", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f'"{key.value}" stands here twice', problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(text: str, where: str) -> dict[str, Any]:
    """Return the mapping that the text holds; dates without quotation marks come as ISO text.

    Raises:
        BadRecord: With the place, what was found there and what was expected.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_BYTES:
        raise BadRecord(f"{where}: the file has {size:,} bytes; a record has at most {LARGEST_BYTES:,}")
    reader = None
    try:
        reader = _Reader(text.removeprefix("\ufeff"))
        data = reader.get_single_data()
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise BadRecord(f"{where}{line}: this is no YAML of a record: {fault.problem or fault.context}") from None
    except RecursionError:
        raise BadRecord(f"{where}: lists are nested too deeply; expected the keys of a record") from None
    except (yaml.YAMLError, ValueError) as fault:
        raise BadRecord(f"{where}: this is no YAML of a record: {' '.join(str(fault).split())}") from None
    finally:
        if reader is not None:
            reader.dispose()
    if not isinstance(data, dict):
        raise BadRecord(f"{where}: found no keys; expected a record, with lines like schema: dccg-report/0")
    return plain(data, where)


def plain(data: dict[Any, Any], where: str) -> dict[str, Any]:
    """Return a copy that holds text, numbers, truth, nothing, lists and mappings only.

    Raises:
        BadRecord: If it holds anything else, too much, or a key of ours.
    """
    copy = _Plain(where).of(data, 0)
    assert isinstance(copy, dict)
    return copy


def print_yaml(data: dict[str, Any]) -> str:
    """Return the mapping as YAML, keys in their order, no aliases."""
    return yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100)


class _Writer(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Plain:
    """Copies what YAML gave, counting, so that a few aliases cannot stand for millions of values."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._count = 0

    def of(self, value: Any, depth: int) -> Any:
        self._count += 1
        if self._count > MOST_VALUES or depth > DEEPEST:
            raise BadRecord(f"{self._where}: more than {MOST_VALUES:,} values, or nested deeper than {DEEPEST}")
        if isinstance(value, dict):
            if IN_RECORD in value:
                raise BadRecord(f'{self._where}: "{IN_RECORD}" is a key of ours; give it another name')
            return {self._text(key): self.of(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.of(inner, depth + 1) for inner in value]
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else str(value)
        return self._text(value)

    def _text(self, value: Any) -> str:
        if isinstance(value, (date, datetime)):
            return value.isoformat()
        if value is None or isinstance(value, (bool, int, float)):
            return str(value).lower()
        if not isinstance(value, str):
            found = type(value).__name__
            raise BadRecord(f"{self._where}: found a {found}; expected text, numbers, lists or mappings")
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise BadRecord(f"{self._where}: found half of a character in {value[:40]!a}; write it whole")
        return value
