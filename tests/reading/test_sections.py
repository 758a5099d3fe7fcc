"""Kinds of sections, told from titles; and every kind has its name wherever kinds are spelt out."""

from __future__ import annotations

import unicodedata

import pytest

from generator.core.paper import SECTION_KINDS, SectionKind
from generator.reading.sections import section_kind
from generator.site.views.quotes import _KINDS


@pytest.mark.parametrize(
    ("title", "parent", "kind"),
    [
        ("Abstract", None, "abstract"),
        ("1. Introduction", None, "introduction"),
        ("2 Materials and methods", None, "methods"),
        ("Statistical analysis", "methods", "methods"),
        ("Results and discussion", None, "results"),
        ("Limitations", None, "discussion"),
        ("Data availability statement", None, "availability"),
        ("Funding", None, "back"),
        ("References", None, "references"),
        ("On moths", None, "other"),
        ("Data and source code are available", None, "availability"),
        ("Data, materials, and software availability", None, "availability"),
        ("Availability and requirements", None, "availability"),
        ("Appendix A. Supplementary data", None, "availability"),
        ("Resource availability", "methods", "availability"),
        ("Authors´ contributions", None, "back"),
        ("Research funding", "discussion", "back"),
        ("Ethics", "methods", "back"),
        ("Bioethical approval", None, "back"),
        ("Predictability of unethical behavior", "results", "results"),
        ("2.1. Outcome: moths at the lamp", "methods", "methods"),
        ("Evaluation", "methods", "methods"),
        ("Evaluation", None, "results"),
        ("Results", "methods", "results"),
        ("Study population", "results", "results"),
        ("Study population", None, "methods"),
        ("Method", "results", "methods"),
    ],
)
def test_the_title_of_a_section_tells_its_kind(title: str, parent: SectionKind | None, kind: str) -> None:
    assert section_kind(title, parent) == kind


@pytest.mark.parametrize(
    ("title", "parent", "kind"),
    [
        ("Vitamin D supplementation", None, "other"),
        ("2.3. Iron supplementation", "methods", "methods"),
        ("Dietary supplements", "results", "results"),
        ("Supplements", "methods", "methods"),
        ("Supplementary feeding", None, "other"),
        ("Food availability", None, "other"),
        ("Resource availability", "results", "results"),
        ("Changes in food availability", "discussion", "discussion"),
        ("Availability of health services", None, "other"),
        ("Contents lists available at SmallDirect", None, "other"),
        ("Available online 3 May 2020", None, "other"),
        ("Disponibilidad de agua", None, "other"),
        ("Wasserverfügbarkeit", None, "other"),
    ],
)
def test_what_is_available_in_the_world_is_no_data_availability(
    title: str, parent: SectionKind | None, kind: str
) -> None:
    assert section_kind(title, parent) == kind


# By kind, in Portuguese, Spanish, French, Italian and German.
TITLES: dict[SectionKind, str] = {
    "abstract": "Resumo; Resumen; Résumé; Riassunto; Zusammenfassung",
    "introduction": "1. Introdução; Introducción; Contexte; Introduzione; 1 Einleitung",
    "methods": "Materiais e métodos; Metodología; Matériel et méthodes; Materiali e metodi; Methodik",
    "results": "Resultados; Resultados y discusión; Résultats; Risultati; Ergebnisse",
    "discussion": "Considerações finais; Conclusiones; Limites de l'étude; Discussione; Fazit und Ausblick; "
    "6 Zusammenfassung",
    "availability": "Disponibilidade de dados; Declaración de disponibilidad de datos; "
    "Données supplémentaires; Disponibilità dei dati; Datenverfügbarkeit; Verfügbarkeit von Daten und Code",
    "back": "Agradecimentos; Financiación; Conflits d’intérêts; Conflitto di interessi; Danksagung; "
    "Förderung; Contribuição dos autores; Comité de ética; Remerciements; Interessenkonflikte; Ethikvotum",
    "references": "Referências bibliográficas; Bibliografía; Bibliographie; "
    "Riferimenti bibliografici; Literatur",
    "front": "Palavras-chave; Palabras clave; Mots-clés; Parole chiave; Schlüsselwörter",
}


@pytest.mark.parametrize(
    ("title", "kind"), [(title, kind) for kind, titles in TITLES.items() for title in titles.split("; ")]
)
def test_titles_in_other_languages_tell_their_kind(title: str, kind: str) -> None:
    assert section_kind(title) == kind
    assert section_kind(title.upper()) == kind
    # An accent may be a character of its own, as in text from PDF and from macOS.
    assert section_kind(unicodedata.normalize("NFD", title)) == kind


def test_a_section_without_a_title_is_named_by_its_kind() -> None:
    # What is no part of the text, and what says nothing, has no name.
    assert set(_KINDS) == set(SECTION_KINDS) - {"furniture", "other"}
