from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from models.report import About, Block, Report, Sitting, Statement
from models.report_parts import Action, Attendance, Owner, RoleGroup
from summarizer.document import Document, Heading, Item, Listing, Paragraph, Part, Table, words_of
from summarizer.formats import FORMATS
from summarizer.layouts import BadLayout, Options, choose, layouts, print_document, render
from summarizer.plain_text import plain_text
from tests import reports

KNOWN = layouts()
EVERY = sorted(KNOWN)
PLAIN = Options()


def text_of(report: Report, layout: str = "per-item", options: Options = PLAIN) -> str:
    return " ".join(str(render(report, KNOWN[layout], "text", options)).split())


def every_part(parts: tuple[Part, ...]):
    for part in parts:
        yield part
        for item in part.items if isinstance(part, Listing) else ():
            yield item
            yield from every_part(item.parts)


def words(document: Document) -> str:
    out = [document.title]
    for part in every_part(document.parts):
        if isinstance(part, Heading | Paragraph):
            out.append(words_of(part.runs))
        elif isinstance(part, Item):
            out.append(part.marker)
        elif isinstance(part, Table):
            out += [part.caption, *part.header, *(words_of(cell) for row in part.rows for cell in row)]
    return "\n".join(out)


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attrs: list[dict[str, str | None]] = []
        self.data = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attrs.append(dict(attrs))

    def handle_data(self, data):
        self.data += data


def test_the_layouts_of_the_issue_are_there_each_with_a_title_and_a_description():
    names = "per-item conclusions-first next-steps agenda-notice numbered-annexes minutes correction easy-read tracker"
    assert sorted(names.split()) == EVERY
    assert all(one.title and one.description for one in KNOWN.values())


@pytest.mark.parametrize("layout", EVERY)
@pytest.mark.parametrize("form", FORMATS)
def test_every_layout_prints_a_whole_report_and_an_empty_one(layout: str, form: str):
    assert render(reports.SAMPLE, KNOWN[layout], form)
    assert render(Report(id="x", about=About()), KNOWN[layout], form)


@pytest.mark.parametrize("layout", EVERY)
def test_a_draft_says_that_it_is_one_and_what_made_it(layout: str):
    if layout != "agenda-notice":
        said = text_of(reports.SAMPLE, layout)
        assert "This is a draft." in said
        assert "Made by the DCCG meeting toolkit, by rules; no language model was used." in said


@pytest.mark.parametrize("layout", EVERY)
def test_what_was_only_discussed_never_stands_under_decisions(layout: str):
    document = print_document(reports.SAMPLE, KNOWN[layout])
    heading = ""
    for part in document.parts:
        if isinstance(part, Heading):
            heading = words_of(part.runs)
        elif "logo" in words(Document("", "en", (part,))):
            assert "no decision" in heading or "did not decide" in heading


def test_without_a_quorum_nothing_is_printed_as_decided():
    report = reports.sample(about=replace(reports.ABOUT, quorate=False))
    said = text_of(report, "easy-read")
    assert "We decided nothing." in said
    assert "did not decide - The survey goes out in March. - The meetings move to Thursdays." in said
    assert "Too few people were present to take decisions." in said


@pytest.mark.parametrize("layout", ["per-item", "conclusions-first", "next-steps", "minutes", "easy-read", "tracker"])
def test_a_next_step_without_an_owner_says_so(layout: str):
    said = text_of(reports.SAMPLE, layout)
    assert "Nobody has taken this on yet." in said or "nobody yet" in said


def test_a_child_of_an_owned_next_step_is_its_parents_owners():
    assert "Shorten the second part - Check the translation. Owner: Kofi Danquah." in text_of(reports.SAMPLE)


def test_tick_boxes_have_words_beside_them():
    said = text_of(reports.SAMPLE, "conclusions-first")
    assert "▢ Open: Find a speaker" in said
    assert "☑ Done: Ask for a room" in said
    assert "☒ Dropped: Keep the old address" in said


def test_a_report_that_was_published_elsewhere_gets_no_words_of_ours():
    step = Action(id="A1", text="Send it", kind="action")
    block = Block(id="b", kind="front", statements=(Statement(id="s", text="Send it", refers="A1", marker="▢"),))
    report = Report(id="x", about=About(), state="published", front=(block,), actions=(step,))
    assert "▢ Send it" in text_of(report)
    assert "Nobody" not in text_of(report)
    assert "Nobody" in text_of(report, options=Options(as_printed=False))


def test_only_full_members_stand_under_participating_members():
    document = print_document(reports.SAMPLE, KNOWN["per-item"])
    tables = {part.caption: part for part in document.parts if isinstance(part, Table)}
    named = {one: words(Document("", "en", (tables[one],))) for one in tables}
    assert "Aalto" in named["Participating DC Members"]
    assert "Sarı" not in named["Participating DC Members"]
    assert "Sarı" in named["Observers"]
    assert "Halabi" in named["Other participants"]


def test_paragraphs_are_counted_through_the_report_where_the_layout_does():
    def plain(block: Block) -> Block:
        lines = tuple(replace(one, number="") for one in block.statements)
        return replace(block, statements=lines, blocks=tuple(plain(one) for one in block.blocks))

    report = reports.sample(blocks=tuple(plain(one) for one in reports.SAMPLE.blocks))
    document = print_document(report, KNOWN["conclusions-first"])
    numbers = [part.number for part in document.parts if isinstance(part, Paragraph) and part.number]
    assert numbers == ["1.", "2.", "3.", "4.", "[1]"]


def test_what_no_sentence_prints_is_printed_all_the_same():
    said = text_of(reports.sample(blocks=(), front=()))
    for text in ("The survey goes out in March.", "Find a speaker", "March is late enough", "A common logo"):
        assert text in said


def test_evidence_leads_into_the_transcript_when_asked():
    options = Options(transcript="/m/2026-02-11-dccg-91/transcript")
    page = str(render(reports.SAMPLE, KNOWN["per-item"], "html", options))
    assert '<a href="/m/2026-02-11-dccg-91/transcript#c12">caption 12</a>' in page
    assert "caption 12" not in str(render(reports.SAMPLE, KNOWN["per-item"], "html"))


@pytest.mark.parametrize("layout", EVERY)
def test_a_page_has_one_first_heading_a_language_and_tables_with_headers(layout: str):
    page = str(render(replace(reports.SAMPLE, language="de"), KNOWN[layout], "html"))
    read = Reader(page)
    assert read.tags.count("h1") == 1
    assert ("html", {"lang": "de", "dir": "ltr"}) in zip(read.tags, read.attrs, strict=True)
    assert "script" not in read.tags
    assert read.tags.count("table") == read.tags.count("caption")
    assert all(one.get("scope") == "col" for tag, one in zip(read.tags, read.attrs, strict=True) if tag == "th")
    levels = [int(tag[1]) for tag in read.tags if tag in ("h1", "h2", "h3", "h4", "h5")]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def shape(document: Document, name: str) -> tuple[list[str], str]:
    """The kinds of the parts, and the words with the name as NAME; full stops behind it are the print's."""
    said = words(document).replace("\u200e", "").replace("] (", "](").casefold()
    said = said.replace(name.casefold(), "NAME").replace("NAME.", "NAME")
    return [type(one).__name__ for one in every_part(document.parts)], said


@cache
def tame(layout: str) -> tuple[list[str], str]:
    return shape(print_document(reports.hostile("Tame"), KNOWN[layout]), "Tame")


@pytest.mark.parametrize("name", [one for one in reports.HOSTILE_NAMES if not one.startswith("[")])
def test_no_name_is_markup_in_any_layout(name: str):
    for layout in EVERY:
        document = print_document(reports.hostile(name), KNOWN[layout])
        assert shape(document, " ".join(name.replace("\u202e", "").split())) == tame(layout), layout


def test_an_address_in_a_sentence_is_a_link_and_in_a_name_it_is_none():
    page = str(render(reports.hostile("[x](https://example.org/evil)"), KNOWN["minutes"], "html"))
    assert "<h3 id=\"x-https-example-org-evil\" dir=auto>" not in page
    assert "1. [x](https://example.org/evil)</h2>" in page
    assert '<td dir=auto>[x](https://example.org/evil)</td>' in page
    assert '<li dir=auto><a href="https://example.org/evil">x</a></li>' in page


def test_an_address_that_is_no_address_is_no_link():
    for bad in ("javascript:alert(1)", "data:text/html,x", "//example.org", "vbscript:x"):
        assert f"[x]({bad})" in str(render(reports.hostile(f"[x]({bad})"), KNOWN["per-item"], "html"))


@pytest.mark.parametrize("name", reports.HOSTILE_NAMES)
def test_no_name_is_markup_on_a_page(name: str):
    tame = Reader(str(render(reports.hostile("Tame"), KNOWN["per-item"], "html")))
    read = Reader(str(render(reports.hostile(name), KNOWN["per-item"], "html")))
    assert [tag for tag in read.tags if tag != "a"] == [tag for tag in tame.tags if tag != "a"]
    assert " ".join(name.replace("\u202e", "").split()) in read.data or name.startswith("[")


def test_the_tracker_follows_next_steps_over_meetings():
    first = reports.sample(state="published")
    done = replace(reports.ACTIONS[2], state="done", owners=(Owner(name="Kofi Danquah"),))
    about = replace(reports.ABOUT, label="Virtual meeting 92", sittings=(Sitting(date="2026-03-12"),))
    new = Action(id="DCCG-92-A1", text="Book the large room")
    second = reports.sample(id="dccg-092", about=about, actions=(done, new))
    said = " ".join(plain_text(print_document([first, second], KNOWN["tracker"])).split())
    assert "☑ Done: Find a speaker for the second session. (Kofi Danquah)" in said
    assert "Book the large room. Owner: nobody yet Due: no date set State: open Meeting: Virtual meeting 92" in said
    assert said.count("Find a speaker") == 1


def test_a_report_is_printed_in_its_own_layout_or_the_usual_one_of_its_kind():
    assert choose(reports.SAMPLE, KNOWN).name == "per-item"
    assert choose(reports.sample(kind="minutes"), KNOWN).name == "minutes"
    named = replace(reports.SAMPLE.layout, name="numbered-paragraphs")
    assert choose(reports.sample(layout=named), KNOWN).name == "numbered-annexes"
    assert choose(reports.sample(layout=replace(named, name="nobody-knows")), KNOWN).name == "per-item"


def test_an_unknown_layout_or_form_is_named_with_those_there_are():
    with pytest.raises(BadLayout, match='no layout "fancy"; choose one of agenda-notice, '):
        choose(reports.SAMPLE, KNOWN, "fancy")
    with pytest.raises(BadLayout, match='no form "odt"'):
        render(reports.SAMPLE, KNOWN["per-item"], "odt")


def test_names_of_any_script_keep_their_columns(tmp_path: Path):
    people = (
        Attendance(given="美咲", family="渡辺", affiliation="DC on Open Libraries"),
        Attendance(given="Zoe\u0308", family="Lind", affiliation="DC on Quiet Networks"),
        Attendance(given="ليلى", family="الحداد", affiliation="DC on Lighthouses"),
    )
    report = Report(id="x", about=About(), groups=(RoleGroup(label="Participants", people=people),))
    lines = str(render(report, KNOWN["per-item"], "text")).splitlines()
    assert "美咲  渡辺    DC on Open Libraries" in lines
    assert "Zoë   Lind    DC on Quiet Networks".replace("ë", "e\u0308") in lines
    assert "ليلى\u200e  الحداد\u200e  DC on Lighthouses" in lines


@pytest.mark.req("PRV-09")
@pytest.mark.parametrize("form", ["markdown", "text", "html"])
def test_the_invitation_says_by_what_speech_is_written_down_where_and_that_names_need_not_be_kept(form: str):
    printed = (render(one, KNOWN["agenda-notice"], form) for one in (reports.SAMPLE, reports.chatham_house()))
    named, nameless = (" ".join(str(one).split()) for one in printed)
    for told in ("by a computer program with a speech model", "own machine", "Captions and report are published"):
        assert told in named
        assert told in nameless
    assert "If your name or affiliation should not be kept, tell the host" in named
    assert "published, without names and affiliations" in nameless
