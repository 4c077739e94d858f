"""The rules of decisions: what each closes, an example, a counter-example, and the reason a note-taker is given.

In the examples a line is "Speaker: words"; Ada leads the meeting.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DecisionRule:
    """`text` is what the example is found to decide; the counter-example decides nothing."""

    id: str
    why: str
    example: tuple[str, ...]
    text: str
    counter: tuple[str, ...]


RULES: tuple[DecisionRule, ...] = (
    DecisionRule(
        "D-unopposed",
        "the chair asked for objections or consent, nobody objected, and the chair went on",
        (
            "Ben: I propose we move the deadline to Friday.",
            "Ada: Any objections to moving the deadline?",
            "Ada: None, thank you.",
        ),
        "Agreed: moving the deadline",
        ("Ada: Any objections to moving the deadline?", "Ben: I object, that is too late.", "Ada: Okay."),
    ),
    DecisionRule(
        "D-said",
        "the chair said that it is agreed, after a proposal or a question",
        ("Ben: I suggest that we publish the survey in May.", "Cy: I agree.", "Ada: Good, so that is agreed."),
        "The group publish the survey in May",
        ("Ben: Last year we agreed to publish the survey in May.", "Ada: Yes, so that was agreed last year."),
    ),
    DecisionRule(
        "D-taken-up",
        "others supported a proposal, and it was taken up",
        ("Ben: I would drop the last question.", "Cy: Plus one.", "Ada: Fine, we drop it."),
        "Agreed to drop the last question",
        ("Ben: I would drop the last question.", "Cy: I am against it.", "Ada: Fine, we move on."),
    ),
    DecisionRule(
        "D-counted",
        "it was voted or polled, and the chair said the result",
        (
            "Ada: Let us do a straw poll on the second title.",
            "Ada: I count seven in favour, two against and three abstentions.",
            "Ada: So the second title is adopted.",
        ),
        "The second title is adopted",
        ("Ada: Seven reports came in, two were for the north.",),
    ),
    DecisionRule(
        "D-silence",
        "it holds unless somebody objects on the list by a day",
        (
            "Ben: I can post the proposal with comments by the tenth of May.",
            "Ada: If nobody objects by then we take it as agreed.",
        ),
        "The proposal is taken as agreed if there is no objection by the tenth of May",
        ("Ben: If nobody volunteers by then we would have to cancel it.",),
    ),
    DecisionRule(
        "D-elected",
        "somebody was nominated, and declared elected or appointed",
        (
            "Ben: I nominate Cy Brook.",
            "Dee: I second that nomination.",
            "Ada: I declare that Cy Brook is elected as co-facilitator.",
        ),
        "Cy Brook is elected as co-facilitator",
        ("Ada: Cy Brook was elected to the council in 2019.",),
    ),
    DecisionRule(
        "D-deferred",
        "the chair put it off to another time or to the list",
        ("Ben: We cannot agree on the logo today.", "Ada: We will come back to the logo at the next meeting."),
        "The logo: deferred to the next meeting",
        ("Ada: Let us keep it in mind, no need to decide now.",),
    ),
    DecisionRule(
        "D-noted",
        "the chair said that the group takes note",
        ("Ada: We take note of the report of the working group.",),
        "The group take note of the report of the working group",
        ("Ada: Noted.", "Ada: Please note that we are recorded."),
    ),
    DecisionRule(
        "D-recorded",
        "it was put on record that the group has agreed",
        ("Ada: Can I note for the record that the committee has agreed that Cy will chair if I drop out?",),
        "The committee has agreed that Cy will chair if I drop out",
        ("Ada: I note for the record that the minister has agreed to come.",),
    ),
    DecisionRule(
        "D-extended",
        "the chair made the meeting longer with everybody's leave",
        ("Ada: If everybody is happy, we'll carry on until ten past three.",),
        "The group will carry on until ten past three",
        ("Ada: If you are happy, we'll go straight into questions.",),
    ),
    DecisionRule(
        "D-closing",
        "a motion to close or to go private, and the talk ended with it",
        ("Ada: I propose that the committee meets in private for the rest.", "Ada: Are members content?"),
        "The committee meets in private for the rest",
        ("Ada: I propose that we invite Cy.", "Ada: Are members content?"),
    ),
)

BLOCKED = {
    "D-past": "it was decided at another time",
    "D-hypothetical": "it is only supposed",
    "D-reported": "others decided it",
    "D-not-decided": "it is said that nothing was decided",
}
"""Why something that sounds decided is not, by rule."""
