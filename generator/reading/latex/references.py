"""The list of references of a LaTeX paper, and what the marks in its text stand for.

>>> cited("citep", ["ada", "ben"], {"ada": ("Example", "2020"), "ben": ("Sample et al.", "2021")})
'(Example, 2020; Sample et al., 2021)'
"""

from __future__ import annotations

import re

_ITEM = re.compile(
    r"\\bibitem\s*+(?:%[^\n]{0,300}\n\s*+)?(?:\[(?P<label>(?:[^\[\]{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,200}\}){0,200}\}){0,200}\}){0,400})\]\s*+)?\{(?P<key>[^{}]{1,200})\}"
)
_NATBIB = re.compile(r"^\{?(?P<names>.{1,300}?)\{?\((?P<year>[^()]{0,30})\)")
_ENTRY = re.compile(r"\\entry\{(?P<key>[^{}]{1,200})\}\{(?P<type>[^{}]{0,40})\}\{[^{}]{0,200}\}\{?")
_FIELD = re.compile(
    r"\\field\{(?P<name>\w{1,30})\}\{(?P<value>(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,300}\}){0,300}\}){0,3000})\}"
)
_FAMILY = re.compile(r"family=\{(?P<family>(?:[^{}]|\{[^{}]{0,100}\}){1,100})\}")
_MAX_LABEL_CHARS = 12  # a longer label is replaced by a number
_MAX_AUTHORS_CHARS = 20_000  # of an entry, in which its authors are looked for
_DOI = re.compile(r"\\verb\{doi\}\s*\\verb\s+(\S{4,200})")


def labels_by_key(source: str) -> dict[str, tuple[str, str]]:
    """Return what the citation of each key shows: names and year, or a number and "".

    natbib writes the names (``\\bibitem[Okoye(2019)]{key}``); a list without labels is numbered.
    """
    labels: dict[str, tuple[str, str]] = {}
    for item in _ITEM.finditer(source):
        label = item["label"]
        natbib = (
            _NATBIB.match(" ".join(label.replace("~", " ").replace("\\ ", " ").split())) if label else None
        )
        if natbib:
            labels[item["key"].strip()] = (
                re.sub(r"[{}]|\\\w+\s*", "", natbib["names"]),
                natbib["year"].strip("{} "),
            )
        else:
            number = (
                re.sub(r"[{}\\]", "", label)
                if label and len(label) < _MAX_LABEL_CHARS
                else str(len(labels) + 1)
            )
            labels[item["key"].strip()] = (number, "")
    return labels


def cited(command: str, keys: list[str], labels: dict[str, tuple[str, str]], note: str = "") -> str:
    """Return the mark that a citation command prints; keys without a label are shown as they are.

    note: text that follows the reference, such as a page.
    """
    marks = [labels.get(key, ("", "")) for key in keys]
    after = f", {note}" if note else ""
    if all(year for _, year in marks) and marks:
        lowered = command.lower()
        if "author" in lowered:
            return ", ".join(name for name, _ in marks)
        if "year" in lowered:
            years = ", ".join(year for _, year in marks) + after
            return f"({years})" if "par" in lowered else years
        if lowered in ("citet", "textcite", "citealt", "citea", "cite"):
            return ", ".join(f"{name} ({year}{after})" for name, year in marks)
        inside = "; ".join(f"{name}, {year}" for name, year in marks) + after
        return inside if lowered == "citealp" else f"({inside})"
    shown = [name or key for (name, _), key in zip(marks, keys, strict=True)]
    return f"[{', '.join(shown)}{after}]"


def without_layout(source: str) -> str:
    """Return the list that biblatex wrote (``\\entry{...}``) as items that print; other lists unchanged.

    biblatex has names, year, title, journal and DOI in fields of their own.
    """
    entries = list(_ENTRY.finditer(source))
    if not entries:
        return source
    items = []
    for at, entry in enumerate(entries):
        part = source[entry.end() : entries[at + 1].start() if at + 1 < len(entries) else len(source)]
        fields: dict[str, str] = {}
        for field in _FIELD.finditer(part):
            fields.setdefault(field["name"], field["value"])
        names = ", ".join(dict.fromkeys(m["family"] for m in _FAMILY.finditer(part[:_MAX_AUTHORS_CHARS])))
        pieces = [names, f"({fields['year']})" if "year" in fields else "", fields.get("title", "")]
        pieces += [fields[x] for x in ("journaltitle", "booktitle", "volume", "pages") if x in fields]
        doi = _DOI.search(part)
        line = ". ".join(filter(None, pieces)) + (f". doi:{doi[1]}" if doi else "")
        items.append(f"\\bibitem{{{entry['key']}}} {line}\n\n")
    return "\\begin{thebibliography}{9}" + "".join(items) + "\\end{thebibliography}"
