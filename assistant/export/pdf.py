"""A document as a tagged PDF, by Typst: selectable text, headings, its language, the same bytes each time."""

import json
from dataclasses import asdict

from assistant.export.handouts import Handout, Part

# The texts reach Typst as data, never as markup: nothing in them can be a command.
_TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, author: "Boussole", date: none)
#set page(paper: "a4", margin: (x: 2.2cm, y: 2cm), footer: context align(center, text(8pt, fill: luma(90))[
  Boussole · #counter(page).display("1 / 1", both: true)]))
#set text(lang: data.language, size: 10pt, hyphenate: false)
#set par(leading: 0.62em, spacing: 0.9em)
#show heading: it => block(above: 1.3em, below: 0.7em, text(fill: rgb("#8A1C4A"), it.body))
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#let addresses = regex("https?://[^\\\\s]+")
#show addresses: it => link(it.text)
#for part in data.parts {
  if part.kind == "Heading" { heading(level: part.level, part.text) }
  else if part.kind == "Paragraph" {
    par(text(size: if part.small { 8.5pt } else if part.strong { 12pt } else { 10pt },
      weight: if part.strong { "bold" } else { "regular" }, part.text))
  } else if part.kind == "Items" {
    let items = part.items.map(item => [#item.at(0)#if item.at(1).len() > 0 { list(..item.at(1).map(d => [#d])) }])
    if part.numbered { enum(..items) } else { list(..items) }
  } else {
    table(columns: (1fr,) + (auto,) * (part.header.len() - 1), stroke: (x: none, y: 0.5pt + luma(200)),
      table.header(..part.header.map(cell => strong(cell))), ..part.rows.flatten())
  }
}
"""


def to_pdf(handout: Handout) -> bytes:
    """Returns a document as the bytes of a tagged PDF."""
    import typst

    parts = [_block(block) for block in handout.parts]
    data = json.dumps({"title": handout.title, "language": handout.language, "parts": parts}, ensure_ascii=False)
    written = typst.compile(
        _TEMPLATE.encode(),
        format="pdf",
        sys_inputs={"data": data},
        ignore_system_fonts=True,
        pdf_tags=True,
        timestamp=0,
    )
    if not isinstance(written, bytes):
        raise TypeError("Typst a rendu autre chose qu'un seul fichier PDF.")
    return written


def _block(block: Part) -> dict[str, object]:
    return {"kind": type(block).__name__, **asdict(block)}
