"""Other words for acronyms and product names, and the acronyms that name a kind of thing.

>>> equivalent_pattern("svm"), is_generic("GPUs")
('support vector', True)
"""

from __future__ import annotations

# Names and acronyms that a text may replace by words, or by a product that implies them.
_EQUIVALENT = {
    "cnn": "convolutional|convnet|conv net",
    "dnn": "deep (?:neural )?network",
    "ann": "neural network",
    "nn": "neural network",
    "gpu": "graphics? (?:card|processing)|geforce|gtx|rtx|titan|quadro|tesla v?\\d|a100|v100|cuda",
    "nvidia": "geforce|gtx|rtx|titan (?:x|rtx|v)|quadro|tesla [kpvt]\\d",
    "cpu": "processor|xeon|intel core|i[3579]-\\d",
    "ram": "memory",
    "uv": "ultra-?violet",
    "ai": "artificial intelligence|machine learning|deep learning",
    "ml": "machine learning",
    "dl": "deep learning",
    "fft": "fourier",
    "url": "https?://|www\\.",
    "f1": "f-?(?:measure|score)",
    "sgd": "stochastic gradient",
    "relu": "rectified linear",
    "adam": "adaptive moment",
    "jpg": "jpeg",
    "jpeg": "jpg",
    "usa": "united states|u\\.s\\.",
    "uk": "united kingdom|britain|england",
    "osm": "openstreetmap",
    "iou": "intersection over union",
    "map": "mean average precision",
    "auc": "area under",
    "nms": "non-?maxim(?:um|al) suppression",
    "roc": "receiver operating",
    "gan": "adversarial",
    "svm": "support vector",
    "doi": "doi\\.org",
    "tensorflow": "tensor flow",
    "pytorch": "torch",
    "sklearn": "scikit-learn",
    "scikit-learn": "sklearn",
}


# Countries and what belongs to them. A bar parts two ways to write one.
_DEMONYMS = """
german=germany french=france italian=italy spanish=spain portuguese=portugal dutch=netherlands|holland
belgian=belgium swiss=switzerland austrian=austria danish=denmark swedish=sweden norwegian=norway
finnish=finland icelandic=iceland irish=ireland scottish=scotland welsh=wales english=england
british=britain|united_kingdom|uk polish=poland czech=czechia|czech_republic hungarian=hungary
romanian=romania bulgarian=bulgaria greek=greece turkish=turkey|türkiye russian=russia ukrainian=ukraine
american=usa|united_states|america canadian=canada mexican=mexico brazilian=brazil argentine=argentina
chilean=chile peruvian=peru colombian=colombia chinese=china japanese=japan korean=korea indian=india
pakistani=pakistan bangladeshi=bangladesh nepalese=nepal thai=thailand vietnamese=vietnam
indonesian=indonesia malaysian=malaysia philippine=philippines australian=australia iranian=iran
israeli=israel egyptian=egypt moroccan=morocco tunisian=tunisia ethiopian=ethiopia kenyan=kenya
ugandan=uganda tanzanian=tanzania nigerian=nigeria ghanaian=ghana african=africa european=europe asian=asia
sudanese=sudan lebanese=lebanon cuban=cuba estonian=estonia latvian=latvia lithuanian=lithuania
slovak=slovakia slovenian=slovenia croatian=croatia serbian=serbia
"""
_PLACES = {
    adjective: places.replace("_", " ")
    for adjective, _, places in (pair.partition("=") for pair in _DEMONYMS.split())
}
_EQUIVALENT.update(_PLACES)
for _adjective, _places in _PLACES.items():
    for _place in _places.split("|"):
        _EQUIVALENT[_place] = "|".join(filter(None, (_EQUIVALENT.get(_place), _adjective)))


def equivalent_pattern(name: str) -> str:
    """Return a regular expression for other words for ``name``, in lower case; nothing if none is known."""
    return _EQUIVALENT.get(name, "")


# Acronyms of a kind of thing, which are names only in form.
_GENERIC = frozenset(
    ["cnn", "dnn", "ann", "nn", "gpu", "cpu", "ram", "uv", "ai", "ml", "dl", "url", "doi", "api"]
)


def is_generic(name: str) -> bool:
    """Return True if ``name`` is an acronym of a kind of thing: CNNs, GPU."""
    word = name.lower()
    return word in _GENERIC or (word.endswith("s") and word[:-1] in _GENERIC)
