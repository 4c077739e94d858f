"""An invented report that uses every part of the model, and its variants: what tests of prints share."""

from dataclasses import replace

from models.report import (
    About,
    Annex,
    ArchiveRecord,
    Block,
    Correction,
    Footnote,
    Layout,
    Link,
    NextMeeting,
    Officer,
    Report,
    Revision,
    Sitting,
    Statement,
)
from models.report_order import AGREED
from models.report_parts import (
    Action,
    Attendance,
    AttendanceCount,
    Attribution,
    Decision,
    Due,
    Evidence,
    Owner,
    Position,
    RoleGroup,
    Update,
    View,
    Votes,
)

SEEN = (Evidence(cues=(12, 13), quote="Velda Korrin says we should wait for the figures", found_by="D-unopposed"),)

ABOUT = About(
    meeting_id="2026-02-11-dccg-91", group="Dynamic Coalition Coordination Group", acronym="DCCG", cycle="IGF 2026",
    title="Dynamic Coalition Coordination Group", label="Virtual meeting 91", number="91", subtitle="Planning call",
    mode="virtual", quorate=True, notes=("never printed: check the date",),
    sittings=(Sitting(date="2026-02-11", start_utc="14:00", end_utc="15:00", venue="Online"),),
    officers=(
        Officer(role="facilitator", given="Rosalind", family="Achterberg", honorific="Ms."),
        Officer(role="secretariat", given="Pello", family="Urrutia", affiliation="IGF Secretariat"),
    ),
)  # fmt: skip

ACTIONS = (
    Action(
        id="DCCG-91-A1", text="Send the questions of the survey to the list", item="1", evidence=SEEN,
        owners=(Owner(name="Bettina Aalto"), Owner(name="working group", kind="group")),
        due=Due(printed="by Friday", dates=("2026-02-13",), time="18:00 UTC"), from_decision="DCCG-91-D1",
        children=(
            Action(id="DCCG-91-A1.1", text="Shorten the second part", item="1"),
            Action(id="DCCG-91-A1.2", text="Check the translation", owners=(Owner(name="Kofi Danquah"),), item="1"),
        ),
    ),
    Action(
        id="DCCG-91-A2", text="Ask for a room with captions", item="2", state="done",
        owners=(Owner(name="Secretariat", kind="body"),),
        due=Due(printed="", dates=("2026-03-01", "2026-03-05")),
        updates=(Update(text="The room is booked.", on="2026-02-20", by="Secretariat"),),
    ),
    Action(
        id="DCCG-91-A3", text="Find a speaker for the second session", item="2",
        due=Due(printed="", event="the summer"),
    ),
    Action(
        id="DCCG-91-A4", text="Keep the old address", item="2", state="dropped",
        owners=(Owner(name="Kofi Danquah"),),
    ),
    Action(
        id="DCCG-91-A5", text="Write to the list about observers", state="carried over",
        owners=(Owner(name="all coalitions", kind="everyone"),), due=Due(printed="next meeting", event="next meeting"),
    ),
)  # fmt: skip

DECISIONS = (
    Decision(
        id="DCCG-91-D1", text="The survey goes out in March", type="agree", consent="no objection", state="confirmed",
        item="1", dissent=("DCCG-91-V1",), conditions=("the questions are translated",), evidence=SEEN,
        proposed_by="Velda Korrin",
    ),
    Decision(
        id="DCCG-91-D2", text="The meetings move to Thursdays", type="adopt", consent="vote", state="provisional",
        item="2", until="2026-02-18", votes=Votes(in_favour=9, against=2, abstained=1),
    ),
    Decision(id="DCCG-91-D3", text="A common logo for all coalitions", state="discussed", item="2"),
)  # fmt: skip

VIEWS = (
    View(
        id="DCCG-91-V1", topic="when the survey should go out", item="1", decision="DCCG-91-D1",
        positions=(
            Position(text="it should wait for the figures of last year", quantifier="one participant",
                     holders=("Velda Korrin", "Mehmet Sarı"), for_the_record=True, evidence=SEEN),
            Position(text="March is late enough", quantifier="several participants", holders=("Bettina Aalto",)),
        ),
    ),
)  # fmt: skip

ITEM_1 = Block(
    id="b1", kind="agenda item", heading="Survey of coalitions", number="1", item="1", asked_by="DC on Lighthouses",
    statements=(
        Statement(
            id="b1.s1", enumeration="(a)",
            text="The [draft survey](https://example.org/survey) was shared before the meeting [1]. It asks about:",
            children=(
                Statement(id="b1.s1.1", text="how members are found"),
                Statement(id="b1.s1.2", text="how decisions are made"),
            ),
        ),
    ),
    blocks=(
        Block(
            id="b1.1", kind="key points", heading="Key points raised", attribution="anonymous",
            statements=(
                Statement(
                    id="b1.1.s1", text="The survey could wait for the figures of last year.", evidence=SEEN,
                    attribution=Attribution(mode="anonymous", phrase="One participant noted", quantifier="one",
                                            subject="Velda Korrin"),
                    standing="needs editing",
                ),
                Statement(id="b1.1.s2", text="Nobody should print this", standing="rejected"),
                Statement(id="b1.1.s3", text="One view was that March is late enough.", stance="another view"),
            ),
        ),
        Block(
            id="b1.2", kind="decisions and next steps", heading="Decisions made and next steps",
            statements=(
                Statement(id="b1.2.s1", text="The survey goes out in March.", refers="DCCG-91-D1", evidence=SEEN),
                Statement(
                    id="b1.2.s2", text="Send the questions of the survey to the list", refers="DCCG-91-A1",
                    kind="action",
                    children=(
                        Statement(id="b1.2.s2.1", text="Shorten the second part", refers="DCCG-91-A1.1"),
                        Statement(id="b1.2.s2.2", text="Check the translation", refers="DCCG-91-A1.2"),
                    ),
                ),
            ),
        ),
        Block(
            id="b1.3", kind="views", heading="Views",
            statements=(
                Statement(id="b1.3.s1", text="It should wait, one participant asked to record.", refers="DCCG-91-V1"),
            ),
        ),
    ),
)  # fmt: skip

ITEM_2 = Block(
    id="b2", kind="agenda item", heading="Rooms & times", number="2", item="2", state="added",
    statements=(
        Statement(id="b2.s1", text="Two rooms are free.", run_in_title="Rooms", number="7",
                  attribution=Attribution(mode="office", phrase="Secretariat")),
    ),
    blocks=(
        Block(
            id="b2.1", kind="decisions", heading="Decisions",
            statements=(
                Statement(id="b2.1.s1", text="The meetings move to Thursdays.", refers="DCCG-91-D2"),
                Statement(id="b2.1.s2", text="A common logo was talked about.", refers="DCCG-91-D3"),
            ),
        ),
        Block(
            id="b2.2", kind="next steps", heading="Next steps",
            statements=(
                Statement(id="b2.2.s1", text="Ask for a room with captions", refers="DCCG-91-A2",
                          updates=(Update(text="asked on 12 February."),)),
                Statement(id="b2.2.s2", text="Find a speaker for the second session", refers="DCCG-91-A3"),
                Statement(id="b2.2.s3", text="Keep the old address", refers="DCCG-91-A4", marker="▢"),
            ),
        ),
    ),
)  # fmt: skip

AOB = Block(
    id="b3", kind="aob", heading="AOB", state="postponed",
    statements=(
        Statement(
            id="b3.s1", text="New coalitions were welcomed.",
            attribution=Attribution(mode="person", phrase="Velda Korrin, DC on Lighthouses", subject="Velda Korrin"),
        ),
    ),
)  # fmt: skip

GROUPS = (
    RoleGroup(
        label="Coordination facilitators", name_order="family-given",
        people=(Attendance(given="Rosalind", family="Achterberg"),),
    ),
    RoleGroup(
        label="Participating DC Members", sorted_by="family",
        people=(
            Attendance(given="Bettina", family="Aalto", affiliation="DC on Open Libraries", member="full"),
            Attendance(given="Velda", family="Korrin", affiliation="DC on Lighthouses", member="full", status="late",
                       extra={"aliases": ["V. Korrin", "Lighthouse Vee"]}),
            Attendance(given="Mehmet", family="Sarı", affiliation="DC on Open Libraries", member="observer"),
            Attendance(given="Kofi", family="Danquah", affiliation="DC on Quiet Networks", member="full",
                       stands_for="Ilse Brandvold", status="left early"),
            Attendance(given="Noor", family="Halabi", affiliation="", note="by telephone"),
        ),
    ),
    RoleGroup(label="Guests", people=(Attendance(printed="A person from the library", status="chat only"),)),
)  # fmt: skip

SAMPLE = Report(
    id="dccg-091", about=ABOUT, layout=Layout(name="per-item"), state="draft",
    made="the DCCG meeting toolkit, by rules; no language model was used",
    missing=("No agenda was given: passages follow the talk.",),
    disclaimers=("Captions are an aid and not an authoritative record",),
    front=(
        Block(
            id="f1", kind="front", heading="Conclusions",
            statements=(Statement(id="f1.s1", text="The survey is the main work of the spring.", marker="●"),),
        ),
    ),
    blocks=(
        Block(id="b0", kind="preamble", heading="Meeting focus",
              statements=(Statement(id="b0.s1", text="The meeting was about the survey.", kind="purpose"),)),
        ITEM_1,
        ITEM_2,
        AOB,
    ),
    annexes=(
        Annex(label="Annex A1", title="Agenda", kind="agenda"),
        Annex(label="Annex A2", title="List of participants", kind="attendance"),
        Annex(label="Annex A3", title="Documents", kind="documents",
              blocks=(
                  Block(id="x1", kind="note", statements=(Statement(id="x1.s1", text="Documents are on the list."),)),
              )),
    ),
    footnotes=(Footnote(mark="[1]", text="The draft of 2 February."),),
    decisions=DECISIONS, actions=ACTIONS, views=VIEWS, no_views_confirmed_by="",
    apologies=(Attendance(given="Ilse", family="Brandvold", affiliation="DC on Quiet Networks", status="apologies"),),
    groups=GROUPS, counts=(AttendanceCount(text="20+", unit="participants", source="chat"),),
    links=(Link(target="https://example.org/recording", label="Recording", kind="recording", number="A3.1"),
           Link(label="Minutes of meeting 90", kind="document")),
    next_meeting=NextMeeting(printed="Thursday 12 March", date="2026-03-12", time_utc="14:00", state="fixed"),
    suggestions=(Statement(id="s1", text="Perhaps a point that nobody accepted"),),
    corrections=(
        Correction(target="item 1", before="The survey goes out in May.", after="The survey goes out in March.",
                   proposed_by="Bettina Aalto", on="2026-02-15", accepted=True),
    ),
    revisions=(Revision(version=1, at_utc="2026-02-11T16:00:00Z", by="Pello Urrutia", note="first draft"),),
    archived=(ArchiveRecord(place="list", address="https://example.org/list/91", subject="Report", sha256="0" * 64),),
)  # fmt: skip


def sample(**changes: object) -> Report:
    """Return the invented report with some of its fields changed."""
    return replace(SAMPLE, **changes)


def chatham_house() -> Report:
    """Return the same meeting under the Chatham House rule, with names in every private field, and in sentences."""
    point = Statement(
        id="b1.1.s9", text="Ms. Korrin (DC on Lighthouses) feared that the survey is too long, and Mehmet agreed.",
        attribution=Attribution(mode="person", phrase="Velda Korrin", subject="Velda Korrin"), evidence=SEEN,
    )  # fmt: skip
    points, *others = ITEM_1.blocks
    item = replace(ITEM_1, blocks=(replace(points, statements=(*points.statements, point)), *others))
    return sample(
        about=replace(ABOUT, rule="chatham-house"), blocks=(SAMPLE.blocks[0], item, ITEM_2, AOB),
        extra={**SAMPLE.extra, AGREED: "DCCG-91-D1"},
    )  # fmt: skip


HOSTILE_NAMES = (
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "{% raw %}", "=cmd|' /C calc'!A0", "# Not a heading", "- not an item",
    "**not strong**", "| not | a | table |", "[not a link](https://example.org/evil)", "1. not a list",
    "> not a quotation", "`not code`", "![not a picture](x.png)", "Table: not a caption", "● not a mark",
    "ليلى الحداد", "渡辺 美咲", "a\u202eb",
    "\\*", "&lt;b&gt;", "\ue000x.0\ue001", "---", "_not emphasis_", "~~~", "<!-- -->", "#set text(red)", "$x$",
)  # fmt: skip


def hostile(name: str) -> Report:
    """Return a report in which a name, a heading, a point and a next step are this text."""
    person = Attendance(given=name, family=name, affiliation=name)
    return Report(
        id="hostile", about=replace(ABOUT, title=name, label=name, officers=()), made=name, missing=(name,),
        blocks=(
            Block(
                id="b1", kind="agenda item", heading=name, number="1",
                statements=(Statement(id="b1.s1", text=name, run_in_title=name),),
                blocks=(Block(id="b1.1", kind="key points", heading="Key points raised",
                              statements=(Statement(id="b1.1.s1", text=name),)),),
            ),
        ),
        actions=(Action(id="A1", text=name, owners=(Owner(name=name),)),),
        decisions=(Decision(id="D1", text=name, state="confirmed"),),
        groups=(RoleGroup(label=name, people=(person,)),), apologies=(person,), disclaimers=(name,),
    )  # fmt: skip
