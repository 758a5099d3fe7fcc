"""Papers with similar answers as data, one file for each question."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.content.collection import Collection
from generator.site.exports.data_file_list import SIMILAR
from generator.site.exports.records import FORMAT, json_line


def similar_files(collection: Collection) -> Iterator[tuple[str, str]]:
    """Yield path and text of the file of each question that has similar answers about public papers."""
    public = collection.public_by_id
    for question in collection.questions:
        rows = [
            {"paper": paper, "similar": [{"paper": o, "percent": n} for o, n in others if o in public]}
            for paper, others in sorted(collection.similar.get(question.id, {}).items())
            if paper in public
        ]
        rows = [row for row in rows if row["similar"]]
        if rows:
            head = {"format": FORMAT, "question": question.id, "from": collection.similar_from}
            lines = ",\n".join(json_line(row)[:-1] for row in rows)
            yield f"{SIMILAR}{question.id}.json", f'{json_line(head)[:-2]},"papers":[\n{lines}\n]}}\n'
