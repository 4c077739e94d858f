"""`dccg import`: a folder of older reports and captions becomes meetings of the archive. Nothing there is replaced."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from archive.bring_in import (
    ABOUT,
    Brought,
    Bundle,
    Captions,
    NotUnderstood,
    Reported,
    is_text_of_nobody,
    kept_name,
    together,
)
from archive.bring_in import brought as bring
from dccg.reports import BadFile, read_text
from dccg.settings import Settings
from models.errors import MeetingError
from models.foreign import LARGEST, read_transcript
from models.meeting_toml import parse_meeting, print_meeting
from models.report_json import to_json
from record import MeetingFolder
from summarizer.desk_store import FILE
from summarizer.records import read_report

PLAN = "meeting.toml"
RECORDS = (".yaml", ".yml")
KINDS = (*RECORDS, ".json", ".vtt", ".srt", ".txt")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Done:
    """How many meetings came in, were there already, and how many files were not understood."""

    new: int = 0
    same: int = 0
    not_understood: int = 0


def bring_in(settings: Settings, folder: Path, say: Say) -> Done:
    """Bring the files of a folder in, and say of each what was understood.

    Raises:
        BadFile: If there is no such folder.
    """
    if not folder.is_dir():
        raise BadFile(f"{folder}: there is no such folder; give one with reports and captions")
    bundles, failed = _bundles(folder, say)
    done = Done(not_understood=failed)
    ids: list[str] = []
    for bundle in together(bundles):
        try:
            one = bring(bundle, ids)
            ids.append(one.meeting.id)
            new = _keep(settings, one, say)
            done = replace(done, new=done.new + new, same=done.same + (not new))
        except NotUnderstood as fault:
            for name in _names(bundle):
                say(f"{name}: not understood: {fault}")
            done = replace(done, not_understood=done.not_understood + len(_names(bundle)))
    return done


def _bundles(folder: Path, say: Say) -> tuple[list[Bundle], int]:
    """The files as they belong together: in a folder with a meeting.toml, else by the stem of their names."""
    held: dict[str, Bundle] = defaultdict(lambda: Bundle(""))
    failed = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or any(part.startswith(".") for part in Path(name).parts):
            continue
        planned = (path.parent / PLAN).is_file()
        stem = path.parent.name if planned else path.stem
        key = f"{path.parent.relative_to(folder).as_posix()}/{'' if planned else stem}"
        if not path.resolve().is_relative_to(folder.resolve()):
            failed += 1
            say(f"{name}: left out: it leads out of the folder; put the file itself there")
            continue
        try:
            held[key] = _added(replace(held[key], stem=stem), path, name)
        except MeetingError as fault:
            failed += 1
            say(f"{name}: not understood: {fault}")
    return [one for _, one in sorted(held.items()) if _names(one)], failed


def _added(bundle: Bundle, path: Path, name: str) -> Bundle:
    if path.name == PLAN:
        return replace(bundle, planned=(*bundle.planned, (name, parse_meeting(read_text(path), name))))
    suffix = path.suffix.lower()
    if suffix not in KINDS:
        raise NotUnderstood(f"files of this kind are not brought in; expected {', '.join(KINDS)} or {PLAN}")
    if suffix in RECORDS or (suffix == ".json" and '"dccg-report/' in read_text(path)[:2_000]):
        return replace(bundle, reports=(*bundle.reports, Reported(name, read_report(read_text(path), name))))
    if path.stat().st_size > LARGEST:
        raise NotUnderstood(f"it is larger than {LARGEST:,} bytes")
    data = path.read_bytes()
    foreign = read_transcript(data, name)
    if is_text_of_nobody(foreign):
        raise NotUnderstood('this is text in which nobody is named; expected lines like ">> NAME: text", or captions')
    return replace(bundle, captions=(*bundle.captions, Captions(name, foreign, data)))


def _keep(settings: Settings, one: Brought, say: Say) -> bool:
    """Write what is not there yet, and say what was understood; whether anything was written."""
    folder, id = MeetingFolder(settings.data, one.meeting.id), one.meeting.id
    if folder.has(PLAN) and not folder.has(ABOUT):
        say(f"{id}: this meeting is one of the program's own; nothing of it was changed")
        return False
    files: dict[str, bytes] = {PLAN: print_meeting(one.meeting).encode()}
    about: dict[str, object] = {"format": 1, "start_known": one.start_known}
    if one.report is not None:
        files[FILE] = to_json(one.report.report).encode()
        about["report"] = {"from": one.report.name}
    if one.captions is not None:
        name = kept_name(one.captions.name)
        files[name] = one.captions.data
        sum = sha256(one.captions.data).hexdigest()
        about["transcript"] = {"file": name, "from": one.captions.name, "sha256": sum}
    files[ABOUT] = (json.dumps(about, indent=1, sort_keys=True) + "\n").encode()
    written = [name for name, content in files.items() if not folder.has(name) and folder.write(name, content)]
    kept = [name for name, content in files.items() if folder.read(name) != content]
    _tell(one, say)
    for name in kept:
        say(f"  {id}/{name} is there already and differs; it was kept as it is")
    return bool(written)


def _tell(one: Brought, say: Say) -> None:
    where = f"{one.meeting.title}, {one.meeting.date}: {one.meeting.id}"
    if one.report is not None:
        state = one.report.report.state
        say(f"{one.report.name}: report ({state}) of {where}")
    if one.captions is not None:
        foreign = one.captions.foreign
        voices = len({said.speaker for said in foreign.said if said.speaker})
        say(f"{one.captions.name}: {foreign.kind}, captions: {len(foreign.said)}, speakers: {voices}, of {where}")
        for lack in foreign.lacks:
            say(f"  {lack}")
    if one.report is None:
        say("  no report is there; it is published when one is approved")
    for told in one.told:
        say(f"  {told}")


def _names(bundle: Bundle) -> list[str]:
    files = [one.name for one in bundle.reports] + [one.name for one in bundle.captions]
    return [name for name, _ in bundle.planned] + files
