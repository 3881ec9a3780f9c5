"""Measures the interface in a real browser: landing, question, citation, then fifty visitors at once.

Run from the project: python benchmarks/interface.py [--sessions 50]. Times are medians, in milliseconds.
"""

import argparse
import asyncio
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import websockets

PROJECT = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUESTIONS = (
    "Combien d'opérateurs utilisent une newsletter ?",
    "Quels sont les freins au numérique ?",
    "Quels réseaux sociaux sont les plus utilisés ?",
    "Combien d'opérateurs ont un site web ?",
)


def main() -> None:
    """Prints every measure, with what it was taken on."""
    parser = argparse.ArgumentParser(description="Mesure l'interface.")
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    parsed = parser.parse_args()
    process, address = started()
    try:
        print(f"machine : {os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f}")
        for name, values in in_browser(address, parsed.runs).items():
            middle, most = statistics.median(values), max(values)
            print(f"{name:<32} médiane {middle:6.0f} ms   max {most:6.0f} ms   ({len(values)} mesures)")
        times = together(address, parsed.sessions)
        ordered = sorted(times)
        print(
            f"{parsed.sessions} visiteurs, 5 s de lecture : p50 {statistics.median(ordered):.0f} ms, "
            f"p95 {ordered[int(len(ordered) * 0.95)]:.0f} ms ({len(ordered)} questions)"
        )
        print(f"mémoire du serveur : {resident(process.pid):.0f} Mo")
    finally:
        process.terminate()


def started() -> tuple[subprocess.Popen[bytes], str]:
    """Starts the served application and waits until it can answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--server.port={port}", "--server.address=127.0.0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "asgi.py", *options], cwd=PROJECT, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/sante", timeout=60).close()
            return process, address
        except OSError:
            time.sleep(0.5)
    process.terminate()
    raise SystemExit("le serveur n'a pas démarré")


def in_browser(address: str, runs: int) -> dict[str, list[float]]:
    """Returns the times of a visit: cold and warm landing, question, second question, citation."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for _ in range(runs):
            context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-BE")
            page = context.new_page()
            _timed(found, "accueil utilisable, à froid", _landing, page, address)
            page.wait_for_timeout(500)
            _timed(found, "question → réponse", _question, page, QUESTIONS[0], 1)
            page.wait_for_timeout(1_800)
            _timed(found, "deuxième question → réponse", _question, page, QUESTIONS[3], 2)
            page.wait_for_timeout(1_800)
            _timed(found, "citation → page", _citation, page)
            warm = context.new_page()
            _timed(found, "accueil utilisable, à chaud", _landing, warm, address)
            context.close()
        browser.close()
    return found


def _timed(found: dict[str, list[float]], name: str, act: Callable[..., None], *values: Any) -> None:
    start = time.perf_counter()
    act(*values)
    found.setdefault(name, []).append((time.perf_counter() - start) * 1000)


def _landing(page: Any, address: str) -> None:
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".st-key-starters button")


def _question(page: Any, question: str, count: int) -> None:
    page.locator("textarea").last.fill(question)
    page.keyboard.press("Enter")
    page.locator(".b-lead").nth(count - 1).wait_for()


def _citation(page: Any) -> None:
    page.locator(".b-chip").first.click()
    page.wait_for_selector("[role=dialog] img, [role=dialog] .b-note")
    page.wait_for_function("[...document.querySelectorAll('[role=dialog] img')].every(i => i.complete)", polling=20)


def together(address: str, sessions: int) -> list[float]:
    """Returns the time of each question of many visitors who read five seconds between two."""
    return asyncio.run(_visitors(address.replace("http", "ws") + "/_stcore/stream", sessions))


async def _visitors(address: str, sessions: int) -> list[float]:
    waits = random.Random(2024)
    plans = [(number * 5 / sessions, [waits.uniform(2, 8) for _ in QUESTIONS]) for number in range(sessions)]
    found = await asyncio.gather(*(_visitor(address, number, *plan) for number, plan in enumerate(plans)))
    return [value for one in found for value in one]


async def _visitor(address: str, number: int, start: float, reading: list[float]) -> list[float]:
    """One visitor, speaking to the server as Streamlit's own page does."""
    await asyncio.sleep(start)
    times = []
    options: Any = {"subprotocols": ["streamlit"], "max_size": None, "open_timeout": 60}
    async with websockets.connect(address, **options) as link:
        box, page = await _run(link, None, "", "")
        for place, seconds in enumerate(reading):
            await asyncio.sleep(seconds)
            begin = time.perf_counter()
            box, page = await _run(link, box, page, QUESTIONS[(number + place) % len(QUESTIONS)])
            times.append((time.perf_counter() - begin) * 1000)
    return times


async def _run(link: Any, box: str | None, page: str, question: str) -> tuple[str | None, str]:
    """Runs the page once, with a question typed when there is one; returns the box to type the next one in."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    order = BackMsg()
    order.rerun_script.page_script_hash = page
    if box and question:
        typed = order.rerun_script.widget_states.widgets.add()
        typed.id, typed.chat_input_value.data = box, question
    await link.send(order.SerializeToString())
    while True:
        message = ForwardMsg.FromString(await link.recv())
        if message.WhichOneof("type") == "new_session":
            page = message.new_session.page_script_hash
        elif message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "chat_input":
            box = message.delta.new_element.chat_input.id
        elif message.WhichOneof("type") == "script_finished":
            return box, page


def resident(pid: int) -> float:
    """Returns the resident memory of a process, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


if __name__ == "__main__":
    main()
