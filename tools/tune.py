"""Tunes the last layers of the embedded encoder on the question bank, and writes them packed beside the corpus.

The lower layers are frozen, so what they make of each text is computed once, which makes a step five times cheaper. A
step draws questions with a unit that answers each, units that look like it, and questions that nothing answers: the
right class of those is a null score, learned too. A second loss brings together questions of one unit. Every step draws
by its own number, so a run that was interrupted goes on from its last checkpoint and ends on the same weights.

A part of the bank (`tools/tuning_material.py`) is never learned from: it says what was gained, and fits the judge.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from assistant.search import weights
from assistant.settings import PROJECT
from tools import pack_tuned
from tools.pack_tuned import LAYERS
from tools.tuning_material import Material, Step, collect, drawn

STEPS = 360
RATE, NULL_RATE = 1e-4, 1e-2
SCALE = 30.0  # cosines to logits
SECOND_LOSS = 0.5  # weight of question against question
WARM_UP, FLOOR = 20, 0.05
LONGEST = 72  # pieces of a text
CHECKPOINT = 40
_FORBIDDEN = -1e4


class Tower(torch.nn.Module):
    """The layers that are tuned, above the kept output of the others."""

    def __init__(self, bert: Any) -> None:
        super().__init__()
        self.layers = torch.nn.ModuleList(bert.encoder.layer[-LAYERS:])
        self.null = torch.nn.Parameter(torch.tensor(0.55))

    def forward(self, kept: list[torch.Tensor]) -> torch.Tensor:
        """Returns unit rows, float32 (n, 384)."""
        state, mask = _padded(kept)
        for layer in self.layers:
            state = _output(layer(state, attention_mask=_bias(mask)))
        mean = (state * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return torch.nn.functional.normalize(mean, dim=1)


def main() -> None:
    """Tunes, measures, and writes corpus/tuned.safetensors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--work", type=Path, default=PROJECT / ".cache" / "tune")
    options = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(0)
    material = collect()
    model = _model()
    tower, kept = Tower(model[0].auto_model), _kept(model, material)
    print(f"{len(material.learned)} questions, {len(material.nothing)} sans réponse, {len(material.units)} unités")
    train(tower, kept, material, steps=options.steps, work=options.work)
    pack_tuned.write(tower.layers, first=12 - LAYERS)


def train(tower: Tower, kept: dict[str, list[torch.Tensor]], material: Material, *, steps: int, work: Path) -> None:
    """Runs the steps that are left after the last checkpoint, and measures at each one."""
    optimiser = torch.optim.AdamW(
        [
            {"params": list(tower.layers.parameters()), "lr": RATE},
            {"params": [tower.null], "lr": NULL_RATE, "weight_decay": 0.0},
        ],
        weight_decay=0.01,
    )
    work.mkdir(parents=True, exist_ok=True)
    done = _resumed(tower, optimiser, work)
    units, began = _measured(tower, kept, material, done), time.time()
    for number in range(done, steps):
        step = drawn(material, units, number)
        for group, rate in zip(optimiser.param_groups, (RATE, NULL_RATE), strict=True):
            group["lr"] = rate * min(1.0, (number + 1) / WARM_UP) * max(FLOOR, 1 - number / steps)
        loss = _loss(tower, kept, step)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tower.parameters(), 1.0)
        optimiser.step()
        if (number + 1) % CHECKPOINT == 0 or number + 1 == steps:
            units = _measured(tower, kept, material, number + 1)
            _save(tower, optimiser, work, number + 1)
            print(f"  {time.time() - began:.0f} s", flush=True)


def _loss(tower: Tower, kept: dict[str, list[torch.Tensor]], step: Step) -> torch.Tensor:
    asked = [kept["learned"][one] for one in step.questions] + [kept["nothing"][one] for one in step.nothing]
    vectors = tower(asked)
    answers = tower([kept["units"][one] for one in step.units])
    null = (tower.null * SCALE).expand(len(asked), 1)
    scores = torch.cat([vectors @ answers.T * SCALE, null], 1)
    scores = scores.masked_fill(torch.tensor(step.also_right), _FORBIDDEN)
    classes = [*range(len(step.questions)), *[len(step.units)] * len(step.nothing)]
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(classes))
    if step.twins:
        first, others = zip(*step.twins, strict=True)
        twins = tower([kept["learned"][one] for one in others])
        among = vectors[list(first)] @ twins.T * SCALE
        among = among.masked_fill(torch.tensor(step.same_unit), _FORBIDDEN)
        loss = loss + SECOND_LOSS * torch.nn.functional.cross_entropy(among, torch.arange(len(twins)))
    return loss


@torch.no_grad()
def _measured(tower: Tower, kept: dict[str, list[torch.Tensor]], material: Material, done: int) -> np.ndarray:
    """Returns the vectors of the units, after saying how well the questions that are held out find theirs."""
    units, asked, nothing = (_vectors(tower, kept[name]) for name in ("units", "held", "held_nothing"))
    scores = asked @ units.T
    order = np.argsort(-scores, axis=1)
    first = np.mean([row[0] in right for row, (_, right) in zip(order, material.held, strict=True)])
    five = np.mean([bool({*row[:5]} & {*right}) for row, (_, right) in zip(order, material.held, strict=True)])
    best, none = scores.max(1), (nothing @ units.T).max(1)
    kinds = np.array([kind for _, kind in material.held_nothing])
    areas = {kind: float(np.mean(best[:, None] > none[kinds == kind][None])) for kind in sorted({*kinds})}
    told = " ".join(f"{kind} {area:.3f}" for kind, area in areas.items())
    print(f"{done:4d} pas : unité première {first:.3f}, dans les 5 {five:.3f} ; AUROC {told}", flush=True)
    return units


def _vectors(tower: Tower, kept: list[torch.Tensor]) -> np.ndarray:
    return torch.cat([tower(kept[start : start + 64]) for start in range(0, len(kept), 64)]).numpy()


def _model() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(weights.standard_folder()), device="cpu").eval()


def _kept(model: Any, material: Material) -> dict[str, list[torch.Tensor]]:
    """What the frozen layers make of every text."""
    texts = {
        "units": [f"passage: {text}" for text in material.units],
        "learned": [f"query: {text}" for text, _ in material.learned],
        "nothing": [f"query: {text}" for text, _ in material.nothing],
        "held": [f"query: {text}" for text, _ in material.held],
        "held_nothing": [f"query: {text}" for text, _ in material.held_nothing],
    }
    return {name: _below(model, found) for name, found in texts.items()}


@torch.no_grad()
def _below(model: Any, texts: list[str]) -> list[torch.Tensor]:
    bert, kept = model[0].auto_model, []
    for start in range(0, len(texts), 32):
        batch = model.tokenizer(
            texts[start : start + 32], padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        mask = batch["attention_mask"]
        state = bert.embeddings(batch["input_ids"])
        for layer in bert.encoder.layer[:-LAYERS]:
            state = _output(layer(state, attention_mask=_bias(mask)))
        kept += [row[: int(ones.sum())].clone() for row, ones in zip(state, mask, strict=True)]
    return kept


def _padded(kept: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    state = torch.nn.utils.rnn.pad_sequence(kept, batch_first=True)
    lengths = torch.tensor([len(one) for one in kept])
    return state, (torch.arange(state.shape[1])[None] < lengths[:, None]).float()


def _bias(mask: torch.Tensor) -> torch.Tensor:
    return (1 - mask[:, None, None].float()) * -1e9


def _output(state: Any) -> torch.Tensor:
    return state[0] if isinstance(state, tuple) else state


def _save(tower: Tower, optimiser: torch.optim.AdamW, work: Path, done: int) -> None:
    tensors = {f"weight.{name}": value.detach().contiguous() for name, value in tower.named_parameters()}
    for number, state in optimiser.state_dict()["state"].items():
        tensors |= {f"state.{number}.{name}": torch.as_tensor(value).contiguous() for name, value in state.items()}
    partial = work / "checkpoint.partial"
    save_file(tensors, partial, {"done": str(done)})
    partial.replace(work / "checkpoint.safetensors")


def _resumed(tower: Tower, optimiser: torch.optim.AdamW, work: Path) -> int:
    """Takes up the last checkpoint, if there is one; returns how many steps it had done."""
    from safetensors import safe_open

    path = work / "checkpoint.safetensors"
    if not path.is_file():
        return 0
    tensors = load_file(path)
    with torch.no_grad():
        for name, value in tower.named_parameters():
            value.copy_(tensors[f"weight.{name}"])
    states: dict[int, dict[str, torch.Tensor]] = {}
    for name, value in tensors.items():
        if name.startswith("state."):
            _, number, key = name.split(".")
            states.setdefault(int(number), {})[key] = value
    optimiser.load_state_dict({**optimiser.state_dict(), "state": states})
    with safe_open(path, "pt") as opened:
        return int(opened.metadata()["done"])


if __name__ == "__main__":
    main()
