"""The services that papers come from, as one server of the tests, in the shapes that they document."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from tests.fetching.serving import NOT_THERE, Asked, Say, Server

SENTENCES = (
    "We photographed {n} beetles in a garden near the river.",
    "Each picture was scaled to 128 by 128 pixels before training.",
    "The network was trained with the Adam optimiser for 50 epochs.",
    "Random seeds were fixed to 1, 2 and 3 for all runs.",
    "Accuracy on the test set was 91.5 % on average over the runs.",
    "All code is available from the authors on request.",
    "Larger sets of pictures would help to tell rare species apart.",
)
PDF = b"%PDF-1.4\n"


def jats(doi: str, title: str = "Beetles in gardens", *, body: bool = True, licence: str = "") -> str:
    """Return a JATS article; each has another number of beetles, so that no two are the same."""
    number = sum(doi.encode())
    said = "".join(f"<p>{sentence.format(n=number)}</p>" for sentence in SENTENCES)
    text = f"<body><sec><title>Methods</title>{said}</sec></body>" if body else ""
    permissions = (
        f'<permissions><license xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{licence}">'
        "<license-p>Open.</license-p></license></permissions>"
        if licence
        else ""
    )
    return (
        '<?xml version="1.0"?><article article-type="research-article"><front><journal-meta>'
        "<journal-title-group><journal-title>Journal of Gardens</journal-title></journal-title-group>"
        f'</journal-meta><article-meta><article-id pub-id-type="doi">{escape(doi)}</article-id>'
        f"<title-group><article-title>{title}</article-title></title-group>"
        "<contrib-group><contrib contrib-type='author'><name><surname>Example</surname>"
        f"<given-names>Ada</given-names></name></contrib></contrib-group>"
        f"<pub-date><year>2024</year></pub-date>{permissions}"
        f"<abstract><p>Beetles of gardens were counted.</p></abstract></article-meta></front>{text}</article>"
    )


def page(title: str = "Beetles in gardens", head: str = "", sentences: int = 30) -> str:
    """Return a web page of a paper, with so many sentences in its sections."""
    said = " ".join(SENTENCES[n % len(SENTENCES)].format(n=n) for n in range(sentences))
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<h2>Abstract</h2><p>Beetles were counted.</p><h2>Methods</h2><p>{said}</p></article></body></html>"
    )


def pdf(text: str = "") -> bytes:
    """Return a PDF of one page of text."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen import canvas

    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, pagesize=A4, invariant=True)
    lines = [s.format(n=n) for n in range(4) for s in SENTENCES]
    for number, line in enumerate(["Beetles in gardens", "", "Methods", *lines, text]):
        sheet.setFont("Helvetica-Bold" if number < 3 else "Helvetica", 16 if number == 0 else 11)
        sheet.drawString(72, 780 - 16 * number, line)
    sheet.save()
    return stream.getvalue()


def latex_source(files: Mapping[str, str]) -> bytes:
    """Return an archive of sources, as arXiv sends them."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, text in files.items():
            data = text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def latex(number: int = 7) -> dict[str, str]:
    said = "\n\n".join(s.format(n=number).replace("%", r"\%") for s in SENTENCES)
    return {
        "ms.tex": (
            "\\documentclass{article}\\title{Beetles in gardens}\\author{Ada Example}\n\\begin{document}\n"
            "\\maketitle\n%\\input{secret}\n\\input{parts/methods}\n\\bibliography{refs}\n\\end{document}\n"
        ),
        "parts/methods.tex": f"\\section{{Methods}}\n{said}\n",
        "ms.bbl": "\\begin{thebibliography}{1}\\bibitem{a} A. Example. Gardens. 2020.\\end{thebibliography}",
        "secret.tex": "Not to be read.",
    }


@dataclass
class Internet:
    """What there is. Each mapping is from an id to a reply, or to what becomes one.

    crossref, datacite: DOI -> item. europepmc: DOI, PMCID or PMID -> results. texts: PMCID -> JATS. arxiv:
    id -> fields. sources, pages: arXiv id, path of the web -> reply. unpaywall: DOI -> answer.
    """

    crossref: dict[str, Any] = field(default_factory=dict)
    datacite: dict[str, Any] = field(default_factory=dict)
    europepmc: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[str, Any] = field(default_factory=dict)
    pmc: dict[str, Any] = field(default_factory=dict)
    arxiv: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    unpaywall: dict[str, Any] = field(default_factory=dict)
    openalex: dict[str, Any] = field(default_factory=dict)
    found: list[dict[str, Any]] = field(default_factory=list)
    # What answers before all others, by the beginning of a path.
    faults: dict[str, Callable[[Asked], Say]] = field(default_factory=dict)
    slow: float = 0.0

    def __call__(self, asked: Asked) -> Say:
        for start, fault in self.faults.items():
            if asked.path.startswith(start):
                return fault(asked)
        service, _, path = asked.path[1:].partition("/")
        said = getattr(self, f"_{service.replace('-', '_')}")(unquote(path), asked)
        return said if said.slow or not self.slow else Say(said.body, said.kind, said.status, slow=self.slow)

    def _crossref(self, path: str, asked: Asked) -> Say:
        if "query.bibliographic" in asked.query:
            return Say({"status": "ok", "message": {"items": self.found, "total-results": len(self.found)}})
        item = self.crossref.get(path.removeprefix("works/"))
        if item is None:
            return Say("Resource not found.", "text/plain", 404)
        return Say({"status": "ok", "message-type": "work", "message": item})

    def _datacite(self, path: str, asked: Asked) -> Say:
        item = self.datacite.get(path.removeprefix("dois/"))
        if item is None:
            return Say({"errors": [{"status": "404", "title": "not found"}]}, status=404)
        return Say({"data": {"type": "dois", "attributes": item}})

    def _europepmc(self, path: str, asked: Asked) -> Say:
        if path == "search":
            query = asked.query["query"].replace(" AND SRC:MED", "").partition(":")[2].strip('"')
            results = self.europepmc.get(query, [])
            return Say({"hitCount": len(results), "resultList": {"result": results}})
        return _said(self.texts.get(path.removesuffix("/fullTextXML")), "application/xml")

    def _pmc(self, path: str, asked: Asked) -> Say:
        text = self.pmc.get(asked.query["id"])
        inner = text or '<Reply Id="1" error="id is not available"/>'
        inner = inner.replace('<?xml version="1.0"?>', "")
        return Say(f"<pmc-articleset>{inner}</pmc-articleset>", "text/xml")

    def _arxiv(self, path: str, asked: Asked) -> Say:
        if path != "api/query":
            return _said(self.files.get(path), "application/gzip")
        named = asked.query["id_list"]
        entry = self.arxiv.get(named)
        body = ""
        if entry:
            published = (
                f'<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{entry.get("doi", "")}</arxiv:doi>'
            )
            body = (
                f"<entry><id>http://arxiv.org/abs/{entry['id']}</id><published>2024-01-02T00:00:00Z</published>"
                f"<title>Beetles\n in gardens</title><summary>Counted.</summary><author><name>Ada B. Example"
                f"</name></author>{published if entry.get('doi') else ''}</entry>"
            )
        return Say(
            f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>q</title>{body}</feed>',
            "application/atom+xml",
        )

    def _arxiv_html(self, path: str, asked: Asked) -> Say:
        return _said(self.files.get(path), "text/html")

    def _arxiv_oai(self, path: str, asked: Asked) -> Say:
        id = asked.query["identifier"].removeprefix("oai:arXiv.org:")
        entry = self.arxiv.get(id, {})
        return Say(
            '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record><metadata>'
            f'<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{id}</id><authors><author><keyname>Example</keyname>'
            "<forenames>Ada B.</forenames></author></authors>"
            f"<license>{entry.get('licence', '')}</license></arXiv></metadata></record></GetRecord>"
            "</OAI-PMH>",
            "text/xml",
        )

    def _unpaywall(self, path: str, asked: Asked) -> Say:
        return _said(self.unpaywall.get(path))

    def _openalex(self, path: str, asked: Asked) -> Say:
        return _said(self.openalex.get(path.removeprefix("works/doi:")))

    def _doi(self, path: str, asked: Asked) -> Say:
        return _said(self.files.get(f"doi/{path}"), "text/html")

    def _web(self, path: str, asked: Asked) -> Say:
        return _said(self.files.get(f"web/{path}"), "text/html")


def _said(what: Any, kind: str = "") -> Say:
    return NOT_THERE if what is None else what if isinstance(what, Say) else Say(what, kind)


SERVICES = (
    "arxiv",
    "arxiv-html",
    "arxiv-oai",
    "crossref",
    "datacite",
    "doi",
    "europepmc",
    "openalex",
    "pmc",
    "unpaywall",
)


def bases(server: Server) -> dict[str, str]:
    """Where the services are for which ``server`` stands."""
    return {**{name: f"{server.url}/{name}" for name in SERVICES}, "web": server.url}


def environment(server: Server) -> str:
    """Return the same as a value of ANSWERBOOK_SERVICES."""
    return " ".join(f"{name}={address}" for name, address in bases(server).items())


def item(doi: str, title: str = "Beetles in <i>gardens</i>", licence: str = "") -> dict[str, Any]:
    """Return an item of Crossref."""
    licences = [
        {"URL": "http://www.elsevier.com/tdm/userlicense/1.0/", "content-version": "tdm"},
        *(
            [{"URL": licence, "content-version": "vor", "start": {"date-time": "2024-01-01T00:00:00Z"}}]
            if licence
            else []
        ),
    ]
    return {
        "DOI": doi,
        "title": [title],
        "author": [{"family": "Example", "given": "Ada"}, {"name": "The Garden Group"}],
        "container-title": ["Journal of Gardens"],
        "issued": {"date-parts": [[2024, 5, 1]]},
        "type": "journal-article",
        "license": licences,
    }  # fmt: skip


def result(doi: str, pmcid: str = "", pmid: str = "", licence: str = "cc by", **more: Any) -> dict[str, Any]:
    """Return a result of Europe PMC."""
    return {
        "id": pmid or pmcid,
        "source": "MED",
        "doi": doi,
        "pmcid": pmcid,
        "pmid": pmid,
        "title": "Beetles in gardens.",
        "authorList": {"author": [{"fullName": "Example A", "lastName": "Example", "firstName": "Ada"}]},
        "journalInfo": {"yearOfPublication": 2024, "journal": {"title": "Journal of Gardens"}},
        "pubYear": "2024",
        "isOpenAccess": "Y" if pmcid else "N",
        "inEPMC": "Y" if pmcid else "N",
        "license": licence,
    } | more
