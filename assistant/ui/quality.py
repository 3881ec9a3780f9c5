"""What the last evaluation measured, as a table; nothing when no evaluation was kept."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from assistant.language import LANGUAGES
from assistant.ui.catalogue import Catalogue
from assistant.ui.markup import Safe, join, tag

# What a reader relies on: what should be high, then what should be null.
_RATES = (
    "figure_given", "page_cited", "premise_corrected", "wrong_figure", "miscited_figure", "false_refusal",
    "false_answer",
)  # fmt: skip


def load(path: Path) -> Mapping[str, Any]:
    """Reads the output of `boussole evaluate --json`, kept with a "date" (2024-05-31); empty when there is none."""
    if not path.is_file():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))


def table(measured: Mapping[str, Any], t: Catalogue) -> Safe | None:
    """Returns the rates over all the questions and by language, each with what it was counted on."""
    if not measured:
        return None
    groups = [(t("quality.all"), measured["overall"])]
    groups += [
        (t(f"quality.{name}"), measured["languages"][name]) for name in LANGUAGES if name in measured["languages"]
    ]
    head = tag(
        "tr", tag("th", t("quality.measure"), scope="col"), *(tag("th", name, scope="col") for name, _ in groups)
    )
    rows = [
        tag(
            "tr",
            tag("th", t(f"quality.{rate}"), scope="row"),
            *(tag("td", _counted(found[rate], t)) for _, found in groups),
        )
        for rate in _RATES
    ]
    return join(
        tag("p", _said(measured, t)),
        tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), class_="b-quality", tabindex="0",
            role="region", aria_label=t("quality.title")),
        tag("p", t("quality.limits"), class_="b-small"),
    )  # fmt: skip


def _said(measured: Mapping[str, Any], t: Catalogue) -> str:
    questions = t.number(measured["questions"])
    if "date" not in measured:
        return t("quality.undated", questions=questions)
    day = date.fromisoformat(measured["date"])
    return t("quality.dated", questions=questions, day=f"{day:%d/%m/%Y}")


def _counted(rate: Mapping[str, Any], t: Catalogue) -> str:
    if not rate["total"]:
        return "—"
    return f"{t.percent(rate['hits'] / rate['total'])} ({t.number(rate['hits'])}/{t.number(rate['total'])})"
