"""The verbs of next steps, the words that bring them in, and those whom they are promised to: parts of the rules."""

from __future__ import annotations

_DELIVERABLE = (
    r"(?:\w+ ){0,2}?(?:check|minutes|survey|draft|summary|report|review|research|analysis|translation|follow-up|"
    r"invitations?|mapping|slides?|list|table|proposal|version|poll|form|document|change|correction|template|letter|"
    r"announcement|call for|page|update|overview|note to|accessible|available)\b"
)
_PLACE = r"(?:list|agenda|website|page|site|wiki|document|folder|form|calendar|report|draft|programme|schedule)\b"

TELL = (
    r"(?:send|circulate|share|forward|distribute|e-?mail|publish|upload|submit|draft|prepare|provide|supply|"
    r"inform|notify|"
    r"remind|contact|reach out|double-check|look into|find out|follow up|liaise|ask around|collect|compile|"
    r"organi[sz]e|"
    r"arrange|schedule|set up|translate|finali[sz]e|revise|nominate|register|consult|convey|invite|get in "
    r"touch|report back|"
    r"coordinate with|take care of|fill in|sign up)\b"
    r"|post (?!a link|the link|it here)|check (?!in\b|my\b)|update (?!on\b)"
    r"|write (?:to|back|you|them|a|an|the|up|something for|it up)\b(?! the board)"
    r"|(?:come|go|get) back (?:to (?:you|us|them|him|her|members|people|everyone|everybody|the (?:committee|"
    r"group|list|member|"
    r"chair|secretariat|host|team|mag)|(?:my|our) (?:group|members|coalition|board|team|colleagues|"
    r"officials))\b|with\b|and\b)"
    r"|raise (?:it|this|that|those|these|the|your|with)\b"
    r"|take (?:it|this|that|them|those points) (?:away|up|back|to|forward|on)\b"
    rf"|(?:put|add) (?:[\w’'-]+ ){{1,6}}?(?:on|into|in|to|onto) (?:the|our) (?:[\w-]+ ){{0,2}}?{_PLACE}"
    r"|let (?:you|them|everybody|everyone|us|him|her|people|members|the \w+) (?:know|have)\b"
    r"|pass (?:it|this|that|them|those) on\b|bring (?:it|this|that|them) (?:to|back|up with)\b"
    r"|(?:talk|speak) (?:to|with) (?!you|that|this|it\b)|ask the (?:secretariat|host|mag|organi[sz]ers|"
    r"speakers|un|team|group|"
    r"members|coalitions?|dcs)\b|have a look (?:at|into|and) |review the|(?:fix|correct|edit|remove) (?:the|"
    r"that|this)\b"
    rf"|work on (?:the|it|that|this)\b|(?:do|make) (?:the|a|an|some|it) {_DELIVERABLE}"
)
"""Tasks that reach beyond the meeting by themselves."""

WORK = (
    r"(?:work (?:on|with)|create|produce|do (?=the|an?\b|some|our|my|one)|write up|write|design|build|fix|"
    r"correct|add|"
    r"edit|clean|test|look at|"
    r"present|bring|post|check|"
    r"talk (?:to|with)|speak (?:to|with)|coordinate|help|lead|host|moderate|develop|review|read|put|complete|"
    r"finish|chair|sign|"
    r"run (?:the|an?)|answer|announce|launch|open|close|remove|replace|change|ask|book|confirm|raise|give|"
    r"make|respond|reply|"
    r"report|get|update)\b"
)
"""What may be done in the meeting as well: a task only with a date."""

ASKED_WORK = (
    r"(?:work on|create|produce|do (?=the|an?\b|it|that|this|some|our|your|one)|write|design|build|fix|"
    r"correct|add|edit|clean|test|look at|bring|"
    r"talk (?:to|with)|"
    r"speak (?:to|with)|coordinate|help|lead|host|moderate|develop|review|read through|put|complete|finish|"
    r"chair|sign|"
    r"announce|launch|remove|replace|change|call|book|confirm|volunteer|think about|go through|report|make|"
    r"post|take (?:on|over)|"
    r"check|update)\b"
)
"""What a person can be asked to do after the meeting: not to give an assurance, which is answered there and then."""

ANY_WORK = (
    r"(?!(?:be|have|not|never|also|still|need|see|know|hear|like|want|think|hope|speak|talk|join|leave|come|go|arrive|"
    r"attend|miss|travel|stay|take place|start|begin|chair|continue|happen|remain|become|get|explain|tell us|now|agree|"
    r"object|disagree|support|lose|receive|retire|return|move|follow)\b)[a-z]{3,}\b"
)
"""What somebody named will do by a day: whatever is no state, no coming and going, and no speaking."""

HOW = (
    r"(?:,? (?:just|also|then|certainly|definitely|of course|gladly|happily|now|still|obviously|as usual|"
    r"therefore|probably|"
    r"personally|(?:be )?(?:very |more than )?(?:happy|glad|able|pleased) to|have to|need to|try (?:to|and)|"
    r"see (?:if|whether) (?:I|we) can|make sure (?:to|(?:that )?(?:I|we))|go (?:away|ahead) and|go and|take "
    r"a look and),?){0,3}"
)
WILL = (
    r"(?:['’]ll| will| shall|['’]m going to|['’]re going to| am going to| are going to|['’]m gonna|['’]re gonna|"
    r" promise to| undertake to| volunteer to| offer to| agree to)"
)
CAN = (
    r"(?: can| could|['’]d be (?:very |more than )?(?:happy|glad) to|['’](?:m|re) (?:very |more than "
    r")?(?:happy|glad) to"
    r"| (?:would|will) be (?:very |more than )?(?:happy|glad) to| am (?:very )?happy to)"
)
TO_YOU = (
    r"(?=[^.?!;]{0,100}\b(?:you|your|the committee|members|the group|the list|everybody|everyone|the chair|"
    r"the secretariat|"
    r"colleagues|officials|coalitions?|DCs|(?:raise|look into|check|take|find out|follow up)(?: on)? "
    r"(?:that|this|those|these|it))\b)"
)
"""Those to whom it is promised stand in the same clause, or what they asked."""
ASK = (
    r"(?:(?:could|can|would|will) you,?(?: \w+,)?(?: please| kindly| maybe| perhaps| just| possibly)*"
    r"(?: (?:be (?:so kind as|willing|able|happy|prepared) to|mind|volunteer to|like to))?|"
    r"(?:may|might|can|could|would|do) (?:I|we) ask you to|I(?:['’]d| would) (?:like to )?ask you to|"
    r"(?:maybe|perhaps) you (?:could|can|might)|if you (?:could|can)(?: please)?|"
    r"(?:it would be (?:great|good|helpful|nice|useful) if|I(?:['’]d| would) (?:be grateful|appreciate it) if) you "
    r"(?:could|would))"
)
_NOTE = r"(?:a |an |some |the )?(?:short |brief |written |further |more |full )*"
NOTE = (
    r"(?:(?:we|I|the committee|members)(?:['’]d| could| can| may| might| would| will|['’]ll)(?: please| "
    r"possibly| also)*"
    r" (?:have|get|receive|appreciate|be (?:very )?grateful for|welcome)"
    r"|(?:could|can|may|might) (?:we|I|the committee)(?: please| possibly)* (?:have|get|receive)"
    r"|for (?:us|the committee) to (?:have|get|receive)"
    r"|(?:you|please|to)(?: could| can| might| please)* (?:let (?:us|the committee) have|give (?:us|the committee)|"
    r"send (?:us|the committee)|(?:provide|supply) (?:us|the committee) with)) "
    rf"(?P<task>{_NOTE}(?:note|list|copy|breakdown|update|response)\b|(?<=have ){_NOTE}(?:figures|details)\b"
    rf"|(?<=us ){_NOTE}(?:information|figures|details)\b|(?<=with ){_NOTE}(?:information|figures|details)\b)"
)
ALL = (
    r"(?:all (?:the |of the |of you |our )?(?:DCs|dynamic coalitions|coalitions|members|participants|of you|"
    r"facilitators)|"
    r"(?:the )?(?:DCs|dynamic coalitions|coalitions)|each (?:DC|coalition)|every (?:DC|coalition)|everybody|everyone)"
)
