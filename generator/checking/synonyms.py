"""Words that authors exchange freely, and words that carry no claim.

Written by hand from the usage of scientific prose. A word belongs to the first group that names it, and a
group that begins with a word of an earlier one belongs to that. Words whose exchange could change a fact
(precision and accuracy, training and testing, validation and test) are in none.

>>> canonical(stem("volunteers")) == canonical(stem("participants"))
True
>>> in_one_word("sorted by hand")
'sorted manually'
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.core.vocabulary import stem

_GROUPS = """
dataset datasets corpus corpora; image picture photo photograph photographic imagery; network net;
annotate annotation annotator label labelled labelling labeller annotated tag tagged;
divide split partition separate partitioned; artificial synthetic; graphics gpu;
choose select pick selection choice chosen picked; use utilise employ apply usage application applied;
show demonstrate display reveal; obtain acquire get got gather collect collection acquisition gathered;
build construct create develop make made built construction creation development constructed;
begin start commence initiate began begun; detect detection detector;
recognise identify identification recognition; big large; small little tiny; quick fast rapid;
evaluate evaluation assess assessment appraise; test testing tested;
examine investigate analyse analysis inspect explore; calculate compute computation calculation;
freely openly publicly open public; accessible available obtainable; repository archive deposit;
website web online internet site; augment augmentation; randomly random; person people human;
researcher scientist author; expert specialist; worldwide global globally; crop cropped;
resize rescale scale downscale resized rescaled;
remove delete discard exclude drop omit eliminate removed dropped;
reach achieve attain achieved attained reached;
contain include comprise consist hold comprising consisting; whole entire full complete;
several multiple various numerous; method approach technique procedure; task problem;
aim goal objective purpose; estimate estimation; predict prediction predictor; batch minibatch;
hyperparameter parameter; pretrain pretrained pretraining pre-trained; finetune finetuned finetuning;
convnet cnn; unequal unbalanced imbalanced imbalance; framework library package toolbox toolkit;
software program; script code; download downloaded fetch retrieve; store save; computer workstation;
processor cpu; camera; record recorded recording; publish release published released;
supplement supplementary supplemental; keep retain kept; happen occur; different distinct; need require;
help aid assist; average mean; share proportion fraction percentage percent; error mistake;
amount quantity; cover encompass span; pixel px; second sec; hour hr; location place position;
because due; permit allow enable; participant subject volunteer enrollee respondent;
randomise randomize randomised randomized randomisation randomization allocate assign assigned;
randomise allocation assignment allocated; blind mask blinded masked blinding masking;
withdraw withdrew withdrawn withdrawal dropout; take took taken; give gave given; write wrote written;
see saw seen observe observation observed notice noticed; grow grew grown growth;
fall fell fallen decrease reduce decline diminish lessen reduction decreased reduced declined lower lowered;
rise rose risen increase raise raised increased; draw drew drawn; know knew known; lead led; feed fed;
lose lost loss; lie lay lain; hold held; send sent; sleep slept; spend spent; stand stood; teach taught;
tell told; wear wore worn; win won; bind bound binding; buy bought purchase purchased;
catch caught capture captured; deal dealt; fly flew flown flight; freeze froze frozen;
eat ate eaten consume ingest ingested consumed consumption ingestion; drink drank; drive drove driven;
seek sought; undergo underwent undergone; run ran; child children paediatric pediatric kid;
woman women female; man men male; mouse mice murine; tooth teeth dental; foot feet; leaf leaves;
criterion criteria; hypothesis hypotheses; larva larvae larval; index indices indexes;
approve approval approved authorise authorize authorised authorized; consent permission;
fund finance sponsor grant funded financed sponsored funding;
measure measurement quantify quantified quantification determine determined determination;
excavate excavation excavated dig dug unearth unearthed; keep house housed; reserve reserved aside;
record clip; stop halt terminate cease finish end stopped ended terminated;
resolve settle settled resolved; discuss discussion talk debate;
disagree disagreement conflict discrepancy dispute; infer derive deduce inferred derived deduced;
skull cranium crania cranial; heart cardiac; kidney renal; liver hepatic; lung pulmonary; brain cerebral;
cancer tumour tumor malignancy; drug medication medicine; doctor physician clinician;
illness disease sickness; death mortality die died fatality; pregnant pregnancy gestation;
therapy treatment treat therapeutic treated; pain ache sore soreness; forest woodland forested;
sea ocean marine; bird avian; rain rainfall precipitation; emit emission emitted; car vehicle automobile;
student pupil; correlate correlation correlated associate associated association relate related relation;
correlate relationship link linked connection connected;
improve enhance improvement enhancement improved enhanced; worsen deteriorate degrade;
important crucial essential vital; main primary principal chief major;
change alter modify alteration modification altered modified adapt adaptation;
count counted tally enumerate; repeat repetition replicate repeated replication replicated rerun;
plan intend foresee foreseen envisage schedule planned scheduled intention; muscle muscular;
licence license licensing licensed; weigh weight weighed; tall height; deep depth; long length lengthy;
city urban town; rural countryside; country nation national; cost expense price;
assessor rater evaluator; sufficient enough adequate; period duration; annual yearly annually; day daily;
culture cultivate cultured cultivated; kill sacrifice euthanise euthanize killed sacrificed;
outcome endpoint; result finding; limit limitation restrict restriction constraint limited restricted;
benefit advantage; risk hazard danger; affect influence impact effect affected influenced;
alike comparable resemble; combine merge pool combined merged pooled combination;
replace substitute replaced substituted; transform convert conversion converted transformation;
connect join joined; protect conserve conservation protection; live inhabit reside;
move migrate movement migration; try attempt attempted; novel new; near close adjacent nearby proximity;
speed velocity; illustrate depict; explain explanation; gender sex; elderly aged;
infant baby newborn neonate; mother maternal; father paternal; disabled disability; fat lipid;
salt sodium; sugar glucose; hospital clinic; ward unit; interview interviewed; employ employed hire;
wage salary income earnings; buyer customer consumer client; enquire inquire; letter mail; vote ballot;
army military; farm farmer agricultural agriculture; harvest crop; tree arboreal; stone rock;
hot warm heat heated; cold cool; liquid fluid; shape form morphology; border boundary edge;
inquiry enquiry; theory theoretical; abandon quit; accept acceptance accepted; accurate accuracy;
agree agreement; analyse analysis analyze analysed analyzed; announce announcement; appear emerge;
argue argument; arrange organise organize; attach attached fasten; avoid avoidance;
ban prohibit forbid forbidden prohibited; behave behaviour behavior; believe belief;
bicycle bike cycle cycling; breathe breathing respiration respiratory; bright brightness luminous;
burn combustion burning burned; business firm company enterprise; centre center central;
cheap inexpensive affordable; clear evident obvious; coat coating coated; complain complaint complained;
concern worry; contaminate contamination contaminated pollute pollution polluted; crack cracked fissure;
damage harm injury injured damaged harmed; decide decision; define definition;
delay postpone postponed delayed; dense density; depend dependent dependence; destroy destruction;
discourage deter; disperse scatter scattered; dissolve dissolved; disturb disturbance;
double twofold twice doubled; dry drying dried; earthquake seismic; economy economic;
educate education educational; enlarge expand expansion; equip equipment apparatus; exceed surpass;
exchange swap; exist existence; expect anticipate expectation; expensive costly; extend extension;
extract extraction; family household; flow current; force strength; frequent widespread frequency;
gene genetic; goal target; govern government governmental; handle manage management; health healthy;
hear hearing auditory; home dwelling; hunt hunting; inform information informed notify; insect bug;
insert insertion; intense intensity; invent invention; know aware knowledge awareness;
language linguistic linguist; law legislation legal; leak leakage; learn learning; lift raise;
maintain maintenance preserve preservation; marry married marriage; meet met meeting; melt molten;
metal metallic; mix mixture blend mixed; moist humid humidity moisture wet; mountain alpine; mouth oral;
nerve neural; night nocturnal; noise noisy; nose nasal; obese obesity overweight; observatory telescope;
offspring progeny; oil petroleum; opinion attitude; oppose opposition; orbit orbital; path route;
pay paid payment; phone telephone; photograph photo; pilot pretest; planet planetary;
poison toxic toxin toxicity; polish polished; politics political; poor poverty;
possess own ownership owned; preference prefer favour favoured; prepare preparation;
press compress pressure; produce manufacture production manufactured; protein peptide; prove proof;
punish punishment; pure purified purity; radiation radiative; rank ranking ranked; ratio proportion;
react reaction; receive received; recommend advise recommendation; refer reference; region district zone;
regulate regulation; rely reliance; remain stay; repair mend; respond response reply replied;
reverse inverse; rich wealthy wealth; river stream; road street; rotate rotation spin; rough coarse;
safe safety; satisfy satisfaction; scan scanning scanned; school classroom; science scientific;
secret confidential; secure security; sell sold sale; sense sensory; severe serious; sharp acute;
shelter refuge; shore coast coastal; shrink contract; skill ability; skin dermal cutaneous;
smell odour odor olfactory; smoke smoking smoker; snow snowfall; society social; soil ground;
sound acoustic; sport athletic; staff personnel; stage phase; star stellar; steal theft;
stick adhere adhesion; stomach gastric; submit submission; succeed success successful; suffer suffering;
suit suitable; surgery surgical operation; surround surrounding; survive survival; swell swelling;
taste flavour; tend tendency; thick thickness; threat threaten; tired fatigue; trade commerce;
traffic transport; travel trip journey commute commuting; triple threefold triplicate;
understand comprehend understood understanding; urine urinary; valley basin;
vary variation variability variable; vein venous; virus viral; voice vocal; walk walking; warn warning;
wash rinse rinsed washed; waste garbage; wave oscillation; wide broad width breadth; wild feral;
wind windy; wing alar; wood timber wooden; wrong erroneous incorrect; yearly year;
check verify verification verified confirm confirmed; effective effectiveness efficacy efficacious;
recruit recruitment enrol enroll enrolment enrollment enrolled recruited; invite invited invitation
"""

# Several words that mean the same as one word.
_PHRASES = """
left out=excluded|leave out=exclude|carried out=performed|took place=occurred|take place=occur
made up of=comprised|set aside=reserved|gave off=emitted|give off=emit|gives off=emits
dug up=excavated|set up=established|sent out=mailed|looked at=examined|look at=examine
dropped out=withdrew|drop out=withdraw|came back=returned|put off=discouraged|by hand=manually
at random=randomly|on average=mean|free of charge=free|found out=discovered|filled in=completed
in triplicate=three times|gave up=abandoned|took part=participated|take part=participate
went up=increased|went down=decreased|kept on=continued|got rid of=removed|thrown away=discarded
threw away=discarded|was made of=comprised|broke down=failed|turned into=converted
handed in=submitted|written down=recorded|worked out=calculated|left behind=abandoned
paid for=funded|cut down=reduced|ran out of=exhausted|followed up=followed|put on=mounted
built up=accumulated|lasted for=lasted|was due to=because|in pairs=paired|at the beginning=start
at the end=end|in public=publicly|for free=free|on request=requested|made use of=used
gave their consent=consented|gave consent=consented|gave written consent=written consent
"""

# Verbs and nouns of reporting: they frame a statement and are freely paraphrased.
_LIGHT = """
use uses apply applied perform performed carry carried conduct conducted provide provided include
including included make made take taken give given obtain obtained author paper study work article
respectively example total number well based follow following followed described describe report
reported present presented serve served act consist consisting contain containing call
called name named refer referred different several various many further
approximately roughly nearly almost around circa about bring brought serve take place took namely
approximately thing things various
main account cover covered via carried help helped mean find found additionally furthermore also
main namely ie eg detail detailed done way kind type
order part along allow allowed say said state stated set get
"""

_COUNTS = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
million half tenth quarter fifth
"""


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Return, for each stem, the stem that represents its group."""
    table: dict[str, str] = {}
    for words in _GROUPS.split(";"):
        group = [stem(word) for word in words.split()]
        for term in group:
            table.setdefault(term, table.get(group[0], group[0]))
    return table


@lru_cache(maxsize=1)
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for all phrases, and the word for each."""
    table = dict(pair.split("=") for line in _PHRASES.split("\n") for pair in line.split("|") if pair)
    return re.compile(rf"\b(?:{'|'.join(sorted(table, key=len, reverse=True))})\b", re.IGNORECASE), table


def in_one_word(text: str) -> str:
    """Return ``text`` with phrases of several words replaced by one: "by hand" -> "manually"."""
    pattern, table = _phrases()
    return pattern.sub(lambda m: table[m.group().lower()], text)


@lru_cache(maxsize=100_000)
def canonical(term: str) -> str:
    """Return the stem that represents all stems with the meaning of ``term``."""
    return _table().get(term, term)


@lru_cache(maxsize=1)
def light_words() -> frozenset[str]:
    """Return the canonical stems of words that carry no claim."""
    return frozenset(canonical(stem(word)) for word in _LIGHT.split())


@lru_cache(maxsize=1)
def count_words() -> frozenset[str]:
    """Return the stems of numbers written as words, which are left to the rule on numbers."""
    return frozenset(stem(word) for word in _COUNTS.split())
