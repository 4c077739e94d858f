"""A report as the text of `report.json`, and back; what cannot be read is refused in words, by the place it stands."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.report import SCHEMA, Report
from models.report_check import BadReport, check_report
from models.report_faults import fault_words, place_words

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the data of one version of the file into those of a later one, which it names under "schema"."""

UPGRADES: Mapping[str, Upgrade] = {}
"""By the version that each reads. dccg-report/1 is the first that a file was written in."""

FAMILY = SCHEMA.rpartition("/")[0]
DEEPEST = 100
UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def to_json(report: Report) -> str:
    """Return the report as `report.json`: fields in their order, what is as usual left out.

    Equal reports give equal text; reading it back gives an equal report.
    """
    data = _adapter().dump_python(report, mode="json", exclude_defaults=True)
    return json.dumps({"schema": report.schema, **data}, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, where: str = "report.json", upgrades: Mapping[str, Upgrade] = UPGRADES) -> Report:
    """Return the report that the text of a `report.json` holds, of this version or an older one.

    Args:
        upgrades: What reads older versions; a caller may know more of them than this room does.

    Raises:
        BadReport: With the place, what was found there and what was expected.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise BadReport(f"{where}: nested more than {DEEPEST} deep; expected a report") from None
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        raise BadReport(f"{where}, {place}: this is no JSON ({fault.msg}); mend it there") from None
    except ValueError as fault:
        raise BadReport(f"{where}: {fault}") from None
    _check_text(data, (), where)
    data = upgraded(data, where, upgrades)
    try:
        # pydantic's strict mode takes lists for tuples only when it reads the JSON itself.
        report = _adapter().validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        more = f"; and {len(faults) - 1} more like it" if len(faults) > 1 else ""
        raise BadReport(f"{where}: {fault_words(faults[0], data)}{more}") from None
    check_report(report, where)
    return report


def upgraded(data: Any, where: str, upgrades: Mapping[str, Upgrade]) -> dict[str, Any]:
    """Return the data in the present version, having gone through every version between."""
    seen: set[str] = set()
    while True:
        if not isinstance(data, dict) or not isinstance(data.get("schema"), str):
            raise BadReport(f'{where}: found no "schema"; expected a report, which begins with "schema": "{SCHEMA}"')
        found = data["schema"]
        if found == SCHEMA:
            return data
        if found not in upgrades or found in seen:
            raise BadReport(f"{where}: {_version_words(found)}")
        seen.add(found)
        data = upgrades[found](data)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `report.json`, as it is published in docs/report.schema.json."""
    made = _adapter().json_schema(mode="validation")
    made["properties"]["schema"] = {"const": SCHEMA, "type": "string", "title": "Schema"}
    required = ["schema", *made.get("required", ())]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A DCCG meeting report (report.json)"}
    return {**head, **{key: value for key, value in made.items() if key != "title"}, "required": required}


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def _version_words(found: str) -> str:
    family, _, version = found.rpartition("/")
    if family == FAMILY and version.isascii() and version.isdigit():
        if int(version) > int(SCHEMA.rpartition("/")[2]):
            return f'schema is "{found}", newer than this program, which reads up to "{SCHEMA}"; update the program'
        if version == "0":
            return f'schema is "{found}", which is a record and not yet a report; bring it in with dccg report import'
    return f'schema is "{found}"; expected "{SCHEMA}"'


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f'"{twice}" stands twice in one place; keep one of the two')
    return data


def _no_number(found: str) -> Any:
    raise ValueError(f"found {found}, which is no number; expected one like 0.5")


def _check_text(value: Any, path: tuple[str | int, ...], where: str) -> None:
    """Refuse what no document could show: half characters, control characters, numbers and nesting without end."""
    if len(path) > DEEPEST:
        raise BadReport(f"{where}: {place_words(path[:4])} is nested more than {DEEPEST} deep; expected a report")
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_text(key, (*path, key), where)
            _check_text(inner, (*path, key), where)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            _check_text(inner, (*path, at), where)
    elif isinstance(value, float) and not math.isfinite(value):
        raise BadReport(f"{where}: {place_words(path)} is a number without end; expected one like 0.5")
    elif isinstance(value, str) and (bad := UNSHOWN.search(value)):
        found = f"U+{ord(bad[0]):04X}"
        raise BadReport(f"{where}: {place_words(path)} holds {found}, a character that cannot be shown; take it out")
