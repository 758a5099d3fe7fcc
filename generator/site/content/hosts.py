"""Names of the hosts that links lead to."""

from __future__ import annotations

from urllib.parse import urlsplit

from generator.core import Metadata

# Beginning of an address without its scheme, or the end of its host -> name.
_BY_DOI = {
    "10.5281/": "Zenodo",
    "10.6084/": "figshare",
    "10.5061/": "Dryad",
    "10.17605/": "OSF",
    "10.7910/": "Harvard Dataverse",
    "10.1594/": "PANGAEA",
    "10.15468/": "GBIF",
    "10.17632/": "Mendeley Data",
    "10.24433/": "Code Ocean",
    "10.24432/": "UCI Machine Learning Repository",
    "10.34740/": "Kaggle",
    "10.57967/": "Hugging Face",
    "10.18112/": "OpenNeuro",
    "10.13026/": "PhysioNet",
}
_BY_HOST = {
    "zenodo.org": "Zenodo",
    "figshare.com": "figshare",
    "datadryad.org": "Dryad",
    "osf.io": "OSF",
    "dataverse.harvard.edu": "Harvard Dataverse",
    "pangaea.de": "PANGAEA",
    "gbif.org": "GBIF",
    "data.mendeley.com": "Mendeley Data",
    "codeocean.com": "Code Ocean",
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "bitbucket.org": "Bitbucket",
    "huggingface.co": "Hugging Face",
    "kaggle.com": "Kaggle",
    "clinicaltrials.gov": "ClinicalTrials.gov",
    "ncbi.nlm.nih.gov": "NCBI",
    "softwareheritage.org": "Software Heritage",
    "cran.r-project.org": "CRAN",
    "pypi.org": "PyPI",
    "pypi.python.org": "PyPI",
    "archive.ics.uci.edu": "UCI Machine Learning Repository",
    "openneuro.org": "OpenNeuro",
    "physionet.org": "PhysioNet",
}


_ARCHIVES = frozenset((*_BY_DOI.values(), *_BY_HOST.values()))


def host_name(address: str) -> str:
    """Return the name of a known archive for its address; for other addresses, the host or the DOI."""
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.")
    if host in ("doi.org", "dx.doi.org"):
        doi = parts.path.strip("/")
        known = (name for prefix, name in _BY_DOI.items() if doi.startswith(prefix))
        return next(known, f"doi:{doi}" if doi else host)
    known = (name for end, name in _BY_HOST.items() if host == end or host.endswith(f".{end}"))
    return next(known, host)


def rank(address: str) -> int:
    """Return 0 for the address of a known archive, 1 for another DOI, 2 for any other address."""
    name = host_name(address)
    return 0 if name in _ARCHIVES else 1 if name.startswith("doi:") else 2


def is_own(address: str, paper: Metadata) -> bool:
    """Return True if an address is that of the paper itself."""
    plain = address.lower().rstrip("/")
    names = (paper.doi.lower(), f"arxiv.org/abs/{paper.arxiv.lower()}" if paper.arxiv else "")
    return any(name and plain.endswith(name) for name in names) or plain == paper.url.lower().rstrip("/")
