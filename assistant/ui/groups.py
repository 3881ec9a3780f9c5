"""What the study says of operators of one's own sector, size or province, and of which of them it says nothing."""

from assistant.facts.segments import Segment
from assistant.passages import Passage
from assistant.profile.surroundings import Surroundings
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import Safe, join, tag

_SHOWN = 6


def said(found: Surroundings, t: Catalogue) -> Safe | None:
    """Returns the sentences about one's own groups, most specific first, then the groups nothing is said of."""
    if not found.said and not found.silent:
        return None
    rows = [_passage(passage, t) for passage in found.said[:_SHOWN]]
    silent = [
        t("groups.silent_known", group=_name(one.segment), base=t.number(one.nearest.count))
        if one.nearest and one.nearest.count is not None
        else t("groups.silent", group=_name(one.segment))
        for one in found.silent
    ]
    return join(
        tag("h2", t("groups.title"), class_="b-section"),
        tag("ul", *rows, class_="b-findings") if rows else None,
        tag("ul", *(tag("li", line) for line in silent), class_="b-notes") if silent else None,
    )


def _name(segment: str) -> str:
    return Segment.of(segment).label


def _passage(passage: Passage, t: Catalogue) -> Safe:
    page = t("source.page", page=passage.pages[0])
    chip = tag(
        "button", page, type="button", class_="b-chip", data_event="cite", data_value=f"d:{passage.id}",
        data_key=f"d:{passage.id}", aria_label=t("source.see", shown=page),
    )  # fmt: skip
    sentence = tag("p", tag("span", t.shown(passage.text), lang="fr"), " ", chip, class_="b-sentence")
    return tag("li", sentence, class_="b-finding b-wordy")
