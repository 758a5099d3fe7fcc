"""Errors of meaning for which no rule of the check was written before they were first measured.

`MEANING`: kinds that rules were looked for afterwards, by examples of the development field only;
`UNSEEN`: kinds whose examples nobody read, for the figure of record. For the conventions see
`planted_words`: each function gives (evidence, false claim), or None where its kind cannot be planted.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from tests.benchmarks.planted_words import Pair

Plant = Callable[[str], Pair | None]


def _dice(kind: str, sentence: str) -> random.Random:
    return random.Random(f"{kind} {sentence}")


def _replaced(sentence: str, span: tuple[int, int], new: str) -> Pair:
    old = sentence[span[0] : span[1]]
    if old[:1].isupper() and new[:1].islower():
        new = new[0].upper() + new[1:]
    return sentence, sentence[: span[0]] + new + sentence[span[1] :]


def _words(kind: str, pairs: str, both_ways: bool = True) -> Plant:
    """Return a plant that replaces one word or phrase of ``pairs`` ("a>b, c>d") by its counterpart."""
    table: dict[str, list[str]] = {}
    for a, _, b in (p.partition(">") for p in " ".join(pairs.split()).split(", ")):
        table.setdefault(a, []).append(b)
        if both_ways:
            table.setdefault(b, []).append(a)
    any_word = re.compile(
        rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, table), key=len, reverse=True))})(?![\w-])",
        re.IGNORECASE,
    )

    def plant(sentence: str) -> Pair | None:
        found = list(any_word.finditer(sentence))
        if not found:
            return None
        dice = _dice(kind, sentence)
        match = dice.choice(found)
        new = dice.choice(table.get(match.group()) or table.get(match.group().lower()) or [""])
        # What stands in the sentence already would make two of one.
        if not new or re.search(rf"(?<![\w-]){re.escape(new)}(?![\w-])", sentence, re.IGNORECASE):
            return None
        return _replaced(sentence, match.span(), new)

    return plant


def _pattern(kind: str, pattern: str, news: Sequence[str], flags: int = 0) -> Plant:
    """Return a plant that replaces one match of ``pattern`` by a template of ``news``."""
    compiled = re.compile(pattern, flags)

    def plant(sentence: str) -> Pair | None:
        found = list(compiled.finditer(sentence))
        if not found:
            return None
        dice = _dice(kind, sentence)
        match = dice.choice(found)
        return _replaced(sentence, match.span(), match.expand(dice.choice(list(news))))

    return plant


def _inner(sentence: str) -> str | None:
    """Return the sentence as a clause: no full stop, a small first letter."""
    first = sentence.split()[0]
    if not re.fullmatch(r"The|This|These|We|There|All|A|An|Most|Each|Our|Both|Some|No|Two|Three", first):
        return None
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _framed(kind: str, frames: Sequence[tuple[str, str]]) -> Plant:
    """Return a plant that frames the sentence in one way for the evidence, in another for the claim."""

    def plant(sentence: str) -> Pair | None:
        clause = _inner(sentence)
        if clause is None:
            return None
        evidence, claim = _dice(kind, sentence).choice(list(frames))
        return evidence.format(clause) + ".", claim.format(clause) + "."

    return plant


def _swapped(sentence: str, match: re.Match[str]) -> Pair | None:
    """Put the groups ``a`` and ``b`` in each other's place."""
    a, b = match["a"], match["b"]
    if a.lower() == b.lower():
        return None
    at_start = match.start("a") == 0
    first = b[0].upper() + b[1:] if at_start else b
    second = a[0].lower() + a[1:] if at_start and a[1:2].islower() else a
    claim = (
        sentence[: match.start("a")]
        + first
        + sentence[match.end("a") : match.start("b")]
        + second
        + sentence[match.end("b") :]
    )
    return sentence, claim


def _turned(pattern: str) -> Plant:
    compiled = re.compile(pattern)

    def plant(sentence: str) -> Pair | None:
        match = compiled.search(sentence)
        return None if match is None else _swapped(sentence, match)

    return plant


_NP = r"(?:the |a |an |our |their )?(?:[a-z/-]{3,} )?[a-z/-]{4,}"
_NOT_NP = r"(?!(?:was|were|been|being|have|that|which|with|from|then|also)\b)"
_NUM = r"\d+(?:,\d{3})*(?:\.\d+)?"

group_swapped = _words(
    "group",
    """
    intervention group>control group, treatment group>placebo group, experimental group>control group,
    treatment arm>control arm, intervention arm>control arm, exercise group>control group, treated
    group>untreated group, intervention condition>control condition, cases>controls, active
    group>placebo group, placebo>active drug, intervention schools>control schools""",
)
other_direction = _words(
    "other direction",
    """
    rose>fell, rise>fall, rising>falling, shortened>prolonged, enhanced>impaired, enhances>impairs,
    upregulated>downregulated, accelerated>delayed, widened>narrowed, gained>lost,
    strengthened>weakened, exacerbated>alleviated, overestimated>underestimated, superior>inferior,
    improvement>deterioration, improvements>deteriorations, reduction>rise, reductions>rises,
    stimulated>suppressed, heavier>lighter, older>younger, upper>lower, deeper>shallower, richer>poorer,
    advantage>disadvantage, rapid>slow, rapidly>slowly, benefit>harm, benefits>harms, growth>decline,
    success>failure, abundant>scarce, easy>difficult, easier>harder, broad>narrow,
    favourable>unfavourable, favorable>unfavorable, minimal>considerable, substantial>negligible,
    substantially>slightly, frequent>rare, simple>complex""",
)


def sign_lost(sentence: str) -> Pair | None:
    """Leave out a minus sign, or put one before a coefficient."""
    if (match := re.search(r"(?<=[\s(=])[−–-](?=\d+\.\d)", sentence)) is not None:
        return sentence, sentence[: match.start()] + sentence[match.end() :]
    if (
        match := re.search(r"\b(?:r|β|b|d|z|t|ρ|difference|slope|coefficient)\s?=\s?(?=0?\.\d)", sentence)
    ) is None:
        return None
    return sentence, sentence[: match.end()] + "-" + sentence[match.end() :]


def inequality_turned(sentence: str) -> Pair | None:
    """< for >."""
    match = re.search(r"[<>≤≥](?=\s?[\d.])", sentence)
    if match is None:
        return None
    return _replaced(sentence, match.span(), {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}[match.group()])


rate_changed = _words(
    "rate",
    """
    per day>per week, per week>per month, per month>per year, a day>a week, a week>a month,
    daily>weekly, weekly>monthly, monthly>annually, yearly>monthly, annual>monthly, per hour>per minute,
    per second>per minute, /day>/week, hourly>daily, annually>weekly, each day>each week, every
    day>every week, every week>every month, every year>every month, per year>per decade, once a
    week>once a day, per patient>per hospital, per participant>per group, per person>per household, per
    child>per class""",
)
denominator_changed = _pattern(
    "denominator",
    rf"(?P<n>\b{_NUM} ?(?:%|percent|per cent)(?: \([^)]*\))?) of (?:the |all |all the |our )?(?!the "
    rf"|all |our )[a-z-]+\b",
    [
        r"\g<n> of the hospitals",
        r"\g<n> of the non-responders",
        r"\g<n> of the older adults",
        r"\g<n> of the costs",
    ],
)
time_point_changed = _words(
    "time point",
    """
    at baseline>at follow-up, at baseline>at the end of the study, baseline>endline, morning>evening,
    preoperative>postoperative, preoperatively>postoperatively, weekdays>weekends, summer>winter,
    spring>autumn, pre-test>post-test, prior to>following, pretreatment>posttreatment, during>prior to,
    at follow-up>at enrolment, at the end of>at the beginning of, initially>finally, at birth>at death,
    at enrollment>at discharge, at admission>at discharge, at discharge>at admission, previous>next,
    prenatal>postnatal, antenatal>postnatal, initial>final, day>night, subsequent>preceding,
    current>former, recent>early, start>end, beginning>end, baseline>final""",
    both_ways=False,
)
outcome_rank_changed = _words(
    "rank",
    """
    primary outcome>secondary outcome, primary outcomes>secondary outcomes, primary endpoint>secondary
    endpoint, primary end point>secondary end point, primary outcome measure>secondary outcome measure,
    primary analysis>exploratory analysis, primary objective>secondary objective, primary>secondary,
    main>additional, principal>minor, primary>tertiary, major>minor, key>minor""",
)
excluded_included = _words(
    "included",
    """
    excluded>included, exclusion criteria>inclusion criteria, exclusion>inclusion, eligible>ineligible,
    exclude>include, excluding>including, accepted>rejected, removed>retained, omitted>included,
    discarded>kept, refused>agreed, declined>agreed, allowed>forbidden, permitted>prohibited,
    withdrawn>retained, present>absent, presence>absence, missing>complete, remained>left""",
)
actor_changed = _pattern(
    "actor",
    r"\bby (?:(?:a|an|the|two|three|our|their|trained|independent|experienced|one of the"
    r"|each) )*(?:[a-z-]+ )?"
    r"(?:nurses?|physicians?|investigators?|authors?|participants?|patients?|teachers?|parents?|clinicians?"
    r"|radiologists?|researchers?|students?|experts?|staff|statisticians?|reviewers?|observers?|sponsors?"
    r"|doctors?|manufacturer|company|government|ministry|committee|therapists?|pharmacists?|interviewers?"
    r"|assistants?|coordinators?|technicians?|assessors?|team|women|mothers|users|government|centre"
    r"|center)\b",
    [
        "by the insurers",
        "by the relatives of the patients",
        "by an external company",
        "by the ethics board",
        "by the police",
        "by volunteers",
    ],
)
bound_turned = _words(
    "bound",
    """
    at least>at most, up to>at least, or more>or fewer, or older>or younger, older than>younger than,
    more than>fewer than, greater than>less than, exceeded>stayed below, no more than>no fewer than,
    within>after more than, minimum of>maximum of, as early as>as late as, until>since, over>under, not
    exceeding>exceeding, or less>or more, or greater>or smaller, at most>at least, less than>more than""",
    both_ways=False,
)
other_statistic = _words(
    "statistic",
    """
    mean>median, median>mode, standard deviation>standard error, standard deviations>standard errors,
    SD>SE, interquartile range>full range, IQR>range, odds ratio>hazard ratio, odds ratio>risk ratio,
    OR>HR, hazard ratio>rate ratio, sensitivity>specificity, precision>recall, incidence>prevalence,
    risk ratio>odds ratio, variance>mean, correlation>covariance, t-test>chi-square test,
    average>maximum, confidence interval>prediction interval, maximum>average, linear>quadratic,
    parametric>nonparametric, logistic>linear, one-sided>two-sided, proportion>number,
    percentage>number, total>mean, means>variances""",
)
split_changed = _words(
    "split",
    """
    training set>test set, test set>validation set, training data>test data, validation set>test set,
    training>testing, in-sample>out-of-sample, trained>tested, train>test, discovery cohort>validation
    cohort, calibration>validation, fitted>held-out, simulated>observed, observed>predicted,
    measured>simulated, theoretical>experimental, empirical>simulated, estimated>measured,
    self-reported>measured, model>experiment""",
)
word_number_changed = _words(
    "word number",
    """
    two>three, three>five, four>six, five>four, six>seven, seven>nine, eight>six, nine>ten, ten>twelve,
    twelve>eleven, once>twice, twice>three times, double>triple, doubled>tripled, two-fold>three-fold,
    half>a third, one third>two thirds, two-thirds>one-third, a third>a quarter, a quarter>a half,
    majority>minority, dozens>hundreds, threefold>tenfold, twofold>fivefold, single>double, pair>trio,
    couple>dozen, one-third>one-fifth, three-quarters>half, twenty>thirty, fifty>sixty, halved>doubled""",
    both_ways=False,
)
other_prefix = _words(
    "prefix",
    """
    blinded>unblinded, randomized>non-randomized, randomised>non-randomised, funded>unfunded,
    invasive>non-invasive, controlled>uncontrolled, symptomatic>asymptomatic, restricted>unrestricted,
    weighted>unweighted, vaccinated>unvaccinated, compliance>noncompliance, structured>unstructured,
    equal>unequal, direct>indirect, directly>indirectly, homogeneous>heterogeneous, adequate>inadequate,
    accurate>inaccurate, normal>abnormal, active>inactive, appropriate>inappropriate,
    smokers>non-smokers, responders>non-responders, trained>untrained, biased>unbiased,
    standardized>unstandardized, specific>non-specific, valid>invalid, responsive>unresponsive,
    limited>unlimited, employed>unemployed, infected>uninfected, exposed>unexposed, educated>uneducated,
    familiar>unfamiliar, healthy>unhealthy, satisfied>dissatisfied, formal>informal, visible>invisible,
    acceptable>unacceptable, balanced>imbalanced, expected>unexpected, safe>unsafe,
    stability>instability, certain>uncertain, planned>unplanned""",
)


def _participle_swap(sentence: str) -> Pair | None:
    match = re.match(
        rf"^(?P<a>(?:The |A |An )?(?:[A-Za-z/-]+ ){{0,2}}[a-z/-]{{4,}}) (?:was|were|is"
        rf"|are) (?:\w+ly )?\w+ed by "
        rf"{_NOT_NP}(?P<b>{_NP})(?=[,.;:(]| in\b| with\b| from\b| at\b| and\b| using\b|$)",
        sentence,
    )
    return None if match is None else _swapped(sentence, match)


def exception_dropped(sentence: str) -> Pair | None:
    """All but for those that the evidence excepts."""
    if not re.search(r"\b(?:[Aa]ll|[Ee]very|[Ee]ach|[Nn]one|[Nn]o)\b", sentence) or "except" in sentence:
        return None
    tail = _dice("exception", sentence).choice(
        [
            ", with the exception of the second site",
            ", except for the last two",
            " apart from the youngest group",
            ", except when the equipment had failed",
            ", although one centre did otherwise",
        ]
    )
    return sentence.rstrip(".") + tail + ".", sentence


_THING = re.compile(r"\b(?:the|of) (?P<x>(?:[a-z-]{4,} )?[a-z-]{4,}s)\b")


def request_told_as_public(sentence: str) -> Pair | None:
    """Available on request: public."""
    match = _THING.search(sentence)
    if match is None:
        return None
    dice = _dice("request", sentence)
    what = f"The data on {match['x']}"
    evidence = dice.choice(
        [
            f"{what} are available from the corresponding author on reasonable request.",
            f"{what} can be obtained from the authors upon request.",
            f"{what} will be shared with qualified researchers who ask for them.",
        ]
    )
    claim = dice.choice(
        [
            f"{what} are publicly available.",
            f"{what} are openly available.",
            f"{what} are freely available to everyone.",
            f"{what} have been deposited in a public repository.",
        ]
    )
    return evidence, claim


limit_told_as_strength = _framed(
    "strength",
    [
        ("A limitation of our study is that {}", "A strength of our study is that {}"),
        ("One weakness of the design was that {}", "One strength of the design was that {}"),
        ("Unfortunately, a drawback of the approach is that {}", "An advantage of the approach is that {}"),
        ("A major problem was that {}", "A major success was that {}"),
    ],
)


def made_significant(sentence: str) -> Pair | None:
    """Report a difference that was not significant as one that was."""
    match = re.search(
        r"\b(?:higher|lower|greater|larger|smaller|longer|shorter|more frequent|better|worse)\b", sentence
    )
    if match is None or "significan" in sentence or ";" in sentence:
        return None
    tail = _dice("significant", sentence).choice(
        [
            ", but the difference was not significant",
            ", although this did not reach significance",
            " (p = 0.42)",
            ", a difference that may be due to chance (p = 0.18)",
        ]
    )
    claim = sentence[: match.start()] + "significantly " + sentence[match.start() :]
    return sentence.rstrip(".") + tail + ".", claim


def rounded_too_far(sentence: str) -> Pair | None:
    """13,319: about 14,000."""
    for match in re.finditer(r"(?<![\w.,/-])(\d{1,3},\d{3}|\d{3,6})(?![\w/%-]|[.,]\d)", sentence):
        value = int(match.group().replace(",", ""))
        step = 10 ** (len(str(value)) - 2)
        if 1900 <= value <= 2030 or value % step == 0:
            continue
        wrong = (value // step + (2 if value % step >= step / 2 else 1)) * step
        return sentence, f"{sentence[: match.start()]}about {wrong:,}{sentence[match.end() :]}"
    return None


def converted_wrongly(sentence: str) -> Pair | None:
    """60 minutes: two hours."""
    factors = {
        "minutes": (60, "hours"),
        "min": (60, "h"),
        "hours": (24, "days"),
        "h": (24, "days"),
        "days": (7, "weeks"),
        "months": (12, "years"),
        "weeks": (4, "months"),
        "years": (1 / 12, "months"),
        "mm": (10, "cm"),
        "mg": (1000, "g"),
        "ml": (1000, "l"),
        "mL": (1000, "L"),
        "cm": (100, "m"),
        "m": (1000, "km"),
        "g": (1000, "kg"),
        "km": (1 / 1000, "m"),
        "kg": (1 / 1000, "g"),
        "s": (60, "minutes"),
        "seconds": (60, "minutes"),
        "ms": (1000, "s"),
    }
    match = re.search(
        rf"(?<![\w.,/–-])(?P<n>\d+(?:\.\d+)?) (?P<u>{'|'.join(factors)})(?![\w/·-]|\s?[/·])", sentence
    )
    if match is None:
        return None
    factor, unit = factors[match["u"]]
    wrong = float(match["n"]) / factor * _dice("converted", sentence).choice([2, 3, 10, 0.5])
    return _replaced(sentence, match.span(), f"{wrong:g} {unit}")


def fused(sentence: str) -> Pair | None:
    """Return the sentence with something added that the paper does not say."""
    tail = _dice("fused", sentence).choice(
        [
            ", and this was confirmed in an independent sample",
            ", which was approved by the regulator",
            " and was repeated one year later",
            ", and all of it was audited by an outside agency",
            ", which the authors consider their main finding",
            " and published as open access",
            ", because earlier methods had failed",
            ", in order to save costs",
            ", which reduced the error by half",
            " and agrees with the theory",
            ", and no adverse effects occurred",
            ", which took several weeks",
        ]
    )
    return sentence, sentence.rstrip(".") + tail + "."


def range_cut(sentence: str) -> Pair | None:
    """5 to 10: 10."""
    match = re.search(
        rf"(?:\bbetween (?P<a>{_NUM}) and (?P<b>{_NUM})|(?<![\w.,(])(?P<c>{_NUM})(?:–| to "
        rf"|-)(?P<d>{_NUM})(?= [a-z%]))",
        sentence,
    )
    if match is None:
        return None
    ends = [g for g in (match["a"], match["b"], match["c"], match["d"]) if g]
    return _replaced(sentence, match.span(), _dice("range", sentence).choice(ends))


def points_for_percent(sentence: str) -> Pair | None:
    """By 5 %: by 5 percentage points, or the other way round."""
    match = re.search(
        rf"\bby (?:about |approximately |only |up to )?(?P<n>{_NUM}) ?(?P<u>%|percent)", sentence
    )
    if match is None:
        return None
    points = sentence[: match.start("u")].rstrip() + " percentage points" + sentence[match.end("u") :]
    return (sentence, points) if _dice("points", sentence).random() < 0.5 else (points, sentence)


frame_changed = _framed(
    "frame",
    [
        ("In a previous trial, {}", "In the present trial, {}"),
        ("In the pilot phase, {}", "In the main phase, {}"),
        ("Among women, {}", "Among men, {}"),
        ("In rural areas, {}", "In urban areas, {}"),
        ("At the first visit, {}", "At the last visit, {}"),
        ("In the adjusted model, {}", "In the unadjusted model, {}"),
        ("In the intention-to-treat analysis, {}", "In the per-protocol analysis, {}"),
        ("On weekdays, {}", "At weekends, {}"),
        ("In mice, {}", "In humans, {}"),
        ("In theory, {}", "In practice, {}"),
    ],
)
part_told_as_all = _framed(
    "part",
    [
        ("Among smokers, {}", "Among all participants, {}"),
        ("In the youngest subgroup, {}", "In the whole sample, {}"),
        ("In one of the four sites, {}", "In all four sites, {}"),
        ("In a subset of the data, {}", "In the full data, {}"),
        ("For the first cohort, {}", "For both cohorts, {}"),
        ("In two of the experiments, {}", "In every experiment, {}"),
    ],
)


def respectively_turned(sentence: str) -> Pair | None:
    """Turn "A and B were 5 and 10, respectively" into "10 and 5"."""
    if "respectively" not in sentence:
        return None
    match = re.search(
        rf"(?<![\w.,-])(?P<a>{_NUM})(?: ?%)? (?:and|vs\.?|versus) (?P<b>{_NUM})(?![\w-])", sentence
    )
    return None if match is None else _swapped(sentence, match)


risk_told_as_cause = _pattern(
    "risk",
    r"\b(?:risk factors? (?:for|of)|predictors? of|predict(?:s|ed)?|markers? (?:of|for)|indicators? of"
    r"|correlates? of"
    r"|associations? between|relationships? between|accompanied by|in parallel with|along with)\b(?! and)",
    ["the cause of", "a consequence of"],
)
alike_told_as_different = _words(
    "alike",
    """
    similar to>different from, comparable to>better than, comparable with>superior to, equivalent
    to>worse than, identical to>different from, similar between>different between, similar in>different
    in, consistent with>contrary to, in line with>contrary to, in agreement with>in conflict with, as
    well as>better than, similarly>differently, comparable>unequal, constant>variable,
    unchanged>altered, agreed with>contradicted, supports>contradicts, support>contradict,
    confirmed>refuted, corresponds to>differs from""",
    both_ways=False,
)
counterpart = _words(
    "counterpart",
    """
    patients>controls, men>women, mothers>fathers, children>adults, left>right, urban>rural,
    students>teachers, systolic>diastolic, internal>external, acute>chronic, oral>intravenous,
    mild>severe, anterior>posterior, proximal>distal, male>female, males>females, input>output,
    horizontal>vertical, maternal>paternal, qualitative>quantitative, prospective>retrospective,
    cross-sectional>longitudinal, local>global, static>dynamic, discrete>continuous, public>private,
    northern>southern, eastern>western, physical>mental, boys>girls, weight>height,
    temperature>pressure, blood>urine, online>on paper, species>genus, plant>animal, hospital>school,
    questionnaire>interview, questionnaires>interviews, protein>lipid, mortality>morbidity,
    summer>spring, husband>wife, water>soil, young>old, rats>mice, depth>width, inpatients>outpatients,
    anxiety>depression, exercise>diet, day>night, cost>quality""",
)
word_exchanged = _pattern(
    "foreign",
    r"\b(?P<d>the|a|of|in|with|for) (?!the |a |an )(?:[a-z]{5,}s|[a-z]+(?:tion|ment|ness|ity|ance|ence"
    r"|ism|ure))\b(?! of)",
    [
        r"\g<d> turbines",
        r"\g<d> inflation",
        r"\g<d> passports",
        r"\g<d> sculpture",
        r"\g<d> orchids",
        r"\g<d> migration",
    ],
)
manner_added = _pattern(
    "manner",
    r"\b(?P<b>was|were) (?P<v>[a-z]{2,}ed)\b",
    [
        r"\g<b> randomly \g<v>",
        r"\g<b> independently \g<v>",
        r"\g<b> manually \g<v>",
        r"\g<b> automatically \g<v>",
        r"\g<b> anonymously \g<v>",
        r"\g<b> repeatedly \g<v>",
        r"\g<b> blindly \g<v>",
        r"\g<b> jointly \g<v>",
    ],
)
limit_dropped = _pattern(
    "limit",
    r"^(?:Among|In (?:patients|women|men|children|adults|participants|those|subjects|mice|rats|cells"
    r"|animals|one|some|a subset"
    r"|areas|regions|cases|this subgroup|the subgroup|the pilot|the first|the second|simulations?"
    r"|smokers|rural))\b"
    r"[^,()]{3,70}, (?P<n>[a-z])",
    [r"\g<n>"],
)
only_added = _pattern(
    "only",
    r"\b(?P<b>was|were|is|are) (?P<v>[a-z]{2,}(?:ed|en|wn)) (?P<p>in|for|by|from|with|at|to|on|using)\b",
    [
        r"\g<b> \g<v> only \g<p>",
        r"\g<b> \g<v> exclusively \g<p>",
        r"\g<b> only \g<v> \g<p>",
        r"\g<b> \g<v> solely \g<p>",
    ],
)
made_superlative = _words(
    "superlative",
    """
    one of the most>the most, among the most>the most, one of the>the only, higher>highest,
    lower>lowest, larger>largest, better>best, one of the main>the main, one of the first>the first, a
    common>the most common, an important>the most important, a new>the first, a novel>the first, a
    major>the main, a key>the decisive, an effective>the most effective, a good>the best, a large>the
    largest, greater>greatest, a high>the highest""",
    both_ways=False,
)


def but_not_made_and(sentence: str) -> Pair | None:
    """Turn "A but not B" into "A and B", and "A rather than B" into "B rather than A"."""
    match = re.search(
        r"\b(?P<a>[a-z-]{4,}s?) and (?P<b>[a-z-]{4,})(?=[,.;]| (?:in|of|for|by|with|at|from|to)\b)", sentence
    )
    if match is None or "between" in sentence or "both" in sentence:
        return None
    dice = _dice("but not", sentence)
    link = dice.choice([" but not ", " rather than ", " instead of ", ", without "])
    evidence = sentence[: match.end("a")] + link + sentence[match.start("b") :]
    if dice.random() < 0.5:
        return evidence, sentence
    other = sentence[: match.start("a")] + match["b"] + link + match["a"] + sentence[match.end("b") :]
    return evidence, other


def either_made_both(sentence: str) -> Pair | None:
    """Turn "A or B" into "both A and B", and the other way round."""
    match = re.search(
        r"\b(?P<l>either |both )?(?P<a>[a-z-]{4,}) (?P<w>or|and) (?P<b>[a-z-]{4,})(?=[,.;]| (?:in|of"
        r"|for|by|with|at|from|to)\b)",
        sentence,
    )
    if match is None or "between" in sentence:
        return None
    new = (
        f"both {match['a']} and {match['b']}"
        if match["w"] == "or"
        else f"either {match['a']} or {match['b']}"
    )
    return _replaced(sentence, match.span(), new)


list_made_closed = _pattern(
    "closed",
    r"\b(?P<a>[a-z-]{4,}), (?P<b>[a-z-]{4,}),? and (?P<c>[a-z-]{4,})\b",
    [r"only \g<a>", r"\g<a> alone", r"exclusively \g<b>", r"\g<b> and nothing else", r"only \g<a> and \g<b>"],
)
frequency_for_duration = _pattern(
    "frequency",
    rf"\b(?P<p>for|after|within|every) (?P<n>{_NUM}|two|three|four|five|six) (?P<u>min|minutes|h|hours"
    rf"|days|weeks|months|years)\b",
    [r"every other \g<n> \g<u>", r"\g<n> \g<u> before", r"once in \g<n> \g<u>"],
)
by_made_to = _pattern(
    "by to",
    rf"(?P<v>\b(?:increase|decrease|reduce|improve|rise|fall|drop|decline|change|differ|grow|grew|rose"
    rf"|fell|exceed)\w*\b[^.,;()]{{0,30}}) by (?P<n>(?:about |approximately |more than |at least )?{_NUM})",
    [r"\g<v> to \g<n>"],
)
stage_changed = _words(
    "stage",
    """
    screened>randomised, invited>recruited, enrolled>followed up, randomized>analyzed,
    randomised>analysed, completed>started, recruited>screened, assigned>analysed, submitted>accepted,
    approached>enrolled, contacted>interviewed, began>ended, started>finished, started>stopped,
    admitted>discharged, allocated>followed, collected>analysed, diagnosed>cured, registered>published,
    analysed>collected, analyzed>collected, discharged>admitted, opened>closed, selected>excluded,
    assessed>treated, treated>assessed, tested>vaccinated, designed>abandoned, developed>purchased,
    purchased>developed, sent>received, received>refused, drafted>approved""",
    both_ways=False,
)
purpose_turned = _turned(
    rf"(?P<a>\b(?:[Tt]he |[Aa]n? )?(?:[a-z-]{{3,}} )?[a-z-]{{4,}}) (?:was|were|is|are) (?:\w+ly )?"
    rf"(?:used|needed|required|applied|employed|performed|designed|necessary|conducted) (?:to \w+|for"
    rf"|in) {_NOT_NP}(?P<b>{_NP})"
    r"(?=[,.;:(]| in\b| with\b| from\b| at\b| and\b| using\b| by\b| of\b|$)"
)
order_turned = _turned(
    rf"(?P<a>\b(?:[Tt]he |[Aa]n? )?(?:[a-z-]{{3,}} )?[a-z-]{{4,}}),? (?:followed by|preceded by"
    rf"|prior to|before|after|and then|then|following) "
    rf"{_NOT_NP}(?P<b>{_NP})(?=[,.;:(]| in\b| with\b| from\b| at\b| and\b| using\b| by\b| of\b|$)"
)

MEANING: dict[str, Plant] = {
    "other group": group_swapped,
    "direction in another word": other_direction,
    "inequality turned": inequality_turned,
    "sign of a number": sign_lost,
    "another rate (per day, per week)": rate_changed,
    "another time point": time_point_changed,
    "included for excluded": excluded_included,
    "at least for at most": bound_turned,
    "another statistic": other_statistic,
    "number in words changed": word_number_changed,
    "passive turned": _participle_swap,
    "exception dropped": exception_dropped,
    "on request told as public": request_told_as_public,
    "made significant": made_significant,
    "rounded too far": rounded_too_far,
    "second half added": fused,
    "range cut to one end": range_cut,
    "another frame (pilot, women)": frame_changed,
    "respectively turned": respectively_turned,
    "alike told as different": alike_told_as_different,
    "one thing for a foreign one": word_exchanged,
    "manner added": manner_added,
    "only added": only_added,
    "but not made and": but_not_made_and,
    "by made to": by_made_to,
    "primary for secondary": outcome_rank_changed,
    "limit dropped": limit_dropped,
    "made superlative": made_superlative,
    "either for both": either_made_both,
    "duration made frequency": frequency_for_duration,
}
UNSEEN: dict[str, Plant] = {
    "another denominator": denominator_changed,
    "another actor": actor_changed,
    "training for test, model for measurement": split_changed,
    "other prefix": other_prefix,
    "limitation told as strength": limit_told_as_strength,
    "converted wrongly": converted_wrongly,
    "percentage points for percent": points_for_percent,
    "part told as all, framed": part_told_as_all,
    "risk told as cause": risk_told_as_cause,
    "counterpart": counterpart,
    "list made closed": list_made_closed,
    "stage of the study": stage_changed,
    "purpose turned": purpose_turned,
    "order turned": order_turned,
}
