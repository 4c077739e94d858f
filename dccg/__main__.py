"""The command line. Results go to stdout, everything else to stderr; exit codes: 0 done, 1 not possible, 2 usage."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from dccg.dumps import leave_no_dumps
from dccg.settings import Settings, read_settings
from models.errors import MeetingError

app = typer.Typer(no_args_is_help=True, add_completion=True, pretty_exceptions_enable=False, help=__doc__)

Engine = Annotated[str | None, typer.Option("--engine", help="auto, whisper or sphinx")]
Model = Annotated[str | None, typer.Option("--model", help="folder of Whisper weights, or a name from `models list`")]
Language = Annotated[str | None, typer.Option("--language", help="spoken language, as en or fr")]
Count = Annotated[int | None, typer.Option("--workers", help="recogniser processes; 0 is one for each core")]
Data = Annotated[Path | None, typer.Option("--data", help="folder of the record and the meetings")]
Offline = Annotated[bool | None, typer.Option("--offline", help="never try to download speech models")]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end; Ctrl+C is an end like any other."""
    factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
    with contextlib.suppress(ImportError):  # there is no uvloop for Windows
        import uvloop

        factory = uvloop.new_event_loop
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=factory) as runner:
        runner.run(work)


@app.command()
def serve(
    sample: Annotated[bool, typer.Option("--sample", help="caption the sample meeting meanwhile")] = False,
    host: Annotated[str | None, typer.Option("--host", help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option("--port", help="port to listen on")] = None,
    data: Data = None,
    engine: Engine = None,
    model: Model = None,
    language: Language = None,
    workers: Count = None,
    offline: Offline = None,
) -> None:
    """Serve captions, transcripts and consoles of all meetings."""
    from dccg.listening import listen
    from dccg.serve import serve as serving

    settings = read_settings(
        host=host, port=port, data=data, engine=engine, model=model, language=language, workers=workers, offline=offline
    )
    recognizer = _engine(settings)
    with contextlib.closing(listen(settings, port_was_chosen="port" in settings.model_fields_set)) as listener:
        run(serving(settings, recognizer, listener, sample=sample, say=say))


@app.command()
def caption(
    file: Annotated[Path, typer.Argument(help="audio or video file")],
    out: Annotated[Path, typer.Option("-o", "--out", help="folder for the transcripts")] = Path("captions"),
    meeting: Annotated[
        Path | None, typer.Option("--meeting", help="meeting.toml with roster, agenda and terms")
    ] = None,
    speaker: Annotated[str, typer.Option("--speaker", help="who speaks, if one person does")] = "",
    realtime: Annotated[
        bool, typer.Option("--realtime", help="as fast as it was spoken, as in a live meeting")
    ] = False,
    events: Annotated[Path | None, typer.Option("--events", help="log what a viewer sees, as JSON lines")] = None,
    engine: Engine = None,
    model: Model = None,
    language: Language = None,
    workers: Count = None,
    offline: Offline = None,
) -> None:
    """Caption a file into a folder: transcript.vtt, .srt, .txt, .igf.txt and .json."""
    from dccg.caption import Captions, caption_into

    settings = read_settings(engine=engine, model=model, language=language, workers=workers, offline=offline)
    wanted = Captions(file, out, meeting, speaker, realtime, events)
    recognizer = _engine(settings)
    run(caption_into(wanted, recognizer, settings.workers, say))
    print(out / "transcript.vtt")


@app.command()
def feed(
    source: Annotated[str, typer.Argument(help="audio or video file, or: mic")],
    to: Annotated[
        str,
        typer.Option("--to", help="link that the host made for a source, as http://localhost:8000/m/ID/enter#..."),
    ],
    name: Annotated[str, typer.Option("--name", help="who speaks there; nothing for a room")] = "",
) -> None:
    """Stream a file or the microphone, in real time, into a meeting of a running server."""
    from captioner.sources.feed import Progress
    from captioner.sources.feed import feed as feeding

    last = -10_000

    def tell(progress: Progress) -> None:
        nonlocal last
        if progress.note or progress.received_ms - last >= 10_000:
            last = progress.received_ms
            state = "connected" if progress.connected else "not connected"
            say(f"{progress.received_ms / 1000:.0f} s received, {state}{'; ' + progress.note if progress.note else ''}")

    async def work() -> None:
        done = await feeding(source, to, name or "Room", on_progress=tell)
        say(f"Done: {done.received_ms / 1000:.1f} s received, {done.lost_ms / 1000:.1f} s lost.")

    run(work())


@app.command()
def export(
    meeting: Annotated[str, typer.Argument(help="id of a meeting, as in its address")],
    format: Annotated[str, typer.Option("--format", "-f", help="vtt, srt, txt, igf-txt or json")] = "vtt",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="file to write; stdout if there is none")] = None,
    data: Data = None,
) -> None:
    """Print a meeting's transcript, from the record; also while it is being captioned."""
    from dccg.export import transcript_of
    from models.exports import FORMATS

    if format not in FORMATS:
        raise typer.BadParameter(f"{format!r} is no format; there are {', '.join(FORMATS)}")
    settings = read_settings(data=data)
    transcript = transcript_of(settings, meeting)
    text = FORMATS[format].print(transcript)
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise MeetingError(f"{out}: cannot be written ({fault.strerror}); give another file with --out") from None


@app.command()
def publish(
    site: Annotated[Path | None, typer.Option("--site", help="folder of the site; DATA/site if none")] = None,
    address: Annotated[str, typer.Option("--address", help="where it will be, as https://example.org/dc")] = "",
    title: Annotated[str, typer.Option("--title", help="title of the site")] = "Archive of meetings",
    sample: Annotated[bool, typer.Option("--sample", help="of the sample meeting alone, to try it")] = False,
    data: Data = None,
) -> None:
    """Build the public site of all approved meetings; only what changed is written."""
    from dccg.publish_command import publish as publishing

    print(publishing(read_settings(data=data), site, address, title, sample))


@app.command("import")
def bring_in(
    folder: Annotated[Path, typer.Argument(help="folder of reports (YAML, JSON) and captions (VTT, SRT, text)")],
    data: Data = None,
) -> None:
    """Bring older reports and captions in as meetings of the archive; says of each file what was understood."""
    from dccg.import_command import bring_in as bringing_in

    done = bringing_in(read_settings(data=data), folder, print)
    say(f"Meetings: {done.new} new, {done.same} as they were. Files not understood: {done.not_understood}.")
    if not done.new and not done.same:
        raise typer.Exit(1)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="file to write, outside of the data folder; to read, with --check")],
    check: Annotated[bool, typer.Option("--check", help="look through a backup instead of making one")] = False,
    data: Data = None,
) -> None:
    """Write the record, all meetings, the settings and the links' file into one file; also while the program runs."""
    from dccg.backup_command import backup as backing_up
    from dccg.backup_command import check_backup

    count = check_backup(file) if check else backing_up(read_settings(data=data).data, file)
    say(f"Files: {count}, each as it was written." if check else f"Files: {count}. Keep it as private as the data.")
    print(file)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="a backup")], data: Data = None) -> None:
    """Put a backup back as a new data folder; nothing is ever written over."""
    from dccg.backup_command import restore as restoring

    settings = read_settings(data=data)
    say(f"Files: {restoring(settings.data, file)}, each as it was written.")
    print(settings.data)


@app.command()
def doctor(
    data: Data = None, engine: Engine = None, model: Model = None, language: Language = None, offline: Offline = None
) -> None:
    """Check this machine: engine, weights, error and speed on the sample recording, disk, microphone."""
    from dccg.doctor import examine

    settings = read_settings(data=data, engine=engine, model=model, language=language, offline=offline)
    fine = True

    async def work() -> None:
        nonlocal fine
        async for finding in examine(settings, say):
            fine = fine and finding.fine
            print(finding.text, flush=True)

    run(work())
    if not fine:
        raise typer.Exit(1)


@app.command()
def settings(data: Data = None) -> None:
    """Print every setting with its value, meaning and the environment variable that sets it."""
    found = read_settings(data=data)
    for name, field in Settings.model_fields.items():
        value = getattr(found, name)
        origin = "" if name in found.model_fields_set else " (default)"
        print(f"{name} = {value!s}{origin}\n    {field.description}; DCCG_{name.upper()}")


def _engine(settings: Settings) -> Any:
    from dccg.engine import choose_engine
    from dccg.progress import Meter

    with contextlib.ExitStack() as stack:
        meters: list[Meter] = []

        def report(done: int, size: int) -> None:
            if not meters:
                meters.append(stack.enter_context(Meter("Downloading")))
            meters[0].show(done, size)

        return choose_engine(settings, say, report)


GROUPS = {name: f"dccg.{name}_command" for name in ("post", "redact", "retention", "links", "models", "report")}
"""Commands and groups of commands that stand in modules of their own, under the same name."""


def whole() -> typer.Typer:
    """The program with all its commands."""
    for name in GROUPS:
        _add(name)
    return app


def wanted(words: Sequence[str]) -> typer.Typer:
    """The program with what these words ask for: reading the modules of all commands takes a second and more."""
    own = {one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands}
    if words and words[0] in GROUPS:
        _add(words[0])
        return app
    return app if words and words[0] in own else whole()


@cache
def _add(name: str) -> None:
    found = getattr(importlib.import_module(GROUPS[name]), name)
    if isinstance(found, typer.Typer):
        app.add_typer(found, name=name)
    else:
        app.command()(found)


def main() -> None:
    leave_no_dumps()
    try:
        wanted(sys.argv[1:])()
    except MeetingError as fault:
        say(f"dccg: {fault}")
        sys.exit(1)


if __name__ == "__main__":
    main()
