"""How the outcome of a decision sounds, what only sounds like one, and what amends or undoes it."""

from __future__ import annotations

import re

from summarizer.decision_cues import ALL, any_of

_DONE = (
    r"(?:agreed|adopted|approved|accepted|carried|endorsed|confirmed|extended|postponed|deferred|changed|"
    r"removed|added|dropped|kept|settled|"
    r"decided|resolved|passed|ratified|cancelled|canceled|renewed|amended|elected|appointed|re-?elected|"
    r"selected|chosen|closed|moved|included|"
    r"established|created|launched|rejected|defeated|lost|withdrawn|negatived|noted|fixed|set|merged|"
    r"suspended|shortened|published)"
)
_SO = r"(?: all| also| therefore| hereby| thus| so| then| now| duly| accordingly)?"
NUMBER = (
    r"(?:\d{1,4}|no|none|nobody|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:-\w+)?|thirty(?:-\w+)?)"
)
FOR = re.compile(
    rf"\b(?P<n>{NUMBER})(?: \w+){{0,2}}? (?:in favou?r|for(?: it| the)?\b|yes\b|ayes?\b|supporting|"
    rf"support\b)|(?:\b(?:in favou?r|ayes?|yes)|(?:^|[,;:] )for)(?: (?:the )?(?:motion|amendment|it))?(?: we "
    rf"have| there (?:are|were)| is)?[:,]? (?P<m>{NUMBER})\b",
    re.IGNORECASE,
)
AGAINST = re.compile(
    rf"\b(?P<n>{NUMBER})(?: \w+){{0,2}}? (?:against|opposed|noes\b|objecting)|\b(?:against|opposed|noes|"
    rf"no)(?: we have| there (?:are|were)| is)?[:,]? (?P<m>{NUMBER})\b",
    re.IGNORECASE,
)
ABSTAINED = re.compile(
    rf"\b(?P<n>{NUMBER})(?: \w+)? ?(?:abstentions?|abstain(?:s|ed|ing)?|abstaining)\b|\b(?:abstentions?|"
    rf"abstain(?:ed|ing)?)[:,]? (?P<m>{NUMBER})\b",
    re.IGNORECASE,
)
SETTLED = any_of(
    r"\bso (?:decided|agreed|resolved)\b|^amendments? (?:\d+\w? )?(?:not )?agreed\b",
    r"\b(?:then|so),? (?:that is|that's) what we(?:'ll| will)? do\b",
    r"^(?:then|so|okay|good|fine|right|yes|great|perfect),? (?:then |so )?(?:let us|let's|we(?:'ll| will)?) "
    r"do (?:that|it that way|it like that|so)\b",
    r"[,;:] (?:and |so |then )*(?:agreed|adopted|approved)(?: then)?[.!]?$",
    rf"\b(?:that|this|it|all of that|that one)(?: is|'s| has been| will be){_SO}(?: unanimously)? (?:agreed|"
    rf"adopted|approved|accepted|carried|decided|settled|endorsed|confirmed)\b(?! (?:with|that you)\b)",
    r"^(?:then |all |and )?(?:agreed|adopted|approved|carried|decided)(?:,? then| unanimously)?[.!]?$",
    rf"\bI (?:take|took) it (?:then )?(?:that )?(?:we|{ALL}|this|that|it)\b.{{0,40}}\b(?:agree|agreed|"
    rf"content|happy|approved|adopted|accepted)\b|\bI(?:'ll| will)? take (?:that|this|it|silence) as "
    rf"(?:agreed|agreement|a yes|consent|approval|adopted)\b",
    r"\b(?:we have|I see|I hear|I sense|there is|that is|I think there is|I note)(?: a| an)?(?: clear| rough|"
    r" general| broad| wide| strong| full)? (?:consensus|agreement|unanimity)\b(?! (?:that )?yet)",
    r"\bI (?:therefore |hereby |now )?declare\b",
)
"""The outcome is said of something named before."""
STATED = any_of(
    rf"\b(?:the|this|these|those|our|amendments?|motion)\b(?: [\w'/-]+){{1,9}}? (?:is|are|has been|have been|"
    rf"will be){_SO}(?: not)?(?: unanimously)? (?:agreed|adopted|approved|accepted|carried|endorsed|decided|"
    rf"resolved|ratified|rejected|defeated|negatived)\b(?! by (?!consensus|acclamation|vote|\w+ votes))",
    r"\b(?:amendments?|motion|proposal|resolution)\b.{0,40}\b(?:carries|passes|falls|fails|isn't agreed|"
    r"aren't agreed|is lost)\b",
    r"\b(?:the|this|amendment|motion)\b(?: [\w'/-]+){0,6}? (?:is|are|has been|have been)n't (?:agreed|"
    r"adopted|carried|approved)\b",
)
"""The outcome is said with its matter."""
CONCLUDED = any_of(
    rf"\b(?:the|this|that|these|those|our|it)\b(?: [\w'/-]+){{0,9}}? (?:is|are|has been|will be|is to be|"
    rf"'s){_SO}(?: not)? {_DONE}\b",
    rf"\b(?:we|{ALL})(?:'ve| have| has| are| all| do| then| therefore| hereby| now| just| thus)*(?: "
    rf"unanimously)? (?:agreed?|agrees|decided?|decides|resolved?|resolves)\b(?= (?:to|on|upon|not to|that "
    rf"(?:we|the))\b|[.,!]|$)",
    r"\bso (?:then )?we(?:'ll| will)? (?:adopt|approve|accept|confirm|extend|keep|drop|endorse|cancel|remove|"
    r"add|change|use|publish|"
    r"submit|merge|rename|support)\b",
    r"\b(?:so|then) (?:the )?\w+(?: \w+){0,3} it is\b|\b(?:the )?\w+ (?:\w+ )?(?:wins|has it|carries)\b",
    r"\b(?:no (?:\w+ )?objections?|seeing none|hearing none)[,;] (?:so |then |and )?(?:we(?:'ll| will)? \w+|the \w+)",
    r"\b(?:we|let us|let's|we'll|we will|I suggest we)(?: then| therefore| just| now| all)* (?:go (?:with|"
    r"for)|settle on|opt for|stick (?:with|to)|conclude that|proceed on that basis|do it (?:that|this) "
    r"way)\b",
)
"""The outcome where something was proposed or asked just before."""
MARKED = re.compile(r"\b(?:so|therefore|hereby|thus|unanimously|accordingly|no objections?|then)\b", re.IGNORECASE)
CLOSING = re.compile(
    r"^(?:fine|okay|ok|good|right|great|perfect|excellent|very good|all right|alright|so|then|yes)(?:,? "
    r"(?:then|so|good|okay))*[,.!]? (?:then |so )?"
    r"(?:we(?:'ll| will| shall| can| then)*|let us|let's) (?P<verb>[a-z]+)",
    re.IGNORECASE,
)
"""A proposal taken up in the words "fine, we take it out"."""
IDLE = frozenset(
    "move go start see hear have need come discuss continue talk look say know think get begin try wait "
    "proceed return turn hope "
    "want can could should might would may be are were do not also still just already understand understood "
    "listen speak ask find never did had been mean "
    "pass skip let call thank give close finish end stop break leave follow send circulate write check".split()
)
DEFER = any_of(
    r"\b(?:take (?:it|this|that) up again|continue (?:this|that|it|the discussion)|revisit (?:it|this|that)|"
    r"pick (?:it|this|that) up(?: again)?|"
    r"come back to (?:it|this|that)|put (?:it|this|that) (?:back )?on the agenda|discuss (?:it|this|that) "
    r"again)\b.{0,30}?\b"
    r"(?:next (?:time|meeting|call|month|week)|(?:in|at|on|for|of) (?:the|our) (?:next|following)|on the "
    r"(?:mailing )?list)\b",
    r"\b(?:item|point|discussion|decision|vote|topic|question) is (?:therefore )?(?:deferred|postponed)\b",
    r"\bwe(?:'ll| will)? (?:park|table) (?:this|that|it)\b",
    r"\bwe(?:'ll| will| shall| can| should)?(?: then| have to| need to)? (?:come back|return|get back|go "
    r"back) to (?:it|this|that|these|those|the \w+(?: \w+)?)\b.{0,30}?\b(?:at|in|on|during) (?:the|our) "
    r"(?:next|following)",
    r"\b(?:let us|let's|we(?:'ll| will| should| can)?|I suggest we|I propose we)(?: then| have to| need to)? "
    r"(?:defer|postpone|park|table|carry over|push|hold|move|keep|leave|put|take|bring|refer) (?:it|this|"
    r"that|the \w+(?: \w+){0,3}?|these|those|\w+) ?(?:off |over |back |forward )?(?:to|until|till|for|on|in) "
    r"(?:the|our) (?:next (?:\w+ )?(?:meeting|call|session|time)|(?:mailing )?list|following (?:meeting|"
    r"call))\b",
    r"\b(?:is|are|be|been|gets?) (?:therefore |hereby |then )?(?:deferred|postponed|put off|carried over|"
    r"referred back|adjourned) (?:to|until|till)\b",
    r"\b(?:take|bring|refer) (?:it|this|that|the \w+) (?:back )?to the (?:mailing )?list\b",
    r"\b(?:we|let us|let's)(?: will|'ll)? (?:defer|postpone|adjourn) (?:this|that|the|it)\b",
)
UNDECIDED = any_of(
    r"\b(?:not|n't|cannot|no)\b.{0,30}\b(?:conclude|conclusion|decide|decision|agree|agreement|consensus|"
    r"finali[sz]e)\b(?: on (?P<issue>[^.,;]+?))?(?: today| now| here|[.,;]|$)"
)
SILENCE = any_of(
    r"\bif (?:there (?:is|are) no|nobody|no ?one|I (?:do not|don't) (?:hear|receive|see|get)|we (?:do not|"
    r"don't) (?:hear|receive|see|get)|no)\b.{0,60}\b(?:we|I|it|this|that|the \w+)(?:'ll| will| is| would| "
    r"can| then| shall)*\s?(?:be )?(?:take|taken|consider|considered|treat|regard|count|assume|adopted|"
    r"agreed|approved|accepted|deemed|final|go ahead)\b",
    r"\bunless (?:I|we|somebody|someone|anybody|there (?:is|are))\b.{0,40}\b(?:hear|objects?|objections?|"
    r"comments?|receive)\b.{0,80}\b(?:agreed|adopted|approved|accepted|final|go ahead|submit|consider|"
    r"take)\b",
    r"\bsilence (?:until|procedure|period) .{0,20}\b(?:until|till|by|to)\b",
    r"\b(?:taken|considered|regarded|deemed|adopted|agreed|approved|accepted)\b.{0,30}\b(?:if|"
    r"unless)\b.{0,30}\b(?:no|nobody|objects?|objections?)\b.{0,40}\b(?:by|until|before|till)\b",
)
SILENCE_ECHO = re.compile(r"\bsilence (?:means|is|as|counts as|equals)\b", re.IGNORECASE)
RECORDED = re.compile(
    r"\b(?:note|place|put|state|say|report|record)\b.{0,20}\b(?:for|on|in) the "
    r"record\b.{0,120}?(?P<x>\b(?:the )?(?:committee|group|members|we)(?:'ve| have| has)? (?:previously |"
    r"already )?(?:agreed|decided|resolved) (?:that|to)\b.+)",
    re.IGNORECASE,
)
EXTEND = re.compile(
    r"\bif (?:everybody|everyone|members|the \w+|you|you all|nobody|people|that)\b(?: (?:is|are|'re|has|have|"
    r"minds|objects))?[^,]{0,30},? ?(?P<x>(?:we(?:'ll| will)|I will|I'll) (?:just )?"
    r"(?:carry on|continue|extend|run on|run over|go on|keep going|finish|sit|go) (?:this |the |for |until |"
    r"till |to |over |on |by |\w+ ){0,4}?(?:until|till|to|by|for) .{0,12}(?:\d|\w+ minutes|noon|half|past|"
    r"quarter|o'clock).*)",
    re.IGNORECASE,
)
NOMINATE = re.compile(
    r"\b(?:I|we)(?: would like to|'d like to| would|'d)? (?:nominate|propose|second) "
    r"(?P<who>(?:[A-ZÀ-Þ][\w'-]+ ?)+|that nomination|the nomination)"
    r"|\b(?:call for|any(?: other| further)?|invite) nominations?\b|\bseconded\b"
)
ELECTED = re.compile(
    r"(?P<x>(?:[A-ZÀ-Þ][\w'’-]+(?: (?:van|der|de|da|al|el|bin|Ní|ó|von)){0,2},? (?:and )?){1,6}(?:AM |AS |MS |MP "
    r")?(?:is|are|has been|have been|was)(?: therefore| hereby| duly| then| thus)* (?:re-?)?(?:elected|"
    r"appointed|chosen|selected)\b[^.]*)"
)
NOTING = any_of(
    r"\b(?:we|the committee|the group|members)(?:'ll| will| then| therefore| hereby| all)* (?:note|take note "
    r"of|notes|takes note of) (?:(?:the|this|these|those)\b(?! (?:that|down|in|for)\b)|(?:it|them|that)\W*$)",
    r"\b(?:the|those|these|that|this|all|both) ?(?:\w+ ){0,4}?(?:is|are)(?: hereby| then| therefore| duly| "
    r"so)? noted\b",
)
NOTE_QUESTION = re.compile(r"\b(?:to )?note (?:that|those|them|these|it|this|the|all)\b", re.IGNORECASE)

PAST = any_of(
    r"\b(?:last|previous|past) (?:year|month|week|time|meeting|call|session|autumn|spring|summer|winter|"
    r"cycle|IGF)\b|\b(?:the|our) (?:last|previous) (?:\w+ )?(?:meeting|call|session|one)\b",
    r"\byesterday\b|\bearlier this (?:year|month|week)\b|\b(?:years?|months?|weeks?|days?) ago\b|\bin (?:19|"
    r"20)\d\d\b|\bback in\b|\bhad (?:been )?(?:already )?(?:agreed|decided|adopted)\b",
    r"\b(?:already|previously|originally|initially|always|once|usually|normally|formerly) (?:agreed|decided|"
    r"adopted|approved|been|had|said|take|have)\b|\bused to\b|\bwas (?:agreed|decided|adopted|approved|"
    r"extended)\b|\bbefore (?:christmas|the summer|the break)\b",
    r"\b(?:as|like|what|which) (?:we|was|the group) (?:had |have )?(?:already )?(?:agreed|decided)\b|\bwe "
    r"(?:agreed|decided) (?:at|in|on|during) (?:the|our|geneva)\b",
)
HYPOTHETICAL = any_of(
    r"\bif (?:we|there|they|it|that|nobody|everybody|everyone|the|this|I|you|somebody|anyone|"
    r"amendments?)\b(?!.{0,12}\b(?:okay|content|happy)\b).*",
    r"\b(?:would|could|might|may|should|must) (?:have |be |all |only |then )?(?:been )?(?:agreed?|decided?|"
    r"adopt(?:ed)?|approved?|extended|accepted|resolve)\b",
    r"\b(?:suppose|imagine|assuming|hypothetically|whether|until|once|unless|as soon as|when|before|in case|"
    r"hope(?:fully)?|maybe|perhaps|wish|were to|want(?:s|ed)? to|need(?:s|ed)? to|try(?:ing)? to|going to|"
    r"have to|has to)\b.{0,40}\b(?:agree|decide|adopt|approve|agreed|decided|adopted|approved|accepted|"
    r"extended|resolve|confirmed|consensus|agreement)\b",
)
REPORTED = any_of(
    r"\b(?:they|he|she|it was said|the (?:MAG|government|minister|host(?: country)?|board|council|"
    r"secretariat|leadership panel|UN|ministers?|court|university|working group)|MAG|parliament|somebody|"
    r"someone|people|ministers) "
    r"(?:\w+ )?(?:have |has |had |also |then )?(?:agreed|decided|resolved|adopted|approved|accepted)\b",
    r"\b(?:said|told (?:me|us)|wrote|heard|announced|understand|mentioned|says|(?:was|is|been|he|she|they) "
    r"reported) (?:\w+ )?(?:that |it )?.{0,40}\b(?:agreed|decided|adopted|approved|accepted|carried|"
    r"extended)\b",
)
NOT_DECIDED = any_of(
    r"\b(?:not|n't|never|no need to|nothing (?:is|was|has been)|nothing|without)(?: \w+){0,3} (?:agree|"
    r"agreed|decide|decided|adopted|settled|approved|a decision|consensus|agreement)\b",
    r"\b(?:keep|bear) (?:it|this|that) in mind\b|\bno decision\b",
)
VOTE_LOST = re.compile(
    r"\b(?:not (?:unanimously )?agreed|isn't agreed|aren't agreed|falls?|fails|lost|defeated|rejected|"
    r"negatived|not carried|not (?:adopted|approved|accepted))\b",
    re.IGNORECASE,
)
VOTE = re.compile(r"\b(?:votes?|voted|voting|ballot|amendments?|motion|casting vote|division)\b", re.IGNORECASE)
POLL = re.compile(r"\b(?:straw poll|poll|temperature|show of hands|indicative|hands)\b", re.IGNORECASE)
CORRECTION = re.compile(
    r"\b(?:sorry|correction|i misspoke|to correct|let me correct|i meant|i mean|my mistake|i stand corrected|"
    r"excuse me|back to item|instead of|rather than|make that|not the)\b",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"\b(?:that|this|it|we)(?: is|'s| have|'ve| are)? (?:not|n't)(?: yet| actually| really)? (?:agreed|"
    r"decided)\b|\b(?:let us|let's|we) (?:not decide|leave (?:it|that|this) open|undo|reopen)\b|\bno "
    r"decision (?:on|then|today)\b",
    re.IGNORECASE,
)
INQUORATE = any_of(
    r"\b(?:do not|don't|did not|didn't|not|n't) have (?:the |enough |a |sufficient )?(?:numbers|people|"
    r"participants|members|quorum)\b(?! (?:who|that|from|in)\b)",
    r"\btoo few (?:of us|people|members|participants|here|today|to)\b|\bnot enough (?:of us|people|members|"
    r"participants) (?:to (?:decide|take|make|agree)|here|on the call|today|for (?:a |any )?decisions?)\b",
    r"\b(?:not quorate|inquorate|no quorum|not have a quorum|without a quorum|below quorum|short of (?:a "
    r")?quorum|not in quorum)\b",
    r"\b(?:can(?:not|'t| not)|will not|won't|should not|shouldn't|would not|wouldn't|not be able to|not "
    r"going to|not in a position to) (?:really |formally )?(?:take|make) (?:any |formal |real )?decisions?\b",
)
QUORATE = any_of(
    r"\b(?:we (?:are|'re) (?:now )?(?:quorate|in quorum)|now (?:have|we have) (?:a |the )?(?:quorum|numbers|"
    r"enough people)|(?:have|reached) (?:a )?quorum now|(?:we|that) makes? (?:us|it) quorate|enough people "
    r"now|we have a quorum)\b"
)
HINT = re.compile(
    r"objection|object\b|agree|adopt|approv|accept|carri|decid|resolv|content|happy|okay|\bok\b|fine|comfort|"
    r"consensus|unanim|declare|elect|appoint|note\b|noted|"
    r"defer|postpone|come back|list\b|silence|no(?:body| one)|unless|favou?r|against|vote|amendment|motion|"
    r"thumbs|extend|we|let's|let us|nominat|conclude|is |are |been|will be",
    re.IGNORECASE,
)
