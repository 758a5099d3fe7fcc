"""What people write to name a paper is understood, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fetching import id_of, ids_of


@pytest.mark.parametrize(
    ("named", "key"),
    [
        ("10.1234/ABC.", "doi:10.1234/abc"),
        ("doi: 10.1234/abc", "doi:10.1234/abc"),
        ("https://doi.org/10.1234/abc(1)2", "doi:10.1234/abc(1)2"),
        ("https://dx.doi.org/10.1234/abc", "doi:10.1234/abc"),
        ("PMC1234567", "pmcid:pmc1234567"),
        ("pmc 0012", "pmcid:pmc12"),
        ("PMCID: PMC12", "pmcid:pmc12"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC12/", "pmcid:pmc12"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC12/?report=classic", "pmcid:pmc12"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC12.1/", "pmcid:pmc12"),
        ("https://europepmc.org/article/PMC/PMC12", "pmcid:pmc12"),
        ("https://europepmc.org/article/MED/31452104", "pmid:31452104"),
        ("pmid:31452104", "pmid:31452104"),
        ("31452104", "pmid:31452104"),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "pmid:31452104"),
        ("arXiv:2401.00010v2", "arxiv:2401.00010"),
        ("2401.00010", "arxiv:2401.00010"),
        ("hep-th/9901001v3", "arxiv:hep-th/9901001"),
        ("https://arxiv.org/pdf/2401.00010v1.pdf", "arxiv:2401.00010"),
        ("10.48550/arXiv.2401.00010", "arxiv:2401.00010"),
        ("https://link.springer.com/article/10.1186/s12859-020-1", "doi:10.1186/s12859-020-1"),
        ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.1", "doi:10.1371/journal.pone.1"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.1v2.full", "doi:10.1101/2020.01.01.1"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.1v1.full.pdf", "doi:10.1101/2020.01.01.1"),
        ("https://example.org/a%20paper#there", "url:https://example.org/a%20paper"),
        ("(https://doi.org/10.1234/abc).", "doi:10.1234/abc"),
        ("DOI: https://doi.org/10.1234/abc", "doi:10.1234/abc"),
        ("urn:doi:10.1234/abc", "doi:10.1234/abc"),
        ("“10.1234/abc”", "doi:10.1234/abc"),
        ("10.1234/abc\u200b", "doi:10.1234/abc"),
        ("10.1234/s41598\u2010019\u20131", "doi:10.1234/s41598-019-1"),
        ("https://doi.org/10.1234%2Fabc?utm_source=x#y", "doi:10.1234/abc"),
        ("doi.org/10.48550/arXiv.2401.00010", "arxiv:2401.00010"),
        ("https://www.medrxiv.org/content/10.1101/2020.01.01.1v1.full.pdf+html", "doi:10.1101/2020.01.01.1"),
        ("https://a.biomedcentral.com/articles/10.1186/s12859-020-1/figures/2", "doi:10.1186/s12859-020-1"),
        ("www.example.org/a", "url:https://www.example.org/a"),
        ("arXiv:2401.00010v2 [cs.CL]", "arxiv:2401.00010"),
        ("arxiv 2401.00010.", "arxiv:2401.00010"),
        ("https://arxiv.org/abs/2401.00010v2/?context=cs", "arxiv:2401.00010"),
        ("https://ar5iv.labs.arxiv.org/html/math.GT/0309136", "arxiv:math.gt/0309136"),
        ("https://arxiv.org/e-print/hep-th/9901001", "arxiv:hep-th/9901001"),
        ("PMID:PMC12", "pmcid:pmc12"),
        ("PMC:12", "pmcid:pmc12"),
        ("PMCID: 12", "pmcid:pmc12"),
        ("PMID: 31452104.", "pmid:31452104"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/12/", "pmcid:pmc12"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/pmid/31452104/", "pmid:31452104"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=31452104", "pmid:31452104"),
    ],
)
def test_names_of_papers(named: str, key: str) -> None:
    found = id_of(named)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "named",
    [
        *("", "x", "10.1/x", "smith-2021", "ftp://x/y", "http://", "1234", "PMC", "https://[::1/x", "a\x00b"),
        *("https://doi.org/10.1371", "https://ada:secret@example.org/x", "10.137/x", "()", "PMID", "arXiv:"),
    ],
)
def test_what_names_no_paper(named: str) -> None:
    assert id_of(named) is None


@pytest.mark.parametrize(
    ("named", "version"),
    [
        ("2401.00010v12", "12"),
        ("arXiv:2401.00010", ""),
        ("hep-th/9901001v3", "3"),
        ("arXiv: 2401.00010 v2", "2"),
        ("https://arxiv.org/pdf/2401.00010v4.pdf", "4"),
    ],
)
def test_versions_of_arxiv(named: str, version: str) -> None:
    found = id_of(named)
    assert found is not None
    assert found.version == version


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("10.1234/a 10.1234/b", ["doi:10.1234/a", "doi:10.1234/b"]),
        ("10.1234/a; PMC12, pmid:7", ["doi:10.1234/a", "pmcid:pmc12", "pmid:7"]),
        ("pmid: 31452104", ["pmid:31452104"]),
        ("10.1234/a, Beetles in gardens", ["doi:10.1234/a"]),
        ("beetles in gardens", []),
    ],
)
def test_ids_side_by_side(written: str, keys: list[str]) -> None:
    assert [id.key for id in ids_of(written)] == keys


@given(st.text(max_size=80))
def test_anything_else_is_a_name_or_none(named: str) -> None:
    found = id_of(named)
    if found is not None:
        again = id_of(str(found).replace("PMID ", "pmid:"))
        assert again is not None
        assert again.key == found.key
