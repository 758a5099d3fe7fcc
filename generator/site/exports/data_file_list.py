"""All data files of a site: where each is, what it holds, how the Data page shows it.

To add an export, add an entry here and write it in `generator.site.exports.data_files`. The Data page, the
RO-Crate, the links in the pages' metadata and the order of all of them follow.
"""

from __future__ import annotations

from dataclasses import dataclass

DATA = "data/"
TABLE = f"{DATA}answers.csv"
WIDE = f"{DATA}matrix.csv"
WORKBOOK = f"{DATA}matrix.xlsx"
ANSWERS = f"{DATA}answers.jsonl"
PAPERS = f"{DATA}papers/"
QUESTIONS = f"{DATA}questions/"
REVIEWS = f"{DATA}reviews.jsonl"
SHARES = f"{DATA}shares.csv"
SHARE_LINES = f"{DATA}shares.jsonl"
CHECKLISTS = f"{DATA}checklists.jsonl"
NOTICES = f"{DATA}notices.jsonl"
SIMILAR = f"{DATA}similar/"
TEXTS = f"{DATA}text/"
HYPOTHESIS = f"{DATA}hypothesis/"
INDEX = f"{DATA}index.json"
SCHEMA_FILE = f"{DATA}schema.json"
BIBTEX = f"{DATA}papers.bib"
RIS = f"{DATA}papers.ris"
CSL = f"{DATA}papers.csl.json"
ANNOTATIONS = f"{DATA}annotations.jsonld"
CRATE = f"{DATA}ro-crate-metadata.json"
CITATION = "CITATION.cff"
LLMS = "llms.txt"


@dataclass(frozen=True, slots=True)
class Standard:
    """A specification that a file follows. address: of the version in use. name: for people."""

    address: str
    name: str


RO_CRATE = Standard("https://w3id.org/ro/crate/1.3", "RO-Crate 1.3")
WEB_ANNOTATION = Standard("http://www.w3.org/ns/anno.jsonld", "Web Annotation Data Model")
JSON_SCHEMA = Standard("https://json-schema.org/draft/2020-12/schema", "JSON Schema 2020-12")
LLMS_TXT = Standard("https://llmstxt.org/", "llms.txt")
CFF = Standard("https://doi.org/10.5281/zenodo.5171937", "Citation File Format 1.2.0")


@dataclass(frozen=True, slots=True)
class ExportKind:
    """A file, or a folder of files of one kind, whose path ends with a slash.

    group: heading under which the Data page shows it. noun: what its records are; empty if they are not
    counted. ending: of the files in a folder.
    """

    path: str
    group: str
    title: str
    description: str
    media_type: str
    noun: str = ""
    standard: Standard | None = None
    ending: str = ".json"


_ANSWERS, _QUOTES, _DATA = "Answers", "Papers and quotes", "About the data"

# In the order in which people look for them, which the Data page keeps.
KINDS = (
    ExportKind(
        TABLE, _ANSWERS, "Answers as a table", "One row per answer, for spreadsheets.", "text/csv", "answer"
    ),
    ExportKind(
        WIDE,
        _ANSWERS,
        "Papers by questions",
        "One row per paper; two columns per question: the status shown, and how certain it is.",
        "text/csv",
        "paper",
    ),
    ExportKind(
        WORKBOOK,
        _ANSWERS,
        "Papers by questions, as a workbook",
        "The same for spreadsheets, with further sheets of shortened answers and of the questions.",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "paper",
    ),
    ExportKind(
        ANSWERS,
        _ANSWERS,
        "Answers",
        "One JSON object per line: every answer of every model, with its evidence and origin.",
        "application/jsonl",
        "answer",
    ),
    ExportKind(
        PAPERS,
        _ANSWERS,
        "One file per paper",
        "A paper with all answers about it, as in answers.jsonl.",
        "application/json",
        "file",
    ),
    ExportKind(
        TEXTS,
        _ANSWERS,
        "One file per paper, as text",
        "The answers shown, with quotes and addresses, at a tenth of the size: for people and assistants.",
        "text/plain",
        "file",
        ending=".txt",
    ),
    ExportKind(
        QUESTIONS,
        _ANSWERS,
        "One file per question",
        "A question with the answer shown for every paper, and the status that each model gives.",
        "application/json",
        "file",
    ),
    ExportKind(
        REVIEWS,
        _ANSWERS,
        "Reviews",
        "One JSON object per line: every review of a current or earlier answer.",
        "application/jsonl",
        "review",
    ),
    ExportKind(
        SHARES,
        _ANSWERS,
        "Shares of papers",
        "One row per question: the share of papers that report it, the 95 % interval and the counts.",
        "text/csv",
        "share",
    ),
    ExportKind(
        SHARE_LINES,
        _ANSWERS,
        "Shares of papers, JSON Lines",
        "The same, one JSON object per line.",
        "application/jsonl",
        "share",
    ),
    ExportKind(
        CHECKLISTS,
        _ANSWERS,
        "Checklists",
        "One JSON object per line: what authors claim in their checklist, and what was found in the paper.",
        "application/jsonl",
        "claim",
    ),
    ExportKind(
        SIMILAR,
        _ANSWERS,
        "Similar answers",
        "For each question and paper, the papers with similar answers, and the similarity in percent.",
        "application/json",
        "file",
    ),
    ExportKind(
        INDEX,
        _ANSWERS,
        "Index",
        "Every paper and every question, with the path of its file.",
        "application/json",
    ),
    ExportKind(
        SCHEMA_FILE,
        _ANSWERS,
        "Schema",
        "JSON Schema of an answer, and of the files of papers and questions: the meaning of every key.",
        "application/schema+json",
        standard=JSON_SCHEMA,
    ),
    ExportKind(
        BIBTEX, _QUOTES, "Papers, BibTeX", "The papers, to cite them.", "application/x-bibtex", "paper"
    ),
    ExportKind(
        RIS,
        _QUOTES,
        "Papers, RIS",
        "The same, for programs that read RIS.",
        "application/x-research-info-systems",
        "paper",
    ),
    ExportKind(
        CSL,
        _QUOTES,
        "Papers, CSL-JSON",
        "The same, for Zotero, Pandoc and others.",
        "application/vnd.citationstyles.csl+json",
        "paper",
    ),
    ExportKind(
        NOTICES,
        _QUOTES,
        "Notices",
        "One JSON object per line: retractions, corrections and newer versions of papers, with their source.",
        "application/jsonl",
        "notice",
    ),
    ExportKind(
        ANNOTATIONS,
        _QUOTES,
        "Quotes as annotations",
        "Each quote under an answer as a W3C Web Annotation of the paper.",
        "application/ld+json",
        "quote",
        WEB_ANNOTATION,
    ),
    ExportKind(
        HYPOTHESIS,
        _QUOTES,
        "Quotes for Hypothesis",
        "The same, one file per paper with a public address: for “Import” in the sidebar of hypothes.is.",
        "application/json",
        "file",
    ),
    ExportKind(
        CRATE,
        _DATA,
        "RO-Crate",
        "What each of these files is, for programs.",
        "application/ld+json",
        standard=RO_CRATE,
    ),
    ExportKind(
        CITATION,
        _DATA,
        "Citation",
        "How to cite the collection as a whole.",
        "application/yaml",
        standard=CFF,
    ),
    ExportKind(
        LLMS,
        _DATA,
        "For assistants",
        "What this site is, where its data are, and how to cite it, for language models.",
        "text/markdown",
        standard=LLMS_TXT,
    ),
)
KIND_OF = {kind.path: kind for kind in KINDS}
