"""The lists of a Word file: real ones, whose marks print as the report has them."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from summarizer.counting import Counting, counting_of
from summarizer.fitted import shown_marker

STEP = 397
"""How far a level stands in: 7 mm, in twentieths of a point."""
NUMBERED = 567
LEVELS = 9
FORMATS = {
    "decimal": "decimal", "lower-letter": "lowerLetter", "upper-letter": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}  # fmt: skip
USUAL = Counting("decimal", 1, "", ".")
SYMBOLS = "Segoe UI Symbol"


class Numbering:
    """The numbering definitions of one file, made as they are asked for; `usual` are those of the list styles."""

    def __init__(self, word: Word) -> None:
        self.root = word.part.numbering_part.element
        for old in list(self.root):
            self.root.remove(old)
        self.bullets: dict[tuple[str, int], int] = {}
        self.kinds: dict[tuple[str, str, str, int], int] = {}
        self.next_paragraph: tuple[int, Counting] | None = None
        self.usual = {"List Bullet": self._bullet("•", STEP), "List Number": self._counted(USUAL, STEP, 0)}

    def of_list(self, markers: Sequence[str], level: int) -> tuple[bool, list[int]]:
        """Return whether the marks count, and the number definition of each entry: one for all where they do."""
        marks = [shown_marker(one) for one in markers]
        counting = counting_of(marks)
        if counting:
            return True, [self._counted(counting, STEP, level)] * len(marks)
        return False, [self._bullet(mark, STEP) for mark in marks]

    def of_paragraph(self, number: str) -> int:
        """Return the definition of a paragraph's own number: that of the paragraph ahead if it counts on."""
        counting = counting_of([number])
        if counting is None:
            return self._bullet(number, NUMBERED)
        at, due = self.next_paragraph or (0, None)
        if counting != due:
            at = self._counted(counting, NUMBERED, 0)
        after = Counting(counting.kind, counting.start + 1, counting.before, counting.after)
        self.next_paragraph = (at, after)
        return at

    def _bullet(self, mark: str, step: int) -> int:
        if (mark, step) not in self.bullets:
            self.bullets[mark, step] = self._number(self._kind("bullet", mark, mark, step))
        return self.bullets[mark, step]

    def _counted(self, counting: Counting, step: int, level: int) -> int:
        kind = self._kind(FORMATS[counting.kind], counting.before, counting.after, step)
        return self._number(kind, counting.start, level)

    def _kind(self, form: str, before: str, after: str, step: int) -> int:
        """Return the abstract definition of these marks; a bullet is `before`, as it is."""
        key = (form, before, after, step)
        if key not in self.kinds:
            self.kinds[key] = len(self.kinds) + 1
            made = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.kinds[key]}">'
                f'<w:multiLevelType w:val="hybridMultilevel"/>{"".join(_level(at, form, step) for at in range(LEVELS))}'
                "</w:abstractNum>"
            )
            for at, text in enumerate(made.iter(qn("w:lvlText"))):
                text.set(qn("w:val"), before if form == "bullet" else f"{before}%{at + 1}{after}")
            firsts = self.root.findall(qn("w:num"))
            # Word wants every abstract definition ahead of the first number.
            firsts[0].addprevious(made) if firsts else self.root.append(made)
        return self.kinds[key]

    def _number(self, kind: int, start: int | None = None, level: int = 0) -> int:
        number = len(self.root.findall(qn("w:num"))) + 1
        begins = (
            "" if start is None else
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        )  # fmt: skip
        self.root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{begins}</w:num>')
        )
        return number


def _level(at: int, form: str, step: int) -> str:
    # A mark such as a tick box is in few fonts; this one has them where Word runs.
    fonts = f'<w:rFonts w:ascii="{SYMBOLS}" w:hAnsi="{SYMBOLS}" w:cs="{SYMBOLS}" w:hint="default"/>'
    look = f"<w:rPr>{fonts}</w:rPr>" if form == "bullet" and step == STEP else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val=""/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{step + at * STEP}" w:hanging="{step}"/></w:pPr>{look}</w:lvl>'
    )
