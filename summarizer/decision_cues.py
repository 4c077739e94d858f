"""How the parts of a decision sound: proposal, question, assent, objection, outcome, and what only looks like one."""

from __future__ import annotations

import re


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_ALL = r"(?:everybody|everyone|all|members|the (?:committee|group|members|meeting)|we(?: all)?|you all|all of you|people|colleagues|the room|folks)"
_DONE = (
    r"(?:agreed|adopted|approved|accepted|carried|endorsed|confirmed|extended|postponed|deferred|changed|removed|added|dropped|kept|settled|"
    r"decided|resolved|passed|ratified|cancelled|canceled|renewed|amended|elected|appointed|re-?elected|selected|chosen|closed|moved|included|"
    r"established|created|launched|rejected|defeated|lost|withdrawn|negatived|noted|fixed|set|merged|suspended|shortened|published)"
)
_SO = r"(?: all| also| therefore| hereby| thus| so| then| now| duly| accordingly)?"
OBJECTION_QUESTION = _any(
    r"\b(?:any|are there(?: any)?|is there(?: any)?|do I (?:hear|see)(?: any)?|(?:do|does|has|have|would) (?:you |any(?:one|body| ?members?| of you) ?|members |people |somebody |someone )(?:have |got )?(?:an |any )?)"
    r"\s?(?:strong |serious |other |further )?(?:objections?|object\b|opposition|opposed\b|oppose\b|disagree\b|against (?:this|that|it)\b)",
    r"^no objections?(?: to [^?]*)?\?",
    r"\banybody (?:against|opposed)\b",
    r"\bif (?:there (?:is|are)|I (?:see|hear)|we (?:have|hear)) no (?:\w+ )?objections?\b|\bif (?:nobody|no ?one)(?: else)? (?:objects|is against|disagrees|minds)\b",
    r"\bunless (?:there (?:is|are)|anyone|anybody|someone|somebody)\b.{0,20}\bobject",
)
CONTENT_QUESTION = _any(
    rf"\b(?:are|is|if|whether) {_ALL} (?:are |is )?(?:all )?(?:here )?(?:content|happy|okay|ok|comfortable|fine|agreed|in agreement|in favou?r|good|on board|willing)\b"
    r"(?! for (?:me|us) to ask)",
    r"\b(?:are|if) you (?:all )?(?:content|happy|okay|comfortable|agreed)(?: (?:to (?:note|agree|adopt|approve|proceed|accept|endorse)|with (?:that|this)|for us to)\b|\?)",
    rf"\bis (?:that|this|it) (?:okay|ok|fine|agreed|agreeable|acceptable|all right|alright|good)(?: (?:with|for|to|by) {_ALL})? ?\?",
    rf"\bdoes (?:that|this|it) (?:work|sound (?:good|okay|right|reasonable)|suit)(?: (?:for|to|with) {_ALL})?\b",
    r"\b(?:can|could|may|shall) (?:we|I take it (?:that )?we) (?:all |then |please |also )*(?:agree|adopt|approve|accept|note|endorse|decide|confirm|live with|conclude|take (?:this|that|it) as)\b",
    rf"\b(?:do|does) (?:we|{_ALL}) (?:all |then )?agree\b",
    r"\bdo (?:we|I) have (?:agreement|consensus|your agreement|approval|consent)\b",
    r"^(?:all )?(?:agreed|okay|content) ?\?$",
    rf"\bwould (?:that|this) be (?:acceptable|okay|fine|agreeable)\b",
)
ANAPHORIC = _any(
    r"\b(?:content|happy|okay|ok|fine|agreed|comfortable|agree|acceptable|good|object|objections?|consensus|agreement|sounds? (?:good|okay)|work)"
    r"(?: (?:with|to|for|by) (?:that|this|it|everybody|everyone|you|members|all(?: of you)?|the (?:group|committee)|these|those))*(?: then| please| at all)? ?[?.]?$"
)
"""A question that says nothing of what it is about."""

IDLE_QUESTION = re.compile(
    r"\b(?:to|for us to|if we|that we) (?:go|move|start|continue|proceed|take (?:a )?(?:break|questions)|begin|hear|have a|ask|answer|say|wait|speak|come|share|open|introduce)\b|"
    r"\b(?:can you|hear me|see (?:my|the) (?:screen|slides?))\b",
    re.IGNORECASE,
)
"""Asked about how the talk goes, which is no decision."""
PROPOSAL = _any(
    r"\b(?:I|we)(?: would|'d|'ll| will| also| just| therefore| do)*(?: like to)? (?:propose|suggest|recommend|move|nominate|second)\b(?! (?:that )?you\b)",
    r"\b(?:can|could|may) I(?: just| also)? (?:propose|suggest|move|nominate)\b",
    r"\b(?:the|my|our|a|this) (?:proposal|suggestion|motion|proposition|question) (?:is|was|would be|on the table)\b(?! (?:whether|how|why|what|when|who|where))",
    r"\bis (?:a motion|for me to propose)\b|^(?:a )?motion (?:to|under|that)\b",
    r"\b(?:could|should|can|shall|why don't|why do not|what if|maybe|perhaps) we (?:also |just |perhaps |not )?(?!have\b|hear\b|start\b|move on\b|go\b|come\b|say\b|see\b)\w+",
    r"\b(?:how|what) about \w+ing\b",
    r"\b(?:I|we) would (?:take|keep|remove|drop|add|change|prefer|extend|leave|move|put|go (?:for|with)|ask|use|set|make|like (?:us )?to)\b",
    r"\bcould be done\b|\bwe could (?!n't|not)\w+",
    r"\blet(?: us|'s) (?:do|keep|drop|use|extend|add|take|say|make|leave|remove|change|set|ask|adopt|agree)\b",
    r"\bthat (?:the )?(?:committee|group) (?:resolves?|agrees?|notes?|adopts?)\b",
    r"\bamendments? \d+\w? be agreed\b",
)
ASSENT = _any(
    r"^(?:yes|yeah|yep|agreed?|agree|content|fine|okay|ok|sure|sounds? good|good idea|great idea|plus one|\+ ?1|i agree|me too|same here|absolutely|"
    r"definitely|of course|exactly|seconded|second(?: that)?|no objections?(?: (?:here|from (?:me|us|my side)))?|fine (?:with|by|for) me|happy with (?:that|it)|"
    r"works for me|in favou?r|thumbs up|aye|hear,? hear|perfect|support(?:ed)?|why not|i'?m fine|i'?m okay|all good)\b",
    r"\bI (?:would |do |also |fully |strongly |very much |can |really )*(?:agree|support|second|like (?:it|that|this)|am (?:fine|okay|happy) with)\b(?! with (?:you )?but)",
    r"\b(?:that|this|it)(?: is|'s| would be| seems| sounds| looks)(?: very| quite| a| really| perfectly)? (?:reasonable|fine|good|sensible|a good idea|okay|great|fair|acceptable|good idea)\b",
    r"\bplus one\b|\+ ?1\b|👍",
    r"\bI think (?:it|that) would be (?:good|fine|great)\b",
)
DISSENT = _any(
    r"\[objections?\.?\]",
    r"^(?:(?:yes|sorry|well|actually)[,.]? )?I (?:do |would |have to |must )*(?:object|disagree|oppose)\b(?! to nothing)",
    r"\bI(?: would|'d| do)? (?:have|like to raise|want to raise) (?:an |a (?:strong |serious )?)?objection",
    r"\bI (?:am|'m) (?:not (?:so )?(?:happy|content|comfortable|okay|in agreement)|against|opposed)\b",
    r"\bI(?:'m| am) not (?:sure|convinced) (?:we|that we) should\b|\bI (?:do not|don't|cannot|can't) (?:agree|accept|support)\b",
    r"\bI see (?:it|that|this) differently\b",
    r"^(?:not content|against|no,? I)\b",
)
NO_OBJECTION = _any(
    r"\b(?:see|hear|hearing|seeing|having|have|there (?:is|are|being|were)|with) (?:no|none)\b(?: \w+){0,2} ?objections?\b|\bno objections?\b(?!\?)",
    r"\bnobody (?:objects|is against|disagrees|opposes)\b|\bno one (?:objects|is against|disagrees)\b|\bwithout objections?\b|\bI see none\b|\bhearing none\b",
)
ACK = re.compile(
    r"^(?:(?:okay|ok|right|good|great|excellent|perfect|fine|lovely|wonderful|yes|no|none|thank you|thanks|diolch|super|brilliant|alright|all right|agreed|"
    r"thank you very much|thanks very much|very good|very well|so be it|i see (?:none|no hands|nodding|nods)|seeing none|hearing none|i take that as a yes)"
    r"(?: then| indeed| all| both| everyone| everybody| members| very much| yn fawr| a lot)*(?:\W+|$))+",
    re.IGNORECASE,
)
"""The chair takes the answer, or the silence, and goes on."""

THUMBS = _any(r"\bthumbs?\b|👍|\b(?:see|lots of|many|some|all) (?:\w+ )?(?:nods|nodding|hands up|heads)\b")
NUMBER = r"(?:\d{1,4}|no|none|nobody|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:-\w+)?|thirty(?:-\w+)?)"
FOR = re.compile(
    rf"\b(?P<n>{NUMBER})(?: \w+){{0,2}}? (?:in favou?r|for(?: it| the)?\b|yes\b|ayes?\b|supporting|support\b)|(?:\b(?:in favou?r|ayes?|yes)|(?:^|[,;:] )for)(?: (?:the )?(?:motion|amendment|it))?(?: we have| there (?:are|were)| is)?[:,]? (?P<m>{NUMBER})\b",
    re.IGNORECASE,
)
AGAINST = re.compile(
    rf"\b(?P<n>{NUMBER})(?: \w+){{0,2}}? (?:against|opposed|noes\b|objecting)|\b(?:against|opposed|noes|no)(?: we have| there (?:are|were)| is)?[:,]? (?P<m>{NUMBER})\b",
    re.IGNORECASE,
)
ABSTAINED = re.compile(
    rf"\b(?P<n>{NUMBER})(?: \w+)? ?(?:abstentions?|abstain(?:s|ed|ing)?|abstaining)\b|\b(?:abstentions?|abstain(?:ed|ing)?)[:,]? (?P<m>{NUMBER})\b",
    re.IGNORECASE,
)
SETTLED = _any(
    r"[,;:] (?:and |so |then )*(?:agreed|adopted|approved)(?: then)?[.!]?$",
    rf"\b(?:that|this|it|all of that|that one)(?: is|'s| has been| will be){_SO}(?: unanimously)? (?:agreed|adopted|approved|accepted|carried|decided|settled|endorsed|confirmed)\b(?! (?:with|that you)\b)",
    r"^(?:then |all |and )?(?:agreed|adopted|approved|carried|decided)(?:,? then| unanimously)?[.!]?$",
    rf"\bI (?:take|took) it (?:then )?(?:that )?(?:we|{_ALL}|this|that|it)\b.{{0,40}}\b(?:agree|agreed|content|happy|approved|adopted|accepted)\b|\bI(?:'ll| will)? take (?:that|this|it|silence) as (?:agreed|agreement|a yes|consent|approval|adopted)\b",
    r"\b(?:we have|I see|I hear|I sense|there is|that is|I think there is|I note)(?: a| an)?(?: clear| rough| general| broad| wide| strong| full)? (?:consensus|agreement|unanimity)\b(?! (?:that )?yet)",
    r"\bI (?:therefore |hereby |now )?declare\b",
)
"""The outcome is said of something named before."""
STATED = _any(
    rf"\b(?:the|this|these|those|our|amendments?|motion)\b(?: [\w'/-]+){{1,9}}? (?:is|are|has been|have been|will be){_SO}(?: not)?(?: unanimously)? (?:agreed|adopted|approved|accepted|carried|endorsed|decided|resolved|ratified|rejected|defeated|negatived)\b(?! by (?!consensus|acclamation|vote|\w+ votes))",
    rf"\b(?:amendments?|motion|proposal|resolution)\b.{{0,40}}\b(?:carries|passes|falls|fails|isn't agreed|aren't agreed|is lost)\b",
    rf"\b(?:the|this|amendment|motion)\b(?: [\w'/-]+){{0,6}}? (?:is|are|has been|have been)n't (?:agreed|adopted|carried|approved)\b",
)
"""The outcome is said with its matter."""
CONCLUDED = _any(
    rf"\b(?:the|this|that|these|those|our|it)\b(?: [\w'/-]+){{0,9}}? (?:is|are|has been|will be|is to be|'s){_SO}(?: not)? {_DONE}\b",
    rf"\b(?:we|{_ALL})(?:'ve| have| has| are| all| do| then| therefore| hereby| now| just| thus)*(?: unanimously)? (?:agreed?|agrees|decided?|decides|resolved?|resolves)\b(?= (?:to|on|upon|not to|that (?:we|the))\b|[.,!]|$)",
    r"\b(?:we|let us|let's|we'll|we will|I suggest we)(?: then| therefore| just| now| all)* (?:go (?:with|for)|settle on|opt for|stick (?:with|to)|conclude that|proceed on that basis|do it (?:that|this) way)\b",
)
"""The outcome where something was proposed or asked just before."""
MARKED = re.compile(r"\b(?:so|therefore|hereby|thus|unanimously|accordingly|no objections?|then)\b", re.IGNORECASE)
CLOSING = re.compile(
    r"^(?:fine|okay|ok|good|right|great|perfect|excellent|very good|all right|alright|so|then|yes)(?:,? (?:then|so|good|okay))*[,.!]? (?:then |so )?"
    r"(?:we(?:'ll| will| shall| can| then)*|let us|let's) (?P<verb>[a-z]+)",
    re.IGNORECASE,
)
"""A proposal taken up in the words "fine, we take it out"."""
IDLE = frozenset(
    "move go start see hear have need come discuss continue talk look say know think get begin try wait proceed return turn hope "
    "want can could should might would may be are were do not also still just already understand understood listen speak ask find never did had been mean "
    "pass skip let call thank give close finish end stop break leave follow send circulate write check".split()
)
DEFER = _any(
    r"\bwe(?:'ll| will| shall| can| should)?(?: then| have to| need to)? (?:come back|return|get back|go back) to (?:it|this|that|these|those|the \w+(?: \w+)?)\b.{0,30}?\b(?:at|in|on|during) (?:the|our) (?:next|following)",
    r"\b(?:let us|let's|we(?:'ll| will| should| can)?|I suggest we|I propose we)(?: then| have to| need to)? (?:defer|postpone|park|table|carry over|push|hold|move|keep|leave|put|take|bring|refer) (?:it|this|that|the \w+(?: \w+){0,3}?|these|those|\w+) ?(?:off |over |back |forward )?(?:to|until|till|for|on|in) (?:the|our) (?:next (?:\w+ )?(?:meeting|call|session|time)|(?:mailing )?list|following (?:meeting|call))\b",
    r"\b(?:is|are|be|been|gets?) (?:therefore |hereby |then )?(?:deferred|postponed|put off|carried over|referred back|adjourned) (?:to|until|till)\b",
    r"\b(?:take|bring|refer) (?:it|this|that|the \w+) (?:back )?to the (?:mailing )?list\b",
    r"\b(?:we|let us|let's)(?: will|'ll)? (?:defer|postpone|adjourn) (?:this|that|the|it)\b",
)
UNDECIDED = _any(
    r"\b(?:not|n't|cannot|no)\b.{0,30}\b(?:conclude|conclusion|decide|decision|agree|agreement|consensus|finali[sz]e)\b(?: on (?P<issue>[^.,;]+?))?(?: today| now| here|[.,;]|$)"
)
SILENCE = _any(
    r"\bif (?:there (?:is|are) no|nobody|no ?one|I (?:do not|don't) (?:hear|receive|see|get)|we (?:do not|don't) (?:hear|receive|see|get)|no)\b.{0,60}\b(?:we|I|it|this|that|the \w+)(?:'ll| will| is| would| can| then| shall)*\s?(?:be )?(?:take|taken|consider|considered|treat|regard|count|assume|adopted|agreed|approved|accepted|deemed|final|go ahead)\b",
    r"\bunless (?:I|we|somebody|someone|anybody|there (?:is|are))\b.{0,40}\b(?:hear|objects?|objections?|comments?|receive)\b.{0,80}\b(?:agreed|adopted|approved|accepted|final|go ahead|submit|consider|take)\b",
    r"\bsilence (?:until|procedure|period) .{0,20}\b(?:until|till|by|to)\b",
    r"\b(?:taken|considered|regarded|deemed|adopted|agreed|approved|accepted)\b.{0,30}\b(?:if|unless)\b.{0,30}\b(?:no|nobody|objects?|objections?)\b.{0,40}\b(?:by|until|before|till)\b",
)
SILENCE_ECHO = re.compile(r"\bsilence (?:means|is|as|counts as|equals)\b", re.IGNORECASE)
RECORDED = re.compile(
    r"\b(?:note|place|put|state|say|report|record)\b.{0,20}\b(?:for|on|in) the record\b.{0,120}?(?P<x>\b(?:the )?(?:committee|group|members|we)(?:'ve| have| has)? (?:previously |already )?(?:agreed|decided|resolved) (?:that|to)\b.+)",
    re.IGNORECASE,
)
EXTEND = re.compile(
    r"\bif (?:everybody|everyone|members|the \w+|you|you all|nobody|people|that)\b(?: (?:is|are|'re|has|have|minds|objects))?[^,]{0,30},? ?(?P<x>(?:we(?:'ll| will)|I will|I'll) (?:just )?"
    r"(?:carry on|continue|extend|run on|run over|go on|keep going|finish|sit|go) (?:this |the |for |until |till |to |over |on |by |\w+ ){0,4}?(?:until|till|to|by|for) .{0,12}(?:\d|\w+ minutes|noon|half|past|quarter|o'clock).*)",
    re.IGNORECASE,
)
NOMINATE = re.compile(
    r"\b(?:I|we)(?: would like to|'d like to| would|'d)? (?:nominate|propose|second) (?P<who>(?:[A-ZÀ-Þ][\w'-]+ ?)+|that nomination|the nomination)"
    r"|\b(?:call for|any(?: other| further)?|invite) nominations?\b|\bseconded\b"
)
ELECTED = re.compile(
    r"(?P<x>(?:[A-ZÀ-Þ][\w'’-]+(?: (?:van|der|de|da|al|el|bin|Ní|ó|von))*,? (?:and )?){1,6}(?:AM |AS |MS |MP )?(?:is|are|has been|have been|was)(?: therefore| hereby| duly| then| thus)* (?:re-?)?(?:elected|appointed|chosen|selected)\b[^.]*)"
)
NOTING = _any(
    r"\b(?:we|the committee|the group|members)(?:'ll| will| then| therefore| hereby| all)* (?:note|take note of|notes|takes note of) (?:the|this|that|these|those|it|them)\b(?! (?:that|down)\b)",
    r"\b(?:the|those|these|that|this|all|both) ?(?:\w+ ){0,4}?(?:is|are)(?: hereby| then| therefore| duly| so)? noted\b",
)
NOTE_QUESTION = re.compile(r"\b(?:to )?note (?:that|those|them|these|it|this|the|all)\b", re.IGNORECASE)

PAST = _any(
    r"\b(?:last|previous|past) (?:year|month|week|time|meeting|call|session|autumn|spring|summer|winter|cycle|IGF)\b|\b(?:the|our) (?:last|previous) (?:\w+ )?(?:meeting|call|session|one)\b",
    r"\byesterday\b|\bearlier this (?:year|month|week)\b|\b(?:years?|months?|weeks?|days?) ago\b|\bin (?:19|20)\d\d\b|\bback in\b|\bhad (?:been )?(?:already )?(?:agreed|decided|adopted)\b",
    r"\b(?:already|previously|originally|initially|always|once|usually|normally|formerly) (?:agreed|decided|adopted|approved|been|had|said|take|have)\b|\bused to\b|\bwas (?:agreed|decided|adopted|approved|extended)\b|\bbefore (?:christmas|the summer|the break)\b",
    r"\b(?:as|like|what|which) (?:we|was|the group) (?:had |have )?(?:already )?(?:agreed|decided)\b|\bwe (?:agreed|decided) (?:at|in|on|during) (?:the|our|geneva)\b",
)
HYPOTHETICAL = _any(
    r"\bif (?:we|there|they|it|that|nobody|everybody|everyone|the|this|I|you|somebody|anyone|amendments?)\b(?!.{0,12}\b(?:okay|content|happy)\b).*",
    r"\b(?:would|could|might|may|should|must) (?:have |be |all |only |then )?(?:been )?(?:agreed?|decided?|adopt(?:ed)?|approved?|extended|accepted|resolve)\b",
    r"\b(?:suppose|imagine|assuming|hypothetically|whether|until|once|unless|as soon as|when|before|in case|hope(?:fully)?|maybe|perhaps|wish|were to|want(?:s|ed)? to|need(?:s|ed)? to|try(?:ing)? to|going to|have to|has to)\b.{0,40}\b(?:agree|decide|adopt|approve|agreed|decided|adopted|approved|accepted|extended|resolve|confirmed|consensus|agreement)\b",
)
REPORTED = _any(
    r"\b(?:they|he|she|it was said|the (?:MAG|government|minister|host(?: country)?|board|council|secretariat|leadership panel|UN|ministers?|court|university|working group)|MAG|parliament|somebody|someone|people|ministers) "
    r"(?:\w+ )?(?:have |has |had |also |then )?(?:agreed|decided|resolved|adopted|approved|accepted)\b",
    r"\b(?:said|told (?:me|us)|wrote|heard|announced|understand|mentioned|says|(?:was|is|been|he|she|they) reported) (?:\w+ )?(?:that |it )?.{0,40}\b(?:agreed|decided|adopted|approved|accepted|carried|extended)\b",
)
NOT_DECIDED = _any(
    r"\b(?:not|n't|never|no need to|nothing (?:is|was|has been)|nothing|without)(?: \w+){0,3} (?:agree|agreed|decide|decided|adopted|settled|approved|a decision|consensus|agreement)\b",
    r"\b(?:keep|bear) (?:it|this|that) in mind\b|\bno decision\b",
)
VOTE_LOST = re.compile(
    r"\b(?:not (?:unanimously )?agreed|isn't agreed|aren't agreed|falls?|fails|lost|defeated|rejected|negatived|not carried|not (?:adopted|approved|accepted))\b", re.IGNORECASE
)
VOTE = re.compile(r"\b(?:votes?|voted|voting|ballot|amendments?|motion|casting vote|division)\b", re.IGNORECASE)
POLL = re.compile(r"\b(?:straw poll|poll|temperature|show of hands|indicative|hands)\b", re.IGNORECASE)
CORRECTION = re.compile(
    r"\b(?:sorry|correction|i misspoke|to correct|let me correct|i meant|i mean|my mistake|i stand corrected|excuse me|back to item|instead of|rather than|make that|not the)\b",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"\b(?:that|this|it|we)(?: is|'s| have|'ve| are)? (?:not|n't)(?: yet| actually| really)? (?:agreed|decided)\b|\b(?:let us|let's|we) (?:not decide|leave (?:it|that|this) open|undo|reopen)\b|\bno decision (?:on|then|today)\b",
    re.IGNORECASE,
)
INQUORATE = _any(
    r"\b(?:do not|don't|did not|didn't|not|n't) have (?:the |enough |a |sufficient )?(?:numbers|people|participants|members|quorum)\b(?! (?:who|that|from|in)\b)",
    r"\btoo few (?:of us|people|members|participants|here|today|to)\b|\bnot enough (?:of us|people|members|participants) (?:to (?:decide|take|make|agree)|here|on the call|today|for (?:a |any )?decisions?)\b",
    r"\b(?:not quorate|inquorate|no quorum|not have a quorum|without a quorum|below quorum|short of (?:a )?quorum|not in quorum)\b",
    r"\b(?:can(?:not|'t| not)|will not|won't|should not|shouldn't|would not|wouldn't|not be able to|not going to|not in a position to) (?:really |formally )?(?:take|make) (?:any |formal |real )?decisions?\b",
)
QUORATE = _any(
    r"\b(?:we (?:are|'re) (?:now )?(?:quorate|in quorum)|now (?:have|we have) (?:a |the )?(?:quorum|numbers|enough people)|(?:have|reached) (?:a )?quorum now|(?:we|that) makes? (?:us|it) quorate|enough people now|we have a quorum)\b"
)
HINT = re.compile(
    r"objection|object\b|agree|adopt|approv|accept|carri|decid|resolv|content|happy|okay|\bok\b|fine|comfort|consensus|unanim|declare|elect|appoint|note\b|noted|"
    r"defer|postpone|come back|list\b|silence|no(?:body| one)|unless|favou?r|against|vote|amendment|motion|thumbs|extend|we|let's|let us|nominat|conclude|is |are |been|will be",
    re.IGNORECASE,
)

