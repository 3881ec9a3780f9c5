import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.passages import Passage, Sentence
from assistant.pdf.assembling import passages_of
from assistant.pdf.reading import read_report

REPORT = Path(__file__).parents[1] / "data" / "rapport.pdf"


@pytest.fixture(scope="module")
def passages() -> tuple[Passage, ...]:
    return passages_of(read_report(REPORT, isolated=False), "essai")


@pytest.fixture(scope="module")
def official(official_report: Path) -> tuple[Passage, ...]:
    return passages_of(read_report(official_report, isolated=False), "2024")


def holding(passages: tuple[Passage, ...], text: str) -> Passage:
    (found,) = [passage for passage in passages if text in passage.text]
    return found


def sentence(passage: Passage, text: str) -> Sentence:
    (found,) = [part for part in passage.sentences if text in passage.text[part.start : part.end]]
    return found


def test_a_paragraph_loses_its_note_call_and_break_hyphens(passages: tuple[Passage, ...]) -> None:
    assert holding(passages, "214 ateliers de réparation").text == (
        "L’enquête a réuni 214 ateliers de réparation, dont 61,2 % sont installés en ville. "
        "Les autres travaillent dans des villages."
    )
    assert "supplémentaire a concerné essentiellement les déclarations contradictoires" in " ".join(
        passage.text for passage in passages
    )


def test_a_true_hyphen_stays(passages: tuple[Passage, ...]) -> None:
    assert "Un après-midi a été consacré" in holding(passages, "par téléphone").text


def test_a_list_stays_whole_with_what_announces_it_and_each_item_is_a_sentence(passages: tuple[Passage, ...]) -> None:
    whole = holding(passages, "Trois raisons expliquent")
    assert whole.text.count("\n- ") == 3
    assert len(whole.sentences) == 4
    last = whole.sentences[-1]
    assert whole.text[last.start : last.end] == "une aide publique, citée par 17 % des responsables."


def test_columns_are_read_in_order(passages: tuple[Passage, ...]) -> None:
    column = [passage.text[:24] for passage in passages if passage.section == ("Méthode", "Échantillon")]
    assert column == [
        "Le questionnaire a été e",
        "Les représentants des co",
        "Les pondérations n’ont p",
        "Enfin, une réunion a ras",
    ]


def test_a_sentence_over_two_pages_knows_both(passages: tuple[Passage, ...]) -> None:
    passage = holding(passages, "Cette dernière phrase commence")
    (only,) = passage.sentences
    assert only.pages == passage.pages == (6, 7)
    assert passage.labels == ("4", "5")
    assert {box.page for box in only.boxes} == {6, 7}
    assert passage.text.endswith("les ateliers urbains de même taille.")


def test_kinds_follow_form_and_titles(passages: tuple[Passage, ...]) -> None:
    assert holding(passages, "Nous réparons").kind == "quote"
    assert holding(passages, "Le questionnaire a été").kind == "method"
    assert holding(passages, "guichet unique").kind == "recommendation"
    assert holding(passages, "Institut de statistique").kind == "note"
    assert holding(passages, "petits ateliers dominent").kind == "finding"


def test_a_caption_is_tied_to_its_figure(passages: tuple[Passage, ...]) -> None:
    caption = holding(passages, "nombre d’ateliers depuis dix ans")
    assert (caption.kind, caption.figure) == ("figure", "1")


def test_tables_are_written_row_by_row(passages: tuple[Passage, ...]) -> None:
    ruled = holding(passages, "selon leur taille")
    assert (ruled.kind, ruled.figure) == ("table", "tableau 1")
    assert "\nMoyens : 62 ; 29,0 %" in ruled.text
    assert "Appareils ménagers : 867 ; 32,5 %" in holding(passages, "Vélos : 1 204").text


def test_cover_contents_and_running_heads_are_no_passages(passages: tuple[Passage, ...]) -> None:
    assert min(page for passage in passages for page in passage.pages) == 3
    assert not any("Observatoire des ateliers" in passage.text for passage in passages)


def test_ids_name_the_page_and_survive_a_second_reading(passages: tuple[Passage, ...]) -> None:
    again = passages_of(read_report(REPORT, isolated=False), "essai")
    assert [passage.id for passage in again] == [passage.id for passage in passages]
    assert len({passage.id for passage in passages}) == len(passages)
    assert all(re.fullmatch(rf"r{passage.pages[0]}-[0-9a-f]{{8}}(\.\d+)?", passage.id) for passage in passages)


def test_sentences_cover_their_passage_in_order(passages: tuple[Passage, ...]) -> None:
    for passage in passages:
        spans = [(part.start, part.end) for part in passage.sentences]
        assert spans == sorted(spans)
        outside = re.sub(r"\s", "", passage.text)
        inside = "".join(re.sub(r"\s", "", passage.text[start:end]) for start, end in spans)
        assert outside.replace("-", "") == inside.replace("-", "")


def test_rectangles_are_fractions_of_the_page(passages: tuple[Passage, ...]) -> None:
    for box in (box for passage in passages for box in passage.boxes):
        assert 0 <= box.left < box.right <= 1
        assert 0 <= box.top < box.bottom <= 1


@pytest.mark.official
def test_no_text_of_the_official_report_carries_a_stray_sign(official: tuple[Passage, ...]) -> None:
    text = "".join(passage.text for passage in official)
    assert not re.search("[\x00-\x09\x0b-\x1f\u00ad\ufffe\ufffd\ud800-\udfffﬀ-ﬆ●•]", text)


@pytest.mark.official
def test_the_note_call_of_page_29_is_unglued(official: tuple[Passage, ...]) -> None:
    assert holding(official, "C’est un chiffre trois fois plus élevé").text.endswith("les associations belges (61%).")
    assert holding(official, "L’ensemble des références").kind == "note"


@pytest.mark.official
def test_a_sentence_over_pages_28_and_29_is_joined(official: tuple[Passage, ...]) -> None:
    passage = holding(official, "C’est un chiffre trois fois plus élevé")
    assert sentence(passage, "C’est un chiffre trois fois").pages == (28, 29)
    assert passage.pages == (28, 29)


@pytest.mark.official
@pytest.mark.parametrize(
    ("network", "pages"),
    [
        ("Facebook", (43,)),
        ("Twitter", (44, 45)),
        ("YouTube", (45,)),
        ("LinkedIn", (45, 46)),
        ("TikTok", (46,)),
        ("Twitch", (46, 47)),
    ],
)
def test_the_lists_of_networks_stay_with_their_network(
    official: tuple[Passage, ...], network: str, pages: tuple[int, ...]
) -> None:
    (found,) = [
        passage for passage in official if network in passage.text.split("\n")[0] and passage.text.count("\n- ") == 7
    ]
    assert found.pages == pages


@pytest.mark.official
def test_the_list_of_instagram_is_announced(official: tuple[Passage, ...]) -> None:
    listed = holding(official, "Instagram est surtout utilisé pour :\n- assurer une visibilité en ligne (67,0%)")
    assert listed.text.endswith("(adresses, numéros…) (37,6%)")


@pytest.mark.official
def test_persona_cards_are_read_column_by_column(official: tuple[Passage, ...]) -> None:
    fields = [passage.section[-1] for passage in official if passage.pages == (70,)]
    assert list(dict.fromkeys(fields)) == [
        "Persona 2 : Les investis du numérique",
        "CITATION",
        "CHIFFRES",
        "DÉFIS DE CE PERSONA",
        "PROFIL NUMÉRIQUE",
        "IDÉES INSPIRANTES DE CE PERSONA",
    ]
    challenges = holding(official, "trop dépendants des compétences des sous-traitants")
    assert challenges.section == ("3. Les personas", "Persona 2 : Les investis du numérique", "DÉFIS DE CE PERSONA")
    assert (challenges.kind, challenges.personas) == ("persona", (2,))
    assert challenges.text.count("- ") == 3


@pytest.mark.official
def test_table_4_is_a_table_and_not_prose(official: tuple[Passage, ...]) -> None:
    (table,) = [passage for passage in official if passage.figure == "tableau 4"]
    assert (table.kind, table.pages) == ("table", (67, 68))
    assert "\nPare-feu\n" in table.text
    others = [passage for passage in official if passage is not table and set(passage.pages) & {67, 68}]
    assert [passage.text[:20] for passage in others] == ["Le Tableau 4 synthét"]


@pytest.mark.official
def test_every_figure_has_its_caption(official: tuple[Passage, ...]) -> None:
    numbers = [int(passage.figure) for passage in official if passage.kind == "figure" and passage.figure]
    assert numbers == list(range(1, 37))


@pytest.mark.official
@pytest.mark.parametrize(
    ("page", "text"),
    [
        (8, "Ce baromètre s’inscrit dans le cadre ambitieux du projet Découvrabilité, qui vise à soutenir"),
        (17, "Selon cette méthode, l’échantillon recommandé pour la représentativité du baromètre était de 357"),
        (21, "a recensé 415 bibliothèques publiques en 2023. Au sein des répondants, 44 sont des bibliothèques"),
        (22, "soit plus des 3⁄4 des opérateurs (76,4%) recensés par le Ministère"),
        (30, "porte sensiblement sur les contenus (culturels ou médiatiques) de l'organisation pour 87,6%"),
        (32, "“Les évolutions des logiciels vont encore accroître les possibilités numériques.”"),
        (34, "dans 3 situations concrètes. Selon notre étude, 27,5% des DPO sont engagés"),
        (35, "ce qui fait de ce métier le 2e le plus fréquent dans la sous-traitance"),
        (39, "Ce chiffre est aussi interpellant que celui relatif aux organismes publics (27,7%)"),
        (44, "Twitter est un réseau moins utilisé chez les opérateurs"),
        (60, "les réseaux sociaux de l’opérateur (respectivement 85,4% et 82,1%)"),
        (78, "le manque de moyens (financiers et humains) semble réunir une large majorité de répondants (86%)"),
    ],
)
def test_verbatim_sentences_are_whole(official: tuple[Passage, ...], page: int, text: str) -> None:
    assert page in holding(official, text).pages


@pytest.mark.official
def test_the_kinds_of_the_official_report_are_plausible(official: tuple[Passage, ...]) -> None:
    kinds = Counter(passage.kind for passage in official)
    assert kinds["figure"] == 36
    assert kinds["quote"] == 10
    assert 90 < kinds["finding"] < 115
    assert {passage.kind for passage in official if passage.section[:1] == ("Bibliographie",)} == {"note"}
    assert {passage.kind for passage in official if passage.section[:1] == ("Conclusions",)} == {"recommendation"}
