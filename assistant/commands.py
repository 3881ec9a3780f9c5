"""What each command of the command line does: print to the standard output, return the exit code.

Errors are raised, as everywhere; `assistant.cli` tells them. Progress goes to the error output.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from assistant.errors import BoussoleError, SettingsError
from assistant.settings import PROJECT, Settings

if TYPE_CHECKING:
    from assistant.corpus import Edition
    from assistant.profile.standing import Guide

Command = Callable[[argparse.Namespace, Settings], int]


class Bar:
    """Progress on the error output: a line that moves where a person watches, one line a task elsewhere."""

    def __init__(self) -> None:
        self._moves = sys.stderr.isatty()
        self._told: set[str] = set()

    def __call__(self, what: str, done: int, total: int | None = None) -> None:
        """Shows how much of something is done."""
        if self._moves:
            amount = f"{done}/{total}" if total else str(done)
            end = "\n" if total is not None and done >= total else ""
            print(f"\r{what} : {amount}\033[K", end=end, file=sys.stderr, flush=True)
        elif what not in self._told:
            self._told.add(what)
            print(f"{what}…", file=sys.stderr, flush=True)


def fetch(parsed: argparse.Namespace, settings: Settings) -> int:
    """Brings the official files in."""
    from assistant.corpus import load_corpus
    from assistant.fetching import fetch as bring

    edition = load_corpus(settings.corpus).edition(settings.edition)
    found = bring(edition, folder=parsed.folder, progress=Bar())
    for one in found:
        state = one.version.label if one.version else "ATTENTION, version inconnue : à utiliser avec prudence"
        print(f"{one.source.path} : {'reçu' if one.new else 'déjà là'} ({state})")
    if not found:
        print(f"L'édition « {edition.id} » n'a pas d'adresse publiée : placez ses fichiers dans {edition.folder}.")
    return 0


def index(parsed: argparse.Namespace, settings: Settings) -> int:
    """Makes the index, or says that it is up to date."""
    from assistant.building import build_index

    print(build_index(settings, progress=Bar(), force=parsed.force).summary)
    return 0


def ask(parsed: argparse.Namespace, settings: Settings) -> int:
    """Answers one question, or a file of them with the model loaded once."""
    if (parsed.batch is None) == (parsed.question is None):
        raise BoussoleError("Donnez une question, ou --batch FICHIER.jsonl, mais pas les deux.")
    from assistant.batches import read_requests
    from assistant.profile.profiles import load_json

    given = load_json(parsed.profile) if parsed.profile else {}
    requests = read_requests(parsed.batch) if parsed.batch else ()
    from assistant.engine import Assistant

    assistant = Assistant.open(settings, progress=Bar())
    if parsed.batch:
        from assistant.batches import answered

        return _lines(answered(assistant, request, _warn) for request in requests)
    reading = assistant.read_profile(given)
    _warn(reading.warnings)
    answer = assistant.answer(parsed.question, profile=reading.profile)
    if parsed.json:
        print(_pretty(answer.as_json()))
    else:
        from assistant.export.terminal import in_terminal

        print(in_terminal(answer))
    return 0


def profile(parsed: argparse.Namespace, settings: Settings) -> int:
    """Places one organisation, a file of them, or the person at the terminal."""
    from assistant import interview
    from assistant.profile.profiles import dump_profile, load_profile

    edition, guide = _guide(settings)
    if parsed.questions:
        questions = guide.questionnaire.to_json()
        print(_pretty(questions) if parsed.json else interview.listed(guide.questionnaire))
        return 0
    if parsed.batch:
        from assistant.batches import read_requests

        return _lines(interview.placed(guide, request) for request in read_requests(parsed.batch))
    if parsed.file:
        reading = load_profile(parsed.file, guide.questionnaire)
        _warn(reading.warnings)
        given = reading.profile
    else:
        given = interview.interview(guide.questionnaire, _typed, lambda text: print(text, file=sys.stderr))
        if parsed.save:
            interview.save(parsed.save, dump_profile(given))
    print(interview.told(guide, given, edition, as_json=parsed.json, markdown=parsed.markdown))
    return 0


def check(parsed: argparse.Namespace, settings: Settings) -> int:
    """Proves the committed facts against the official files; 1 when something disagrees."""
    from assistant.checking import format_report
    from assistant.checking.command import check_edition

    report = check_edition(settings, folder=parsed.folder)
    print(format_report(report))
    return 0 if report.agrees else 1


def evaluate(parsed: argparse.Namespace, settings: Settings) -> int:
    """Measures the answers on an exam, or the personas on drawn profiles."""
    if parsed.profiles:
        from assistant.evaluation.profiles import measure_profiles

        print(measure_profiles(_guide(settings)[1], as_json=parsed.json))
        return 0
    from assistant.evaluation.command import evaluate as measure
    from assistant.evaluation.command import guard

    if parsed.gate or parsed.accept:
        kept = PROJECT / "docs" / "quality.json"
        told, stands = guard(settings, parsed.questions, kept, split=parsed.split, accept=parsed.accept)
        print(told)
        return 0 if stands else 1
    print(measure(settings, parsed.questions, split=parsed.split, failures=parsed.failures, as_json=parsed.json))
    return 0


def feedback(parsed: argparse.Namespace, settings: Settings) -> int:
    """Lists the opinions given in the application, or the exam questions they suggest."""
    from assistant.feedback import candidate_lines, candidate_questions, listed, opinions

    if settings.feedback is None:
        raise SettingsError("Les avis sont désactivés (BOUSSOLE_FEEDBACK=non) : il n'y a rien à lire.")
    kept = opinions(settings.feedback)
    if kept.unread:
        _warn((f"{len(kept.unread)} ligne(s) illisible(s) laissée(s) de côté : {', '.join(map(str, kept.unread))}.",))
    told = candidate_questions if parsed.questions else candidate_lines if parsed.bank else listed
    print(told(kept.given))
    return 0


def bank(parsed: argparse.Namespace, settings: Settings) -> int:
    """Proves that what the question bank and the written answers name exists, and that what they state is bound."""
    from assistant.building import edition_of
    from assistant.checking.bank import check_bank
    from assistant.facts.library import load_library

    library = load_library(edition_of(settings), settings.corpus)
    found = check_bank(library)
    print("\n".join(map(str, found)) or f"{len(library.bank.questions)} questions : rien à redire.")
    return 1 if found else 0


def encoder(parsed: argparse.Namespace, settings: Settings) -> int:
    """Writes the embedded encoder as a sentence-transformers folder and says where."""
    from assistant.search.weights import standard_folder

    print(standard_folder(parsed.folder))
    return 0


def serve(parsed: argparse.Namespace, settings: Settings) -> int:
    """Opens the application, in this very process so that what ends one ends the other, and waits for its end."""
    import os
    import runpy

    from assistant.building import edition_of

    edition_of(settings)  # a wrong corpus or report is told here, not in a page
    _make_sure_is_free(parsed.address, parsed.port)
    print(f"Boussole s'ouvre sur http://{parsed.address}:{parsed.port} ; Ctrl+C pour la fermer.", flush=True)
    os.environ.update(settings.as_environment())
    os.chdir(PROJECT)  # where Streamlit looks for its configuration
    sys.argv = [str(PROJECT / "asgi.py")]
    app = runpy.run_path(sys.argv[0])["app"]
    try:
        app.run(config={"server.port": parsed.port, "server.address": parsed.address})
    except KeyboardInterrupt:
        return 0  # the way to close it
    return 0


def _make_sure_is_free(address: str, port: int) -> None:
    import socket

    try:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.create_server((address, port), family=family):
            return
    except (OSError, OverflowError) as error:
        raise SettingsError(
            f"Boussole ne peut pas s'ouvrir sur {address}:{port} ({error}). "
            "Le port est peut-être déjà pris : choisissez-en un autre avec --port."
        ) from error


def _typed(prompt: str) -> str:
    """Reads one line of the person; the prompt leaves the standard output to the result."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _guide(settings: Settings) -> "tuple[Edition, Guide]":
    from assistant.building import edition_of
    from assistant.facts.library import load_library
    from assistant.profile.standing import load_guide

    edition = edition_of(settings)
    guide = load_guide(load_library(edition, settings.corpus), settings.corpus)
    if guide is None:
        raise SettingsError(f"« {edition.short_title} » ne publie pas de personas : aucun profil ne peut y être situé.")
    return edition, guide


def _lines(answers: Iterable[Mapping[str, Any]]) -> int:
    """Prints one JSON line each; 2 when one of them is an error."""
    refused = 0
    for answer in answers:
        refused += "error" in answer
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    if refused:
        print(f"boussole : {refused} ligne(s) refusée(s), voyez leur « error ».", file=sys.stderr)
    return 2 if refused else 0


def _warn(warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        print(f"Attention : {warning}", file=sys.stderr)


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
