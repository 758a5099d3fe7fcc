"""What JATS keeps in its front matter and papers print at their end: interests, funding, data, roles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.jats_articles import Read, article, meta, of_kind, reader, sentences, shape


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return reader(tmp_path)


def author(inside: str, kind: str = "author") -> str:
    name = "<name><surname>Okoye</surname><given-names>Ada</given-names></name>"
    return f'<contrib-group><contrib contrib-type="{kind}">{name}{inside}</contrib></contrib-group>'


def test_notes_beside_the_metadata_are_read(read: Read) -> None:
    notes = (
        "<notes><notes notes-type='competing-interest-statement'><title>Competing Interest Statement</title>"
        "<p>Ada holds shares of a net maker.</p></notes>"
        "<notes notes-type='data-availability'><title>Data</title><p>On request.</p></notes>"
        "<fn-group content-type='external-links'><fn fn-type='dataset'><p><ext-link ext-link-type='uri' "
        "xlink:href='https://osf.io/bats'>https://osf.io/bats</ext-link></p></fn></fn-group></notes>"
    )
    front = f"<front><article-meta/>{notes}<ack><p>We thank the bats.</p></ack></front>"
    paper = read(article("<sec><title>Results</title><p>Good.</p></sec>", front=front))
    assert shape(paper) == [
        ("results", "Results", 1),
        ("back", "Competing Interest Statement", 1),
        ("availability", "Data", 1),
        ("back", "", 1),
    ]
    assert of_kind(paper, "availability") == ["On request.", "https://osf.io/bats"]
    assert of_kind(paper, "back") == ["Ada holds shares of a net maker.", "We thank the bats."]
    assert [s.links for s in paper.sentences if "osf.io" in s.text] == [("https://osf.io/bats",)]


AWARD = (
    "<award-group id='a1'><funding-source><institution-wrap><institution-id>http://dx.doi.org/10.13039/1"
    "</institution-id><institution>Bat Fund</institution></institution-wrap></funding-source>"
    "<award-id>B-17</award-id><principal-award-recipient><name><surname>Okoye</surname>"
    "<given-names>Ada</given-names></name></principal-award-recipient></award-group>"
)


@pytest.mark.parametrize(
    ("funding", "told"),
    [
        (
            f"{AWARD}<funding-statement>The funders had no role.</funding-statement>",
            ["The funders had no role.", "Bat Fund B-17 Ada Okoye"],
        ),
        (AWARD, ["Bat Fund B-17 Ada Okoye"]),
        # What the statement says already is not said twice.
        (
            f"{AWARD}<funding-statement>Paid by the Bat Fund (B 17).</funding-statement>",
            ["Paid by the Bat Fund (B 17)."],
        ),
        ("<open-access><p>The library paid for access.</p></open-access>", ["The library paid for access."]),
        ("", []),
    ],
)
def test_funders_and_grants_are_named_beside_the_statement(read: Read, funding: str, told: list[str]) -> None:
    front = meta(f"<funding-group>{funding}</funding-group>")
    paper = read(article("<p>Text.</p>", front=front))
    assert of_kind(paper, "back") == told


def test_grants_of_the_older_dtd_are_named(read: Read) -> None:
    front = meta("<contract-num>N-5</contract-num><contract-sponsor>Bat Ministry</contract-sponsor>")
    assert of_kind(read(article("<p>Text.</p>", front=front)), "back") == ["N-5", "Bat Ministry"]


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (
            "<author-comment><p>Ada Okoye received fees from a net maker.</p></author-comment>",
            ["Ada Okoye received fees from a net maker."],
        ),
        (
            "<author-comment><title>Disclosure</title><p>Received fees of makers.</p></author-comment>",
            ["Ada Okoye: Disclosure Received fees of makers."],
        ),
        ("<author-comment><p>#</p></author-comment>", []),
        (
            "<role vocab='credit'>Software</role><role vocab='credit' vocab-term='Formal analysis'/>",
            ["Ada Okoye: Software, Formal analysis"],
        ),
        ("<role>Author</role>", []),
    ],
)
def test_disclosures_and_roles_stand_under_the_name_of_the_author(
    read: Read, inside: str, told: list[str]
) -> None:
    assert of_kind(read(article("<p>Text.</p>", front=meta(author(inside)))), "back") == told


def test_roles_of_editors_are_no_contributions(read: Read) -> None:
    paper = read(article("<p>Text.</p>", front=meta(author("<role>Reviewing editor</role>", "editor"))))
    assert sentences(paper) == ["Text."]


def test_notes_on_the_title_are_read(read: Read) -> None:
    titles = (
        "<title-group><article-title>Nets<fn><p>Paid by the Bat Fund.</p></fn></article-title>"
        "<fn-group><fn><p>Presented in Oslo.</p></fn></fn-group></title-group>"
    )
    paper = read(article("<p>Text.</p>", front=meta(titles)))
    assert paper.metadata.title == "Nets"
    assert of_kind(paper, "back") == ["Paid by the Bat Fund.", "Presented in Oslo."]


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("Competing interests", "The authors compete with nobody.", "back"),
        ("Data and code", "All is at the usual place.", "availability"),
        ("Impact statement", "Bats hear what nobody else has ever heard before.", "back"),
        ("publisher-type", "commercial", None),
    ],
)
def test_fields_of_publishers_are_read_where_they_hold_a_statement(
    read: Read, name: str, value: str, kind: str | None
) -> None:
    custom = f"<custom-meta><meta-name>{name}</meta-name><meta-value>{value}</meta-value></custom-meta>"
    front = meta(f"<custom-meta-group>{custom}</custom-meta-group>")
    paper = read(article("<p>Text.</p>", front=front))
    assert shape(paper)[1:] == ([(kind, name, 1)] if kind else [])


def test_related_data_and_trials_are_named_with_their_links(read: Read) -> None:
    front = meta(
        "<related-object content-type='dataset' xlink:href='10.5061/dryad.1'>Calls of bats</related-object>"
        "<related-object source-id='ClinicalTrials.gov' document-id='NCT00000001' "
        "xlink:href='https://clinicaltrials.gov/NCT00000001'/>"
    )
    data, trial = read(article("<p>Text.</p>", front=front)).sentences[1:]
    assert (data.text, data.links) == ("Calls of bats", ("https://doi.org/10.5061/dryad.1",))
    assert (trial.text, trial.links) == (
        "ClinicalTrials.gov NCT00000001",
        ("https://clinicaltrials.gov/NCT00000001",),
    )


@pytest.mark.parametrize(
    ("back", "kind"),
    [
        ("<sec><title>Availability of data and materials</title><p>On request.</p></sec>", "availability"),
        ("<ack><sec><title>Data availability</title><p>On request.</p></sec></ack>", "availability"),
        ("<notes notes-type='database-links'><p>On request.</p></notes>", "availability"),
        ("<fn-group><fn fn-type='code-availability'><p>On request.</p></fn></fn-group>", "availability"),
        ("<sec sec-type='ethics-approval'><title>Approval</title><p>On request.</p></sec>", "back"),
        ("<sec><title>Food availability</title><p>On request.</p></sec>", "back"),
    ],
)
def test_statements_at_the_end_have_their_kind(read: Read, back: str, kind: str) -> None:
    assert of_kind(read(article("<p>Text.</p>", back)), kind) == ["On request."]


def test_two_data_sets_cited_in_a_paragraph_keep_apart_and_lead_to_their_places(read: Read) -> None:
    def cited(year: str, title: str, accession: str) -> str:
        names = "".join(
            f"<name><surname>{x}</surname><given-names>{y}</given-names></name>"
            for x, y in (("Ray", "Ben"), ("Lee", "Cy"))
        )
        return (
            f"<element-citation publication-type='data'><person-group>{names}</person-group>"
            f"<year>{year}</year><data-title>{title}</data-title><source>NCBI</source>"
            f"<pub-id pub-id-type='accession' xlink:href='https://example.org/{accession}'>{accession}</pub-id></element-citation>"
        )

    body = f"<p>{cited('2020', 'Calls', 'GSE1')}{cited('2021', 'Songs', 'GSE2')}</p>"
    first, second, third, fourth = read(article(body)).sentences
    assert f"{first.text} {second.text}" == "Ray Ben, Lee Cy (2020) Calls. NCBI GSE1."
    assert f"{third.text} {fourth.text}" == "Ray Ben, Lee Cy (2021) Songs. NCBI GSE2"
    assert second.links == ("https://example.org/GSE1",)
    assert fourth.links == ("https://example.org/GSE2",)


def test_links_without_a_scheme_and_links_on_words_lead_somewhere(read: Read) -> None:
    body = (
        "<p>It is <ext-link xlink:href='zenodo.org/record/1'>there</ext-link>.</p>"
        "<p>By <named-content xlink:href='https://example.org/tool'>a tool</named-content>.</p>"
    )
    assert [s.links for s in read(article(body)).sentences] == [
        ("https://zenodo.org/record/1",),
        ("https://example.org/tool",),
    ]


def test_citations_written_out_in_a_paragraph_stay_as_they_are_printed(read: Read) -> None:
    body = (
        "<p><related-object><collab>Bat Base</collab>, <year>2014</year><x>,</x> <source>Calls</source>"
        "</related-object><related-object><source>Songs</source>, <year>2015</year></related-object> and "
        "<mixed-citation><source>Nets</source>, <year>2016</year></mixed-citation>.</p>"
    )
    assert " ".join(sentences(read(article(body)))) == "Bat Base, 2014, Calls. Songs, 2015 and Nets, 2016."


SHARES, COUNTS = "Ada Okoye owns shares of a net maker.", "All counts are at the Bat Archive."


@pytest.mark.parametrize(
    "inside",
    [
        f"<author-notes><fn-group><fn><p>{SHARES}</p></fn></fn-group></author-notes>",
        f"<author-notes><fn><list><list-item><p>{SHARES}</p></list-item></list></fn></author-notes>",
        f"<notes><p>{SHARES}</p></notes>",
        f"<fn-group><fn fn-type='conflict'><p>{SHARES}</p></fn></fn-group>",
        f"<fn><p>{SHARES}</p></fn>",
        f"<ack><p>{SHARES}</p></ack>",
        f"<what-nobody-knows><p>{SHARES}</p></what-nobody-knows>",
        f"<support-group><support-description><p>{SHARES}</p></support-description></support-group>",
        f"<support-group><support-statement>{SHARES}</support-statement></support-group>",
        author(f"<fn fn-type='conflict'><p>{SHARES}</p></fn>"),
        f"<contrib-group><contrib><collab>Bats</collab></contrib><fn><p>{SHARES}</p></fn></contrib-group>",
        "<custom-meta-group><custom-meta><meta-name>Conflict of interest</meta-name>"
        f"<meta-value>{SHARES}</meta-value></custom-meta></custom-meta-group>",
    ],
)
def test_a_statement_is_read_wherever_it_stands_in_the_metadata(read: Read, inside: str) -> None:
    assert of_kind(read(article("<p>Text.</p>", front=meta(inside))), "back") == [SHARES]


def test_a_short_front_is_a_front(read: Read) -> None:
    front = (
        "<front-stub><title-group><article-title>Nets</article-title></title-group>"
        f"<author-notes><fn><p>{SHARES}</p></fn></author-notes><abstract><p>Bats hear.</p></abstract>"
        "<kwd-group><kwd>bats</kwd></kwd-group></front-stub>"
    )
    paper = read(article("<p>Text.</p>", front=front))
    assert of_kind(paper, "back") == [SHARES]
    assert of_kind(paper, "abstract") == ["Bats hear."]
    assert of_kind(paper, "front") == ["Nets", "Keywords: bats"]


@pytest.mark.parametrize(
    "back",
    [
        f"<ack><p>We thank all bats.</p><p><bold>Data availability.</bold> {COUNTS}</p></ack>",
        f"<ack><p>We thank all bats.</p><p><italic>Data availability</italic>: {COUNTS}</p></ack>",
        f"<fn-group><fn><p><bold>Data availability</bold></p><p>{COUNTS}</p></fn></fn-group>",
        f"<fn-group content-type='data-availability'><fn><p>{COUNTS}</p></fn></fn-group>",
        f"<fn-group><fn><label>Data availability:</label><p>{COUNTS}</p></fn></fn-group>",
        f"<sec><title>Notes</title><p><bold>Data availability</bold></p><p>{COUNTS}</p></sec>",
        f"<notes notes-type='videosupplement'><title>Films</title><p>{COUNTS}</p></notes>",
        f"<notes notes-type='dataavailability'><p>{COUNTS}</p></notes>",
        f"<app-group><supplementary-material><p>{COUNTS}</p></supplementary-material></app-group>",
    ],
)
def test_what_announces_data_makes_a_statement_one_on_data(read: Read, back: str) -> None:
    assert COUNTS in " ".join(of_kind(read(article("<p>Text.</p>", back)), "availability"))


def test_a_title_that_runs_in_and_announces_no_statement_parts_nothing(read: Read) -> None:
    paper = read(article("<sec><title>Methods</title><p><bold>Bats.</bold> Twelve were heard.</p></sec>"))
    assert shape(paper) == [("methods", "Methods", 1)]
    assert sentences(paper) == ["Bats.", "Twelve were heard."]


def two_authors(first: str, second: str) -> str:
    people = [("Okoye", "Ada", first), ("Sample", "Ben", second)]
    return meta(
        "<contrib-group>"
        + "".join(
            f"<contrib contrib-type='author'><name><surname>{family}</surname><given-names>{given}"
            f"</given-names></name><xref ref-type='fn' rid='{note}'/></contrib>"
            for family, given, note in people
        )
        + "</contrib-group>"
    )


@pytest.mark.parametrize(
    ("second", "text", "told"),
    [
        ("n2", "No competing interests declared.", "Ada Okoye: No competing interests declared."),
        ("n1", "No competing interests declared.", "Ada Okoye, Ben Sample: No competing interests declared."),
        ("n2", "AO: no competing interests.", "AO: no competing interests."),
        ("n2", "A.O. has none.", "A.O. has none."),
        ("n2", "Okoye has none.", "Okoye has none."),
        ("n1", "The other authors declare none.", "The other authors declare none."),
    ],
)
def test_a_note_of_one_author_stands_under_the_name(read: Read, second: str, text: str, told: str) -> None:
    back = (
        "<fn-group content-type='competing-interest'><title>Competing interests</title>"
        f"<fn fn-type='COI-statement' id='n1'><p>{text}</p></fn></fn-group>"
    )
    paper = read(article("<p>Text.</p>", back, front=two_authors("n1", second)))
    assert of_kind(paper, "back") == [told]


def test_a_note_that_says_nothing_of_a_person_has_no_name_before_it(read: Read) -> None:
    back = "<fn-group><fn fn-type='equal' id='n1'><p>Both did the same.</p></fn></fn-group>"
    assert of_kind(read(article("<p>Text.</p>", back, front=two_authors("n1", "n1"))), "back") == [
        "Both did the same."
    ]


@pytest.mark.parametrize(
    ("related", "told"),
    [
        ("related-article-type='data-paper' xlink:href='10.1000/bats'>Calls of bats</related-article>",
         ["Calls of bats"]),
        ("related-article-type='dataset' xlink:href='https://osf.io/bats'/>", ["https://osf.io/bats"]),
        ("related-article-type='companion' xlink:href='10.1000/bats'>A commentary</related-article>", []),
    ],
)  # fmt: skip
def test_related_articles_that_hold_data_are_named(read: Read, related: str, told: list[str]) -> None:
    paper = read(article("<p>Text.</p>", front=meta(f"<related-article {related}")))
    assert of_kind(paper, "availability") == told
