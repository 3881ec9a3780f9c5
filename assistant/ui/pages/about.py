"""What the application is, where its facts come from, what is known to be wrong in them, and its commitments."""

import streamlit as st

from assistant import __version__
from assistant.corpus import Source
from assistant.facts.results import Erratum
from assistant.settings import PROJECT
from assistant.ui import quality, service, state
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import Safe, label, tag

_QUALITY = PROJECT / "docs" / "quality.json"
_SECTIONS = ("method", "privacy", "accessibility")


def show() -> None:
    """Shows the study, its sources, the known errors and the commitments."""
    t, assistant = state.words(), service.assistant()
    st.title(label(t("about.title")), anchor=False)
    described = assistant.edition.description
    citation, handle = described.citation or described.title, described.handle
    st.html(
        tag(
            "div",
            tag("p", t("about.intro")),
            _heading(t("about.study")),
            tag("p", citation, " ", tag("a", handle, href=handle) if handle.startswith("http") else None, lang="fr"),
            tag("p", t("about.licence", licence=described.licence), class_="b-small"),
            _heading(t("about.sources")),
            tag("p", t("about.uses_report" if assistant.uses_report else "about.uses_digest"), class_="b-note"),
            tag("ul", *(_source(source, t) for source in assistant.edition.sources), class_="b-plain"),
            *(part for name in _SECTIONS for part in (_heading(t(f"about.{name}")), tag("p", t(f"about.{name}_text")))),
            class_="b-about",
        )
    )
    measured = quality.table(quality.load(_QUALITY), t)
    if measured:
        st.html(tag("div", _heading(t("quality.title")), measured, class_="b-about"))
    results = assistant.library.results
    if results and results.errata:
        errata = results.errata.values()
        with st.expander(label(t.count("about.errata", len(errata)))):
            st.html(tag("ul", *(_erratum(one, t) for one in errata), class_="b-errata"))
    st.html(
        tag(
            "p",
            t("about.version", version=__version__, passages=t.number(len(assistant.index.passages))),
            class_="b-small",
        )
    )


def _heading(title: str) -> Safe:
    return tag("h2", title, class_="b-section")


def _source(source: Source, t: Catalogue) -> Safe:
    version = source.version()
    if not source.present:
        found = t("about.absent")
    elif version:
        found = t("about.present", version=version.label, digest=version.sha256[:16] or version.git_blob[:16])
    else:
        found = t("about.unknown")
    links = [tag("a", url, href=url) for url in source.urls]
    return tag("li", tag("strong", t(f"about.{source.kind}")), " — ", found, tag("br"), *links)


def _erratum(one: Erratum, t: Catalogue) -> Safe:
    return tag("li", tag("strong", t.shown(one.where)), tag("p", t.shown(one.note)), lang="fr")


show()
