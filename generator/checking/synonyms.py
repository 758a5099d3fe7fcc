"""Words that authors of this literature exchange freely, and words that carry no claim.

Written by hand from the usage of the field (data-driven natural science and deep learning). A word
stands in at most one group; words whose exchange could change a fact (precision and accuracy,
training and testing, validation and test) are in none.
"""

from __future__ import annotations

from functools import lru_cache

from generator.core.words import stem

_GROUPS = """
dataset datasets corpus corpora
image picture photo photograph photographic imagery
network net
annotate annotation annotator label labelled labelling labeller annotated tag tagged
divide split partition separate partitioned
artificial synthetic
graphics gpu
choose select pick selection choice chosen picked
use utilise employ apply usage application applied
show demonstrate display reveal
obtain acquire get got gather collect collection acquisition gathered
build construct create develop make made built construction creation development constructed
begin start commence initiate began begun
detect detection detector
recognise identify identification recognition
big large
small little tiny
quick fast rapid
evaluate evaluation assess assessment appraise
test testing tested
examine investigate analyse analysis inspect explore
calculate compute computation calculation
freely openly publicly open public
accessible available obtainable
repository archive deposit
website web online internet site
augment augmentation
randomly random
person people human
researcher scientist author
expert specialist
worldwide global globally
crop cropped
resize rescale scale downscale resized rescaled
remove delete discard exclude drop omit eliminate removed dropped
reach achieve attain achieved attained reached
contain include comprise consist hold comprising consisting
whole entire full complete
several multiple various numerous
method approach technique procedure
task problem
aim goal objective purpose
estimate estimation
predict prediction predictor
batch minibatch
hyperparameter parameter
pretrain pretrained pretraining pre-trained
finetune finetuned finetuning
convnet cnn
unequal unbalanced imbalanced imbalance
framework library package toolbox toolkit
software program
script code
download downloaded fetch retrieve
store save
computer workstation
processor cpu
camera
record recorded recording
publish release published released
supplement supplementary supplemental
keep retain kept
happen occur
different distinct
need require
help aid assist
average mean
share proportion fraction percentage percent
error mistake
amount quantity
cover encompass span
pixel px
second sec
hour hr
location place position
because due
permit allow enable
"""

# Verbs and nouns of reporting: they frame a statement, and are paraphrased at will.
_LIGHT = """
use uses apply applied perform performed carry carried conduct conducted provide provided include
including included make made take taken give given obtain obtained author paper study work article
respectively example total number well based follow following followed described describe report
reported present presented serve served act consist consisting contain containing call
called name named refer referred different several various many further
additionally furthermore also namely ie eg detail detailed done way kind type
order part along allow allowed say said state stated set get
"""

_COUNTS = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
million
"""


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _GROUPS.strip().splitlines():
        group = [stem(word) for word in line.split()]
        for term in group:
            table.setdefault(term, table.get(group[0], group[0]))
    return table


@lru_cache(maxsize=100_000)
def canonical(term: str) -> str:
    """The stem that stands for all that mean the same as the stem ``term``."""
    return _table().get(term, term)


@lru_cache(maxsize=1)
def light() -> frozenset[str]:
    """Canonical stems of words that carry no claim."""
    return frozenset(canonical(stem(word)) for word in _LIGHT.split())


@lru_cache(maxsize=1)
def counts() -> frozenset[str]:
    """Stems of numbers that are written as words; the rule on numbers looks after them."""
    return frozenset(stem(word) for word in _COUNTS.split())
