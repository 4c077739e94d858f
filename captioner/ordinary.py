"""The ordinary words of talk: what the glossary never respells.

Words said at least twice (three times if longer than nine letters) in every second meeting of four public sets: the
AMI and ICSI meeting corpora, committees of the Senedd and of the Canadian House of Commons. Words mostly written with
a capital are left out, and those that another word of the list gives with an ending (s, ed, ing, ly). "cart", and
words that are also names ("tan", "rose"), were added.
"""

from __future__ import annotations

from collections.abc import Iterator


def is_ordinary(key: str) -> bool:
    """Tell whether a folded word, or the word it is made of with an ending, is on the list.

    >>> is_ordinary("meetings"), is_ordinary("hellerstein")
    (True, False)
    """
    return key in _WORDS or any(is_ordinary(stem) for stem in _stems(key))


def _stems(key: str) -> Iterator[str]:
    if len(key) > 4 and key.endswith("s"):
        yield key[:-1]
        if key.endswith("es"):
            yield key[:-2]
        if key.endswith("ies"):
            yield key[:-3] + "y"
    elif len(key) > 4 and key.endswith("ed"):
        yield key[:-1]
        yield key[:-2]
        if key[-3] == key[-4]:
            yield key[:-3]
        if key.endswith("ied"):
            yield key[:-3] + "y"
    elif len(key) > 5 and key.endswith("ing"):
        yield key[:-3]
        yield key[:-3] + "e"
        if key[-4] == key[-5]:
            yield key[:-4]
    elif len(key) > 4 and key.endswith("ly"):
        yield key[:-2]


_WORDS = frozenset(
    """
ability able abou about above abroad absence absent absolute absorbing abstract abuse academic accent accept acceptable
access accessible accident accidentally accommodate accommodation accomplish accordance according account accountability
accountable accuracy accurate achieve achievement acknowledge acoustic acquainted acquired acronym across act action
activate activation active activists activity acts actual adapt adaptation adaptor add addition additional additive
address adds adequate adhere adjourned adjust admin admit adolescent adopted adults advance advantage advantageous
adverse adversity advice advise advisers advisory advocate affect afford afraid after afternoon afterwards again against
aged agency agenda agent ago agree agreement agriculture ahead aide aim aims aint airlines airplanes airport alarm
albeit algorithm aliases align aligner alignment alive all allergic allies allocated allow almost alone along alongside
already alright also alternate alternative although aluminium always am amazing amber ambiguity ambiguous ambitious
ammunition among amongst amount amplitude an analog analyse analysis analysts analyzed and anecdotal angels angle animal
announce announcement annoyed annoying annual anonymize another answer antennas anti anticipate antlers anxious any
anybody anymore anyone anything anytime anyway anywhere apart apologies apologize appalling apparatus apparent appeal
appear appetite apple applicable applicants application apply appointed appreciate approach appropriate approval
approved approximate approximation arbitrary archive are area arent argue argument arise arisen arms around arrange
arrangement array arrive arrow art article artificially artistic arts as ash ashamed aside ask asks aspect assaulted
assembled assess assessment assets assign assignments assist assistance assistants associate assume assumption assurance
assure at attached attachment attaining attainment attempt attend attendance attention attract attractive attribute
audible audience audio augmented auspices authority auto automated automatic automatically autonomy autumn availability
available avenues average avoid avoidable aware awareness away awful awkward back backchannel background backlight
backup backwards bad badger baker bakery balance ball ballpark banana band bank bankrupt bankruptcy bare bargain barrier
bars base baseline basi basic basically basil bass batch bathroom battery be beacon beagle beam bean bear beard beat
beautiful beauty beca became becau because become bedrock bedroom beef been beep before began begin behalf behaving
behaviour behind being belief believe bells belongs below benefit benevolent beside bespoke best better between beyond
bias big bigger biggest bigram bill billion binary bind bins bishop bit bits black blah blank bleep blend blind
blindfolds block blow blue blump board bob body bold bomb bond bonus book boot border boring born borrow borrowers boss
both bother bottom bought bounce bound boundary box boys bracket brain brand brave break breakdown breath breathe bricks
brief bright brightness brilliant bring broad broadened broader broke broken brook brought brown browse bucks budget
budgetary build built bulk bulky bump bunch bundle bunny burden burn burst bush business busy but butterfly button buy
by cabinet cable calculate calculator call calm came camera campaign campus can cancel candidate cannot canola canonical
cant capability capable capacitor capacity capital capped capture card cardboard care career careful carers carry cars
cart carter cartoon case cash cast catalogue catch cate categorisation category cats cattle catwalks caught cause
caution ceiling celebrate cell cellphone cent center central centre cepstra cepstral cepstrum certain certainty
certified cetera chain chairs challenge chamber chan chance change changeable changer channe channel channelized charac
character characteristic charge charger charity charter chase chat cheap cheaper cheapest cheating check cherry chew
chief child childcare childhood children chip chmod choice choose chopped choppy chose chosen chuck chunk chunky circle
circuit circulate circumstance citizens city civil claim clap clarify clarity clashing class classification classifier
classroom clay clean cleaner clear clearer clerk clever click clients cliff climate clip cloak clock close closer
closest closures clothes clothing club clue clunky cluster clutter co coach coalition coast coastal coat code
coefficients coffee cognitive coherence coherent cohort cold cole collaboration collaborative colleague collect
collection collectively college colloquial colo colon colored colour colourful combat combination combine come comfort
comfortable comfortably command commas commend comment commerce commercial commissioned commissioner commit commitment
committee common communicate communication community comp compact company comparable compare comparison compartment
compassion compatible compensated compensation competition competitive compiled compiling complain complementary
complete complex complexity compliance complicated complication component compose compromise compulsory computation
compute computer concave concentrating concept conceptual concern concerted concise conclude conclusion concrete
condition conduct conference confidence confident configuration confined confirm confuse confusion congratulate
conjunction connect connection connector cons conscious consciousness consensus consent consequences consider
considerably consideration consistency consistent consists console consortia constant constituency constituents
constrained constraints construct construction consult consultation consumer consumes consuming consumption cont contact
contain conten content context contextual continuation continue continuity continuous continuum contours contra contract
contrast contribution contro control controller convenient convention conversation convert convince cook cookie cool
cope copy copycat cord cordless core corner coronavirus corp corporate corporation corpus correct corrections correlated
correlation correspond cost couch could couldnt council count counter counterparts countless country county couple cour
courage course court cover coverage cows cracks cradle crap crash crazy create creative creativity credible credit cries
crime criminal criminalise crises crisis criteria criterion critical criticism cross crowd crown crucial crude cruise
crystal cube cuckoos cues cultural culture cumulants curiosity curious curly current curriculum curry curvature curve
curvy cushion custom customer cut cute cuts cuz cycle daily dairy daisy dale damage danger dangerous daring dark darn
dash data database date dawn day days dead deadline deal dealt dean dear death debacle debate debt decades decent decide
decision declaration declare decoder decor decrease dedicated deemed deep deeper default defence defend deficit define
definite definition definitive degree delay delegate delete deletion deliberately delicate deliver delivery delta deluxe
demand demo democracy democratic demographic demonstrate demonstration density denying department depend dependable
dependent depth deputy derived descent describe description desert deserve design designated designer desire desk
desktop desperate despite detail detect detection detector determine devastating develop development deviation device
devolve devote diagnosed diagnosis dial dialogue dick dictation dictionary did didnt died differ difference different
differential differentiate difficult difficulty digit digital dignity diligence diligently dimension dimensional ding
dinner dinosaur diode direct direction directive director directory disability disabled disaggregated disagree
disagreement disambiguation disappear disappointed disaster discharge disclose discourse discovered discretion
discriminant discriminate discrimination discriminative discriminatory discs discuss discussion disease disgust disjoint
disk disorder display disruptive distance distant distinct distinction distinctive distinguish distress distribute
distribution disturb diverse diversify dividend dividing division do doable docking doctors document documentation does
doesnt dog dogs doing dollars dolphin domain domestic domiciled donation done dont doodle door dot double doubt dough
down download downsampling downtown downturn downward draft dramatically drastic draw drawback drawn drew drive driven
driver drop duck due duke dull dummy dunno duplicate durable duration during dusty duty dying dynamic dynamo each earl
earlier earliest early ears earth ease easements easier easiest easily easy eating echo economic economically economy
edge edit edition editorial educated education educational effect effective efficient effort eh eight eighteen eighth
eighty either elaborate elder elected election electricity electronic elegant element elephant eleven eligibility
eligible eliminate ellipsis else elsewhere em email embedded embrace emergency emerging emissions emitting emotional
emphasis emphasise emphasize empirical employee employer employment empt empty enable enacted enclose encoded encodes
encoding encounter encourage end endeavour endpoint ends endure energy enforce engage engagement engine engineer enhance
enhancement enjoy enormous enough ensure enter entire entitled entity entrance entry envelope environment environmental
episode equal equality equip equipment equity equivalent erase eraser ergonomic error escape especially essence
essential establish estimate ethernet euthanasia evaluate evaluation evasion eve even event eventually ever every
everybody everyone everything everywhere evict evidence evidently evolve exact exam examine example exceed excellent
except exceptional excise excitation excited exciting exclude exclusion exclusive excuse executive exercise exhaust
exist exit expand expect expectation expenses expensive experience experiment experimental expert expertise expired
explain explanation explanatory explicit explode explore export exposed express expression extend extension extensive
extent exterior external extra extract extraordinary extreme eyes fabrics face facilitate facility fact factor fail
failure fair fairness faith fake fall fallen false familiar family fancier fancy fantastic far farmers farms farther
fashion fashionable fast faster fastest favour favourite fawr fear feasible feature federal fee feed feedback feel fees
fell fellow felt female ferry few fewer fiddle field fifteen fifteenth fifty fight figure file fill films filter filthy
final finalise finance financial find fine finer finger finish finite fire firm first fiscal fish fisher fishery fit
fits five fixed fixing flag flash flashy flat flaws fleshed flex flexibility flexible flies flights flint flip floor
flow fluid flush flying foam focus fold folder folk follow food fooled foot for forbid force ford forecast forefront
foreign foremost forever forget forgive forgot forgotten form formal formant format formative former forth fortunate
forty forward foster found foundation founder four fourteen fourth fox frame framework frank fray free freedom frequency
frequent fresh frication fricative friend fries from front fruit fruity fuel fulfil full fuller fully fun function
functional functionality fund fundament fundamental funny furniture further furthermore future fuzzy gain gale game gang
gaps garden garland gates gather gauge gave gear geek gene general generate generation generator genius get gets gill
gimmick gimmicky giraffe girls give given glad glass glen global gloss glow go goal gobbledy goes going gold gone gonna
good gook gore gosh got gotta gotten governance governed governing government governor grab grace grad grade gradually
graduate grammar grant granularity grapes graphical graphics grasp grateful gray great greater greatest green grew grey
grip grocery gross ground group grow growth guarantee guess guidance guide guidelines guns guy guys ha habits hack had
hadnt hafta hair hale half halfway hall hand handle handset handy hang happen happy hard harder hardest hardware hardy
harm harmful harmonic hart harvesters harvesting has hasnt hassle have havent hazard he head headache headphone headset
headteachers health healthcare healthy hear heard heart heartfelt heath heather heavily heavy held hell help helpful
helpline her herb here hereditary hero hertz hes hidden hide hierarchy high higher highest highlight hill him himself
hints hire his historic history hit hits hmm hold holidays home homeless homelessness homepage homework honest honour
honourable hood hook hope hopeful horizontal horrible horrific horrified horror hospices hospital host hostile hotel
hour house households how however huge huh human humanity hundred hunger hunt hurry hurt hybrid hypothesis icon idea
ideal identical identification identify identity if iffy ignore illegal illuminate image imagine immediate immense
immune immunisation impact imperfect implement implementation implications implicit import importance important imposed
impossibilities impossible impressed impression impromptu improve improvement in inadequate inappropriate incentive inch
incident inclined include inclusion inclusive income incorporate increase incredibly indeed independent indi indicate
indication indicator indigenous indirect individual industrial industry inequality inevitably infected infer inference
infinite influence info inform informal information infra infrared infrastructure initial initiative injury injustice
inland innards innov innovate innovation innovative input inquiry insert insertion inside insignificant inspections
inspire installed instance instant instead institute institution instruct instruction insufficient insurance integrate
integrity intelligence intelligent intend intent intention inter interact interaction interchangeable interest interface
interfere interference interim interior intermediate internal international internet interpret interpretation interrupt
interval intervene intervention into introduce introduction intuition intuitive invaluable inverse invest investigated
investigation investment investor invite involve involvement iris irrelevant is island isnt isolate isolation issue it
item iteration itll its itself ivy jack jade jay jiggling job jobs join joint joke journalists journey joy joystick
judge judgment jump junk jurisdiction just justice justify kay keen keep kept key keyboard keypad keys kick kiddie
kidding kids killed killing kind kinda kindness kinetic king kitty knew knight knock know knowledge known label lack
ladder laid lake lamb lance land landlords lane language lapel laptop large larger largest last late latency later
latest latex lattice laugh laughter launch laurel law laws lawyer layers layout lays lazy lead leader leadership leaf
league leaning learn learner least leave leavers left legal legislate legislation legs lemme lemon lending length less
lesser lessons let lets letter level levering liberty library licensed life lifetime light lighter like likelihoods lily
lime limestone limit limitation line linear linguist linguistic link list listen listings literacy literally lithium
little live livestock ll load loan lobby lobbyists lobster local locate location locator lock lockdown logic logical
logo loneliness long longer look loop loose lord lose loss lost lot lots lotta loud louder loudest loudness lousy love
low lowe lower lowest luck lucky lunch machine machinery made magic mail main mainstream maintain major majority make
maker male manage management manager mandate mandatory manner manual manufacturer manufacturing many mapping marbles
margin mark marker market marketable married marsh masks mason mass massive match material math matrix matter max
maximum may mayb maybe mayor me meals mean meant meantime measure mechanism media median medical medications medium meet
melody member memorandum memory mental mention menu mercy merge message messed met metal meter method mice microfon
microph microphone middle midnight midst migh might mike mild mile military milk million millisecond mills mind mine
minima minimal minimalist minimise minimum minister ministerial minor minority minus minute mirror mismatch misplace
miss mistake mistrust mitigate mix mixer mixture mobile mobility mock mode model modern modest modifiers modify module
moment monetary money monitor month moody moon moose moral more morning moss most mother motion motto mould mount mouse
mouth move movement movie much multi multifunctional multiple multiply municipal municipalities murder music musical
must mute mutual my myself name narrow nation national native natural nature naughty navigate navigation near nearest
neat neatest necessarily necessary necessity neck need negative neglect negotiate negotiations neither net nets network
neural neurons neutered neutral neve never new newer newest news next nice nicer nicest niche nick night nine nineteen
ninety no noble nobody nodding node noise noisier noisy non none nonlinear nonlinearity nonspeech noon norm normal
normalization normalize north northern not notably notation note nother nothing notice notion noun novelty now nowadays
nuclear number numeracy nurse nurture nutrition object objection objective observations observe obtain obvious occasions
occur ocean oclock of off offence offending offer office officer official offs offset often old older olds olive on once
one ones ongoing online only onset onto ontology opal open openness operate operation operational operator opinion
opportunity opposed opposite opposition opted optimal option optional or oracle oranges orchestra order ordinarily
ordinary ordinated organ organic organisation organised organization organize oriented original other otherwise ought
our ours ourselves out outbreak outcome outdated outer outlier outline output outrage outs outset outside outstanding
over overall overcome overhead overlap overnight overseas overview own owners owns pace pack package paediatric page
paid pain painful paint pair palm pandemic panel paper paperwork parallel parameter pardon parent parental parentheses
parish park parse parser part participant participate participation particular partisan partner partnership party pass
passengers passion password past pastries pat patchwork path pathological pathways patience patient pattern pause pay
payment peak pear pearl peck pedagogical pedagogy peep peer pen penalties penny pens pension pensioners peop people per
perceived percent percentage perception perfect performance performing perhaps perinatal period permanent permission
person personal personnel perspective petition petitioners phase phaser phone phoneme phonetic phonetically photo phrase
physical pick picture piece pike piling pilot pineapple ping pioneer pistol pitch pixelization pizza place placement
plain plan plane planet planner plastic plate platform plausible play player pleasant please pleasure plenty plot plug
plus pocket point pointer pointless police policeman policy political politics pollution polynomial pool poor pope poppy
popular population pork port portal porter portion position positive possibility possible possibly post posterior
posters postponed potential potter pound power powerful pppt practical practice practitioners pre precise precision
predict predictable prediction prefer preference prefix preliminary preload premier premises premium preparation prepare
presence present presentation presenter preserve president press pressure presumably presume pretend pretty prevalent
prevent preventative prevention previous price primarily primary prince principal principle print printout prior
priority privacy private proactively probabilistic probability probabl probably problem problematic procedure proceed
proceedings process processor procurement procuring produ produce producers product production productive profession
professional professionalism profile profit program programme progress progression project projector prominent promise
promote prone pronounce pronunciation proof proper property proportion proportionate proposal propose pros prosodic
prospect protect protection protective protests protocol prototype proud prove provide provider province provincial
provision prudence prune psycho public publication publish pull punishment pupil purchase pure purpose purse pursue push
pushbuttons put putative puts qualification qualify qualitative quality quantity quantization quarter query quest
question queued queues quick quicker quickest quiet quit quite quote rabbit race racial racism radio raise range rapid
rare rate rather ratio rational ratty ray re reach react read reader readiness ready real realise realistic reality
realize realm reason reasonable reasonably reassure reboot recall receive receiver recent recharge rechargeable
recharger recipient reckon reco recognisable recognise recogniser recognition recognize recognizer recommend
recommendations reconvene record recover recovery recruiting recruitment rectangular recursive recycle red redo reduce
reduction redundant reed refer reference referral refine refinement reflect reflection reflective reform refuse regard
regardless regime region regional registration regu regular regulated regulations reimburse reiterate reject relate
relation relationship relative release relevance relevant reliability reliable relief relieve religion religious reload
remain remainder remark remember remind reminder remit remote removable removal remove renewed rent reopening repair
repeat rephrase replace replaceable replacement reply report represent representation representative request require
requirement research researchers reserve resident residential resilience resilient resisted resistors resolution resolve
resonator resource respect respond response responsibility responsible responsive rest restarted restaurants restore
restricted restriction restrictive result resume retail retain retainer retrain retrieval retro return revealed revenue
rever reverberation reverse review revisit revolution revolutionary rhythmic ribbon rice rich richness ride rigged right
rigid rigorous ring ripped rise risk risky rivers road rob robot robust rock rod role roll room root rose rough round
route routine rowe rubber ruby rule run runs rural rush rusty sadly safe safeguarding safeguards safer safety sage said
sake salary sale salute same sample sands sandy satellite satisfy saturated savage save saw say says scale scan scare
scary scenario scene schedule schema schemata schematic scheme school science scope score scratch screen screw script
scroll scroller scrutiny seafood search season seasonal seat second secondary secret secretariat secretary section
sector secure security see seek seem seen sees segment segmentation segmenter segregation seldom select selection
selector self sell semantics semester send senior sense sensible sensitive sensor sent sentence separable separate
sequence series serious servants serve server service session set sets setup seven seventeen seventy several severe
sexual sexuality sexy sh shadow shake shaken shall shape share sharp sharper sharpness shaved shaw she sheep sheet shelf
shell shelters shepherd shes shield shift shine shiny shipped ships shocked shocking shoes shoot shop short shortage
shorter shot shou should shoulder shouldnt shout show shown shut sick sickness side sideways sight sign signal signature
significant signpost silence silent silly silver similar simple simpler simplest simplicity simplify simplistic simply
simultaneously since singer single sister sit site sits situation situational six sixteen sixteenth sixth sixty size
sketching skilled skills skin skinner skip sky slack slash sleek sleep sleeve slices slick slide slider slight slim slip
slippery slogan slot slow smacked small smaller smart smarter smooth snacks snail snow snowman so social society socio
soft softer software solar sold soldering soldiers sole solid solution solve some somebody somehow someone someplace
something sometime somewhat somewhere soon sooner sophisticated sorry sort sorta sound source south southern space span
spare speak speaker spear spec special specialist specific specifically specification specify spectra spectral
spectrogram spectrum speculation spee speech spell spend spent spikes spinning spirit spiritual splinters split spoke
spoken sponge spongy sponsor sports spot spouses spread spreadsheet spring square squeeze squishy stability
stabilization stable staff stage stairs stake stamps stand standard standpoint stark start starter state statement
static station stationary statistic statistical statue status statutory stay steadily steer step stereo sterling stick
still stock stone stood stools stop store storm story straight straightforward strange strategic strategy strawberry
stream street strength stress stretch strict strikes string strip strong stronger struck structural structure struggle
stuck student study stuff stupid style stylish subdivide subject submission submit subset subsidy subspace substantial
substitute substitutions subtle subtracted subtraction success successful such sudden sue suffering suffices sufficient
suggest suggestion suicidal suicide suit suitable suite summarise summarization summarize summary summative summer sums
sunny super supermarket supplementary supplements suppliers supply support supportive suppose sure surface surge
surgical surprise surrounding survey survive suspect suspend sustain sustainability sustainable swan swap sweater swift
swim switch symbol sync synchronous syndrome synthesis synthesizer synthetic sysadmins system systematically systemic
table tackle tacky tactile tags tail take taken talented talents talk tan tandem tangible tape target tariff task tastes
taught taxes taxing taxpayers teach teacher team tech techni technical technique technol technological technology
teenager tele telephone teletext televised television tell telly temp template temple temporal temporarily temporary
tempted ten tend tendency tenth term terminology terrible terrific territorial territory test text texture th tha than
thank that thatd thatll the their them theme themselves then theory ther there therefore therell thes these they theyd
theyll theyre theyve thick thin thing thingy think third thirteen thirtieth thirty this thorn thorough those thou though
thought thousand three threshold threw thriving through throughout throw thrown thumb thus ticking tied tier tiger tight
tighten tilde tile till time timeline timer timetable tinkering tint tiny tirelessly tissue titanium title to today
together token told tomorrow tone tonight too took tool top topic torches total touch tough tourism tourist toward tower
town track tracker tract trade traditional trafficking tragic train trainable trajectory tran transcri transcribe
transcriber transcript transcription transfer transform transformation transistor transition translate translation
transmission transmit transmitter transparency transparent transport trapezoidal trauma travel treat treaty tree
tremendous trend trendy triage trial triangles triangular tribunals trick tricky trigger trimodal trip triple trouble
trout truckers true truly trust truth try tuition tune turbo turn turner turtle tweaking twelfth twelve twenty twice
twist two type typical typology ugly uh ultimate um unable unacceptable unarmed uncertain uncertainty uncomfortable
under undermine underneath underpin understand understood undertake undertaken underwood undoubtedly unelected
unexpected unfolds unfortunately unhappy unhelpful unifies unintended union unique unison unit universal university
unknown unless unlikely unnatural unnecessarily unnecessary unpack unprecedented unquote unseen until unusual unvoice up
upcoming update upgrade uphold upon upper upping upsampling upside upwards urgency urgent us usability usage use used
useful useless user uses using usual utilise utility utmost utterance vacation vale valid valley value van vandalism
variability variance variant variation variety various vary vast ve vector vegetable vein verb verbal versa version
versus vertical very via viable vibrant vice vicious victims video view vigilant vine violated violence violet virtual
virus visible vision visit visual visualize vital vocabulary vocal voice volume voluntary volunteer vote vowel
vulnerable wade wage wait walk walker wall wanna want ward warm warning was wasnt waste watch watchers water wave
waveform way ways we wear weather weaver web website wed week weekend weight weird welcome well went were werent west
western weve wh what whatever whatsoever wheel wheeler when whenever where whereas wherever whether which whichever
while whilst whip whiskers whistle white whiteboard who whoa whoever whole wholesale whom whos whose whove why wide
wider width wife wild will willingness willow wind window winner winter wire wireless wise wish with within without
witnessed witnesses wizard wolf woman women wonder wonderful wont wood wooden word work worker workforce workplace
workshop world worn worry worse worst worth worthwhile worthy would wouldnt wouldve wrap write written wrong wrote yards
year yellow yes yesterday yet yets you youd youll young younger youngst youngsters your youre yourself yous youth youve
zapping zero zone zoom
""".split()
)
