"""The kind of a section by its title, in English, Spanish, Portuguese, French, Italian and German.

"2.1. Data collection" has the kind ``methods``, "Data availability" and "Datenverfügbarkeit" have
``availability``, "Förderung" has ``back``, and "Lamps of the north" has ``other``.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from generator.core.paper import SectionKind

_NUMBERING = re.compile(
    r"^\s*(?:(?:section|chapter|appendix)\s+)?(?:[0-9]+(?:\.[0-9]+)*[.):]?|[ivxl]+[.):]|[a-h][.)])\s+(?:[|│]\s*)?"
    r"|(?<![0-9.])[0-9.]+\s*[|│]\s*",
    re.IGNORECASE,
)

# Things that a paper makes available. "Data availability" and "Data and source code are available" announce
# them; "Prey availability", "Available online" and "Data on food availability" do not.
_THING = (
    r"(?:data(?:\s?sets?|bases?)?|codes?|software|scripts?|materials?|(?:source|computer|program)\s+code|tools?"
    r"|packages?|protocols?|reagents?|repositor(?:y|ies)|resources?|models?|algorithms?|sequences?"
    r"|samples?|web\s?servers?)"
)
_BETWEEN = rf"(?:[\s,/&-]+(?:and|or|the|sharing|supporting|source|is|are|will|be|made|statement|{_THING}))"
_AVAILABLE = (
    rf"\b{_THING}{_BETWEEN}{{0,6}}[\s,/&-]+availab(?:ility|le)\b"
    rf"|^availability(?:\s+(?:statements?|notes?|information))?$"
    rf"|^(?:statements?\s+(?:of|on)\s+)?availability\s+of\s+(?:\w+\s+){{0,3}}?{_THING}\b"
    r"|^availability\s+(?:and|&)\s+(?:requirements?|implementation|documentation|licen[cs]\w+|reuse|access"
    rf"|future\s+\w+|installation|{_THING})\b"
)
_SUPPLEMENT = (
    r"^supplement(?:s|ary|al)?(?:\s+[a-z]?[0-9]{1,3}[a-z]?)?$|\b(?:online|data|web|electronic|digital|journal)\s+supplements?\b"
    r"|\bsupplement(?:ary|al)\s+(?:(?:online|electronic|digital|web|methodological|statistical|and)\s+)?"
    r"(?:materials?|information|data(?:sets?)?|files?|figures?|tables?|methods?|notes?|texts?|append(?:ix|ices)|content"
    r"|movies?|videos?|audio|results?|references?|legends?|items?|documents?|codes?|software|resources?"
    r"|discussion|descriptions?|details?|sections?)\b"
)

# The first pattern that matches decides, so narrow ones come first: "Data availability" is not "Data",
# "Materials and methods" is not "Supplementary material". Titles are compared without accents and in lower
# case (folded): "Références" is "references", "Förderung" is "forderung".
_PATTERNS: tuple[tuple[SectionKind, str], ...] = (
    (
        "references",
        r"^(?:(?:list\s+of\s+)?references?(?:\s+(?:and|&)\s+(?:notes?|links|further reading))?"
        r"|references?\s+cited|cited\s+(?:references|literature|works?)|literature(?:\s+cited)?|works\s+cited"
        r"|bibliograph(?:y|ic references|ical references)|notes\s+and\s+references"
        r"|sources?\s+cited)\b\s*[:.]?$",
    ),
    (
        "availability",
        _AVAILABLE + r"|\bdata\s+(?:access|accessib|archiv|deposit|sharing|resources?)|\bcode\s+access"
        r"|open\s+(?:data|research|practices)"
        r"|^(?:data|code|software)\s+(?:and|&)\s+(?:data|codes?|software|scripts?)$|^software\s+and\s+data|^data\s+statement"
        r"|^accession\s+(?:numbers?|codes?)|^associated\s+(?:content|data)$"
        r"|supporting\s+information|additional\s+(?:files?|information)"
        r"|web\s+location|^resources?$|^usage\s+(?:rights|licen)|" + _SUPPLEMENT,
    ),
    (
        "back",
        r"acknowledg|^(?:(?:research|study|grant)\s+)?fund(?:ing|ers?)\b|financial\s+(?:support|disclosure)|^grants?\b|grant\s+(?:title|information)"
        r"|hosting\s+institution|\b(?:bio)?ethic(?:s|al)\b|conflicts?\s+of\s+interests?|(?:competing|declaration|statement)s?\s+(?:of\s+)?(?:\w+\s+)?interests?"
        r"|author(?:s|'s|s'|’s|s’)?\s*(?:contributions?|details|information|notes?)|credit\s+author"
        r"|disclosure|consent|orcid|^declarations?$|about\s+the\s+authors?|abbreviations|^biograph|^how\s+to\s+cite|^citation$|^copyright",
    ),
    (
        "abstract",
        r"^(?:abstract|author\s+summary|executive\s+summary|plain[\s-]language\s+summary|graphical\s+abstract|highlights)\b|^(?:summary|synopsis|significance(?:\s+statement)?)$",
    ),
    (
        "introduction",
        r"^(?:(?:general\s+)?introduction|background|motivation|related\s+work|previous\s+work|prior\s+work|state\s+of\s+the\s+art"
        r"|literature\s+review|aims?(?:\s+and\s+\w+)?|objectives?|problem\s+statement)\b|\brelated\s+works?$",
    ),
    (
        "methods",
        r"\bmethods?\b|\bmethodolog|materials?\s+(?:and|&)|experimental\s+(?:set-?up|design|procedures?|protocol|section)"
        r"|^experiments?(?:al)?(?:\s+set-?up)?$|^(?:study|sampling|trial)\s+(?:area|design|sites?|species|population|region)|participants?\b|procedures?\b|statistical\s+analys"
        r"|^data(?:\s?sets?)?\b|dataset|data\s+(?:collection|acquisition|processing|preparation|analysis|description|augmentation)"
        r"|pre-?processing|annotation|architecture|network|training|implementation|algorithm|^models?\b|model\s+(?:design|structure|selection|training)"
        r"|hyper-?parameters?|^(?:proposed\s+)?(?:approach|system|framework|pipeline|workflow)\b|image\s+(?:acquisition|processing)"
        r"|^evaluation\s+(?:metrics?|protocol|procedure)|^set-?up$",
    ),
    (
        "results",
        r"\bresults?\b|\bfindings?\b|^evaluation\b|^performance\b|^outcomes?\b|case\s+stud|ablation|experiments?\b",
    ),
    (
        "discussion",
        r"\bdiscussions?\b|\bconclu(?:sions?|ding)\b|\blimitations?\b|\boutlook\b|future\s+(?:work|directions?|research|perspectives?)|implications|^perspectives?|^final\s+remarks|threats\s+to\s+validity",
    ),
    (
        "front",
        r"^(?:keywords?|key\s+words|index\s+terms|article\s+info(?:rmation)?|corresponding\s+author|affiliations?|received|correspondence)\b",
    ),
)

# Titles in Portuguese, Spanish, French, Italian and German. A word that could also be the subject of a
# section must be the whole title: "Financiamento" is a statement, "Financiamento do sistema" is not.
_ES_THING = r"(?:l[oa]s\s+|seus\s+)?(?:dados|datos|codigos?|materia(?:l|les|is)|software|programas?)"
_FR_THING = r"(?:donnees|codes?|materiels?|logiciels?)"
_IT_THING = r"(?:dati|codic[ei]|material[ei]|software)"
_DE_THING = r"(?:daten|code|quellcode|quelltext|software|material(?:ien)?|forschungsdaten)"
_OF_THE_STUDY = (
    r"(?:\s+(?:de|da|do|del|des|der|della|dello|de\s+l[ao'’]|d'|for|fur)\s*(?:la\s+|el\s+|les\s+|die\s+|das\s+)?"
    r"(?:investigacion|pesquisa|estudio|estudo|trabajo|trabalho|articulo|artigo|recherche|etude|travail|article"
    r"|studie|arbeit|ricerca|studio|lavoro|articolo))?$"
)
_FOREIGN: dict[SectionKind, tuple[str, ...]] = {
    "references": (
        r"^(?:(?:lista\s+de\s+)?referencias?(?:\s+(?:bibliograficas?|citadas?|consultadas?))?|bibliografia(?:\s+(?:citada"
        r"|consultada|basica|essenziale))?|(?:literatura|obras|fontes|fuentes)\s+(?:citadas?|consultadas?)"
        r"|notas\s+[ye]\s+referencias)$",
        r"^(?:(?:liste\s+des\s+)?references?(?:\s+(?:bibliographiques?|citees?))?|bibliographie(?:\s+\w+)?"
        r"|(?:litterature|ouvrages)\s+cites?e?s?|notes\s+et\s+references|sources(?:\s+et\s+bibliographie)?)$",
        r"^(?:riferimenti(?:\s+bibliografici)?|(?:letteratura|opere)\s+citat[ae]|note\s+e\s+riferimenti)$",
        r"^(?:(?:zitierte|verwendete|weiterfuhrende)?\s?literatur(?:verzeichnis|angaben?|nachweise?|hinweise|quellen"
        r"|liste)?(?:\s+und\s+quellen)?|quellen(?:verzeichnis|angaben|nachweise?)?(?:\s+und\s+literatur)?"
        r"|referenz(?:en|liste)|schrifttum)$",
    ),
    "availability": (
        rf"\bdisponibili(?:dad|dade|zacion|zacao)\s+d[eoa]s?\s+{_ES_THING}\b|\bacces[os]o?\s+(?:a\s+l?os|aos|a)\s+{_ES_THING}\b"
        rf"|\b(?:compartilhamento|intercambio|comparticion)\s+d[eo]s?\s+{_ES_THING}\b|^(?:datos|dados)\s+[ye]\s+codigo",
        r"\b(?:materia(?:l|les|is)|informac(?:ion|oes|ao)|dados|datos|archivos?|arquivos?|anexos?|contenido|conteudo)"
        r"\s+(?:d[eo]\s+apo[yi]o|(?:suplementa|complementa|adiciona)\w{0,5})\b",
        rf"\bdisponibilite\s+d(?:es?|u)\s+{_FR_THING}\b|\bacces\s+aux\s+{_FR_THING}\b|\bpartage\s+des\s+{_FR_THING}\b"
        r"|\b(?:materiels?|donnees|informations?|documents?|fichiers?|contenus?|annexes?)\s+(?:(?:supplementai|complementai)"
        r"res?|additionnel(?:le)?s?|electroniques?)\b",
        rf"\bdisponibilita\s+d(?:ei|el|i)\s+{_IT_THING}\b|\baccesso\s+ai\s+{_IT_THING}\b"
        rf"|\bcondivisione\s+dei\s+{_IT_THING}\b"
        r"|\b(?:material[ei]|dati|informazioni|contenuti|file)\s+(?:supplementar[ei]|aggiuntiv[ioe]|integrativ[ioe])\b",
        rf"\b{_DE_THING}s?[- ]?(?:verfugbarkeit(?:s\w+)?|zugang|zuganglichkeit|zugriff|bereitstellung)\b"
        rf"|\b(?:verfugbarkeit|zuganglichkeit|bereitstellung)\s+(?:der|von|des)\s+(?:\w+\s+)?{_DE_THING}s?\b"
        r"|\bzusatzmaterial(?:ien)?\b|\bonline-?zusatz"
        r"|\b(?:erganzende[sn]?|supplementare[sn]?|zusatzliche[sn]?)\s+(?:material(?:ien)?|daten|informationen|dateien)\b",
    ),
    "back": (
        r"^agrad?ecimientos?\b|^agradecimentos?\b|^remerciements?\b|^ringraziament[oi]\b|^danksagung(?:en)?\b|^dank(?:esworte)?$",
        r"^(?:(?:fontes?|fuentes?)\s+de\s+)?financ(?:iamento|iamiento|iacion)(?:\s+[ye]\s+\w+)?"
        + _OF_THE_STUDY,
        r"^(?:apo[yi]o|suporte|ayuda|auxilio)\s+financ(?:ei|ie)r[oa]\b|^(?:subvenciones|fomento|ayudas)$",
        r"^(?:sources?\s+de\s+)?financements?" + _OF_THE_STUDY,
        r"^(?:soutiens?|aides?|appuis?)\s+financi(?:er|ere)s?\b|^subventions?$",
        r"^(?:fonti\s+di\s+)?finanziament[oi]" + _OF_THE_STUDY,
        r"^(?:supporto|sostegno|contributo)\s+(?:finanziario|economico)\b",
        r"^(?:finanzierung|forderung|foerderung|forderhinweise?|drittmittel|finanzielle\s+unterstutzung)"
        + _OF_THE_STUDY,
        r"\bconfli(?:c?t|ctu)os?\s+de\s+interes|\bdeclarac(?:ion|ao)\s+de\s+(?:conflictos?\s+de\s+)?interes",
        r"\b(?:conflits?|liens?|declarations?)\s+d(?:e\s+|es\s+|['’]\s?)interets?\b|\bconflitt[oi]\s+d(?:i\s+|['’]\s?)interess[ei]",
        r"\binteressens?konflikte?\b|\binteressenerklarung\b|\boffenlegung(?:en)?\b",
        r"\b(?:etic(?:[oa]s?|i|he)|ethiques?|consent[io]mi?ento\s+informado|consenso\s+informato|consentement)\b",
        r"^ethik\w{0,12}\b|\bethische[rnms]?\s+\w+|\bethische\b|\beinwilligung\b",
        r"\bcontribu(?:cion|ciones|icao|icoes|cao|coes|tions?|t[oi])\s+d(?:e(?:\s+l[oa]s)?|os?|as?|es?|egli|ei)\s+aut(?:or|eur)"
        r"|\bcontribu(?:cion|icao|cao)\s+de\s+autori?a|^autorenbeitrag|^beitrage?\s+der\s+autor",
        r"^(?:sobre\s+[lo]?os\s+autores|informac(?:ion|oes)\s+(?:de|sobre)\s+[lo]?os\s+autores|(?:a\s+propos|informations\s+sur\s+les)"
        r"\s+(?:des\s+)?auteurs?|informazioni\s+sugli\s+autori|(?:informationen\s+)?(?:zu|uber)\s+(?:den|die)\s+autor)",
        r"\babreviaturas?\b|\babreviac(?:iones|oes)\b|^siglas\b|\babreviations?\b|\babbreviazioni\b|^abkurzung",
        r"^(?:declaraciones|declaracoes|erklarung(?:en)?|dichiarazioni)$",
    ),
    "abstract": (
        r"^(?:resum(?:en|o)(?:es|s)?|resumes?|riassunto|sommario|sintesi|zusammenfassung|kurzfassung)$",
    ),
    "introduction": (
        r"^(?:introducc?(?:ion|ao)|antecedentes|marco\s+teorico|estado\s+d(?:el|a)\s+arte?|(?:objetivos?|justifica(?:cion|tiva))"
        r"|re(?:ferencial|visao)\s+(?:teorico|d[ae]\s+literatura)|fundamentacao\s+teorica)\b",
        r"^(?:contexte|objectifs?|etat\s+de\s+l['’]art|problematique)\b|^(?:introduzione|premessa|obiettiv[oi]|scopo|stato"
        r"\s+dell['’]arte)\b",
        r"^(?:einleitung|einfuhrung|hintergrund|zielsetzung(?:en)?|fragestellung(?:en)?|stand\s+der\s+(?:forschung|technik)"
        r"|theoretischer\s+hintergrund|verwandte\s+arbeiten)\b",
    ),
    "methods": (
        r"\b(?:metodos?|metodologi\w{1,4}|casuistica)\b|\bmateria(?:l|les|is)\s+[ye]\s+metodo|^(?:pacientes|participantes)\b"
        r"|^(?:diseno|delineamento|desenho)(?:\s+(?:d[eo]l?\s+)?(?:estudi?o|investigacion|pesquisa))?$"
        r"|^(?:procedimi?entos?|amostra(?:gem)?|muestra|area\s+de\s+estudi?o|populac(?:ao|ion)|poblacion)\b"
        r"|\banalis[ei]s?\s+(?:esta[dt]istic[oa]s?|d[eo]s?\s+(?:los\s+)?da[dt]os)",
        r"\bmethodes?\b|^(?:materiels?|patients)\s+et\s+|^(?:protocole|population|plan)\s+(?:d['’e]\s*(?:l['’])?(?:etude|l['’]etude)"
        r"|experimental)|\banalyses?\s+(?:statistiques?|des\s+donnees)",
        r"\bmetod[oi]\b|\bmaterial[ei]\s+e\s+metodi|^(?:campione|partecipanti|pazienti|procedur[ae]|disegno\s+dello\s+studio)\b"
        r"|\banalisi\s+(?:statistic(?:a|he)|dei\s+dati)",
        r"\bmethod(?:en|ik)\b|\bmethodisch\w{0,3}\b|^material\s+und\b|^(?:stichprobe|versuchs(?:aufbau|durchfuhrung|planung)|vorgehen"
        r"(?:sweise)?|durchfuhrung|studien(?:design|population)|untersuchungs(?:design|gebiet)|probanden)\b"
        r"|\bdaten(?:erhebung|analyse|auswertung|aufbereitung)\b|\bstatistische\w?\s+(?:auswertung|analyse|methoden)",
    ),
    "results": (
        r"\bresulta(?:dos?|ts?|te|t)\b|\bresultats?\b|\brisultat[oi]\b|\bergebniss?e?n?\b|^(?:hallazgos|achados|befunde)\b",
    ),
    "discussion": (
        r"\bdiscus(?:ion(?:es)?|sao|soes)\b|\bdiskussion(?:en)?\b|\bdiscussion[ei]\b",
        r"\bconclusi(?:on|ones|on[ei])\b|\bconclus(?:ao|oes)\b|\bconsiderac(?:iones|oes)\s+fina(?:les|is)\b"
        r"|\bconsiderazioni\s+(?:finali|conclusive)\b",
        r"\blimitac(?:iones|ion|oes|ao)\b|^limit(?:es?|i|azioni|ationen)(?:\s+(?:de|d|dello)\b.{0,40})?$|^einschrankungen\b"
        r"|^(?:perspectiv(?:as?|es?)|prospettive|implicac(?:iones|oes)|implicazioni)\b",
        r"^(?:fazit|schlussfolgerung(?:en)?|schlusswort|schlussbetrachtung(?:en)?|schluss|ausblick|zusammenfassung\s+und\s+\w+"
        r"|resumee)\b|\bund\s+ausblick$",
    ),
    "front": (
        r"^(?:palabras?[\s-]+claves?|palavras?[\s-]+chaves?|descri(?:p?tores)|unitermos|mots?[\s-]+cles?|parole[\s-]+chiave"
        r"|schl(?:u|ue)sselw(?:o|oe)rter|schlagw(?:o|oe)rter|stichw(?:o|oe)rter|schlagworte|stichworte)\b",
    ),
}
_KINDS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile("|".join((pattern, *_FOREIGN.get(kind, ()))))) for kind, pattern in _PATTERNS
)
# "5. Zusammenfassung" is the conclusion; without a number it is the abstract.
_NUMBERED_SUMMARY = re.compile(r"^\s*(?:[2-9]|1[0-9])[.)]?\s+zusammenfassung\s*$", re.IGNORECASE)
# Titles that announce the paper's material as top sections, but within these sections are their subject:
# food for animals, vitamins for patients.
_AMBIGUOUS: dict[str, tuple[SectionKind, ...]] = {
    "resource availability": ("introduction", "results", "discussion"),
    "supplement": ("introduction", "methods", "results", "discussion"),
    "supplements": ("introduction", "methods", "results", "discussion"),
}
# Sections that may follow the list of references at a lower level without being part of it.
_BEHIND_REFERENCES = re.compile(
    r"^\s*(?:appendi(?:x|ces)\b|annex\b|supplement|supporting\s+information|additional\s+files?\b|foot-?notes\b"
    r"|endnotes\b|acknowledg|author\s+contribut|funding\b|(?:data|code)\s+availab|competing\s+interest"
    r"|conflicts?\s+of\b)",
    re.IGNORECASE,
)
# "Outcome variable" within the methods is about methods; "Participants" within the results is about results.
_MEASURED = re.compile(r"^(?:(?:primary|secondary|main)\s+)?outcomes?\b|^evaluation\b")
_WHO = re.compile(r"^(?:study\s+)?(?:participants?|population|sample)\b|\bparticipants?$")
_MAX_TITLE_CHARS = 1000  # no title is longer


@functools.lru_cache(maxsize=2048)  # several steps ask for the same titles
def section_kind(title: str, parent: SectionKind | None = None) -> SectionKind:
    """Return the kind that ``title`` names, or else the kind of the parent section, or else ``other``.

    A subsection of the references is part of them, whatever its title, unless it is an appendix, notes or a
    statement.

    >>> section_kind("2.1. Data collection"), section_kind("Förderung"), section_kind("Lamps of the north")
    ('methods', 'back', 'other')
    """
    if parent == "furniture" or (parent == "references" and not _BEHIND_REFERENCES.match(title)):
        return parent
    if parent == "references":
        parent = None
    if _NUMBERED_SUMMARY.match(title):
        return "discussion"
    bare = _folded(bare_title(title))
    for kind, pattern in _KINDS:
        if pattern.search(bare):
            if kind == "availability" and parent and parent in _AMBIGUOUS.get(bare, ()):
                return parent
            # "Methods" or "Results" within the back matter or a statement on data names its subject only.
            if parent in ("back", "availability") and kind in (
                "methods",
                "results",
                "introduction",
                "discussion",
            ):
                return parent
            if parent and _names_subject(kind, parent, bare):
                return parent
            return kind
    return parent or "other"


def _names_subject(kind: SectionKind, parent: SectionKind, bare: str) -> bool:
    """Return True if a word of another kind only names the subject of a part of the methods or results."""
    if parent == "methods" and kind == "results":
        return _MEASURED.search(bare) is not None
    return parent == "results" and kind == "methods" and _WHO.search(bare) is not None


def bare_title(title: str) -> str:
    """Remove the number, the colon and repeated blanks from a title: ``2.1. Data:`` becomes ``Data``."""
    return re.sub(r"\s+", " ", _NUMBERING.sub("", title)).strip(" .:–—-")


def _folded(title: str) -> str:
    """Return a title in lower case, without accents (precomposed or combining)."""
    letters = unicodedata.normalize("NFKD", title[:_MAX_TITLE_CHARS]).casefold()
    return "".join(c for c in letters if not unicodedata.combining(c))
