"""How the opening parts of a decision sound: proposal, question, assent, objection, the chair going on."""

from __future__ import annotations

import re


def any_of(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


ALL = (
    r"(?:everybody|everyone|all|members|the (?:committee|group|members|meeting)|we(?: all)?|you all|all of "
    r"you|people|colleagues|the room|folks)"
)
OBJECTION_QUESTION = any_of(
    r"\b(?:any|are there(?: any)?|is there(?: any)?|do I (?:hear|see)(?: any)?|(?:do|does|has|have|would) "
    r"(?:you |any(?:one|body| ?members?| of you) ?|members |people |somebody |someone )(?:have |got )?(?:an |"
    r"any )?)"
    r"\s?(?:strong |serious |other |further )?(?:objections?|object\b|opposition|opposed\b|oppose\b|"
    r"disagree\b|against (?:this|that|it)\b)",
    r"^no objections?(?: to [^?]*)?\?",
    r"\banybody (?:against|opposed)\b",
    r"\bif (?:there (?:is|are)|I (?:see|hear)|we (?:have|hear)) no (?:\w+ )?objections?\b|\bif (?:nobody|no "
    r"?one)(?: else)? (?:objects|is against|disagrees|minds)\b",
    r"\bunless (?:there (?:is|are)|anyone|anybody|someone|somebody)\b.{0,20}\bobject",
)
CONTENT_QUESTION = any_of(
    rf"\b(?:are|is|if|whether) {ALL} (?:are |is )?(?:all )?(?:here )?(?:content|happy|okay|ok|comfortable|"
    rf"fine|agreed|in agreement|in favou?r|good|on board|willing)\b"
    r"(?! for (?:me|us) to ask)",
    r"\b(?:are|if) you (?:all )?(?:content|happy|okay|comfortable|agreed)(?: (?:to (?:note|agree|adopt|"
    r"approve|proceed|accept|endorse)|with (?:that|this)|for us to)\b|\?)",
    rf"\bis (?:that|this|it) (?:okay|ok|fine|agreed|agreeable|acceptable|all right|alright|good)(?: (?:with|"
    rf"for|to|by) {ALL})? ?\?",
    rf"\bdoes (?:that|this|it) (?:work|sound (?:good|okay|right|reasonable)|suit)(?: (?:for|to|with) {ALL})?\b",
    r"\b(?:can|could|may|shall) (?:we|I take it (?:that )?we) (?:all |then |please |also )*(?:agree|adopt|"
    r"approve|accept|note|endorse|decide|confirm|live with|conclude|take (?:this|that|it) as)\b",
    rf"\b(?:do|does) (?:we|{ALL}) (?:all |then )?agree\b",
    r"\bdo (?:we|I) have (?:agreement|consensus|your agreement|approval|consent)\b",
    r"^(?:all )?(?:agreed|okay|content) ?\?$",
    r"\bwould (?:that|this) be (?:acceptable|okay|fine|agreeable)\b",
)
ANAPHORIC = any_of(
    r"\b(?:content|happy|okay|ok|fine|agreed|comfortable|agree|acceptable|good|object|objections?|consensus|"
    r"agreement|sounds? (?:good|okay)|work)"
    r"(?: (?:with|to|for|by) (?:that|this|it|everybody|everyone|you|members|all(?: of you)?|the (?:group|"
    r"committee)|these|those))*(?: then| please| at all)? ?[?.]?$"
)
"""A question that says nothing of what it is about."""

IDLE_QUESTION = re.compile(
    r"\b(?:to|for us to|if we|that we) (?:go|move|start|continue|proceed|take (?:a )?(?:break|questions)|"
    r"begin|hear|have a|ask|answer|say|wait|speak|come|share|open|introduce)\b|"
    r"\b(?:can you|hear me|see (?:my|the) (?:screen|slides?))\b",
    re.IGNORECASE,
)
"""Asked about how the talk goes, which is no decision."""
PROPOSAL = any_of(
    r"\b(?:I|we)(?: would|'d|'ll| will| also| just| therefore| do)*(?: like to)? (?:propose|suggest|"
    r"recommend|move|nominate|second)\b(?! (?:that )?you\b)",
    r"\b(?:can|could|may) I(?: just| also)? (?:propose|suggest|move|nominate)\b",
    r"\b(?:the|my|our|a|this) (?:proposal|suggestion|motion|proposition|question) (?:is|was|would be|on the "
    r"table)\b(?! (?:whether|how|why|what|when|who|where))",
    r"\bis (?:a motion|for me to propose)\b|^(?:a )?motion (?:to|under|that)\b",
    r"\b(?:could|should|can|shall|why don't|why do not|what if|maybe|perhaps) we (?:also |just |perhaps |not "
    r")?(?!have\b|hear\b|start\b|move on\b|go\b|come\b|say\b|see\b)\w+",
    r"\b(?:how|what) about \w+ing\b",
    r"\b(?:I|we) would (?:take|keep|remove|drop|add|change|prefer|extend|leave|move|put|go (?:for|with)|ask|"
    r"use|set|make|like (?:us )?to)\b",
    r"\bcould be done\b|\bwe could (?!n't|not)\w+",
    r"\blet(?: us|'s) (?:do|keep|drop|use|extend|add|take|say|make|leave|remove|change|set|ask|adopt|agree)\b",
    r"\bthat (?:the )?(?:committee|group) (?:resolves?|agrees?|notes?|adopts?)\b",
    r"\bamendments? \d+\w? be agreed\b",
)
ASSENT = any_of(
    r"^(?:yes|yeah|yep|agreed?|agree|content|fine|okay|ok|sure|sounds? good|good idea|great idea|plus one|\+ "
    r"?1|i agree|me too|same here|absolutely|"
    r"definitely|of course|exactly|seconded|second(?: that)?|no objections?(?: (?:here|from (?:me|us|my "
    r"side)))?|fine (?:with|by|for) me|happy with (?:that|it)|"
    r"works for me|in favou?r|thumbs up|aye|hear,? hear|perfect|support(?:ed)?|why not|i'?m fine|i'?m okay|all good)\b",
    r"\bI (?:would |do |also |fully |strongly |very much |can |really )*(?:agree|support|second|like (?:it|"
    r"that|this)|am (?:fine|okay|happy) with)\b(?! with (?:you )?but)",
    r"\b(?:that|this|it)(?: is|'s| would be| seems| sounds| looks)(?: very| quite| a| really| perfectly)? "
    r"(?:reasonable|fine|good|sensible|a good idea|okay|great|fair|acceptable|good idea)\b",
    r"\bplus one\b|\+ ?1\b|👍",
    r"\bI think (?:it|that) would be (?:good|fine|great)\b",
)
DISSENT = any_of(
    r"\[objections?\.?\]",
    r"^(?:(?:yes|sorry|well|actually)[,.]? )?I (?:do |would |have to |must )*(?:object|disagree|oppose)\b(?! "
    r"to nothing)",
    r"\bI(?: would|'d| do)? (?:have|like to raise|want to raise) (?:an |a (?:strong |serious )?)?objection",
    r"\bI (?:am|'m) (?:not (?:so )?(?:happy|content|comfortable|okay|in agreement)|against|opposed)\b",
    r"\bI(?:'m| am) not (?:sure|convinced) (?:we|that we) should\b|\bI (?:do not|don't|cannot|can't) "
    r"(?:agree|accept|support)\b",
    r"\bI see (?:it|that|this) differently\b",
    r"^(?:not content|against|no,? I)\b",
)
NO_OBJECTION = any_of(
    r"\b(?:see|hear|hearing|seeing|having|have|there (?:is|are|being|were)|with) (?:no|none)\b(?: \w+){0,2} "
    r"?objections?\b|\bno objections?\b(?!\?)",
    r"\bnobody (?:objects|is against|disagrees|opposes)\b|\bno one (?:objects|is against|disagrees)\b|"
    r"\bwithout objections?\b|\bI see none\b|\bhearing none\b",
)
ACK = re.compile(
    r"^(?:(?:okay|ok|right|good|great|excellent|perfect|fine|lovely|wonderful|yes|no|none|thank you|thanks|"
    r"diolch|super|brilliant|alright|all right|agreed|"
    r"thank you very much|thanks very much|very good|very well|so be it|i see (?:none|no hands|nodding|nods)|"
    r"seeing none|hearing none|i take that as a yes)"
    r"(?: then| indeed| all| both| everyone| everybody| members| very much| yn fawr| a lot)*(?:\W+|$))+",
    re.IGNORECASE,
)
"""The chair takes the answer, or the silence, and goes on."""

THUMBS = any_of(r"\bthumbs?\b|👍|\b(?:see|lots of|many|some|all) (?:\w+ )?(?:nods|nodding|hands up|heads)\b")
