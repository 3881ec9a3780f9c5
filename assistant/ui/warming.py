"""What a server does before its first visitor, so that nobody waits for what is made once."""

import gc
from importlib import import_module
from pkgutil import iter_modules
from threading import Event, Thread

from assistant import ui
from assistant.answer.answers import Answer
from assistant.errors import BoussoleError
from assistant.export.markdown import answer_markdown
from assistant.language import LANGUAGES
from assistant.ui import answers, assets, drawer, pictures, service
from assistant.ui.catalogue import Catalogue, catalogue

# What Streamlit itself only imports when a session first needs it.
_LATE = (
    "pandas",
    "pyarrow",
    "streamlit.components.v2",
    "streamlit.elements.lib.image_utils",
    "streamlit.material_icon_names",
)

finished = Event()


def start() -> None:
    """Warms beside the server, in a thread that does not hold one that is told to end."""
    Thread(target=warm, name="warming", daemon=True).start()


def warm() -> None:
    """Opens everything a first visitor would wait for, then tells the collector that it is there to stay."""
    try:
        for module in iter_modules(ui.__path__, "assistant.ui."):
            import_module(module.name)
        for name in _LATE:
            import_module(name)
        assets.prepare()
        for language in LANGUAGES:
            _rehearse(catalogue(language))
    except BoussoleError:
        # The pages say what is missing; the server must start to be able to say it.
        return
    finally:
        gc.collect()
        gc.freeze()
        finished.set()


def _rehearse(t: Catalogue) -> None:
    """Answers the questions offered in a language, and makes what their page and their sources show."""
    for question in service.starters(t):
        answer = service.assistant().answer(question)
        answers.turn(answer, 0, t, plain=answer_markdown(answer))
        _source(answer)


def _source(answer: Answer) -> None:
    report = service.assistant().edition.source("report")
    cited = next((one for finding in answer.findings for one in finding.citations), None)
    if cited and report and report.present:
        opened = drawer.opened_by(cited)
        passage = service.assistant().passage(opened.passage)
        marks, quote = drawer.marks(passage, opened)
        pictures.shown(report, passage.pages[0] if passage else opened.page, marks, quote)
