"""``python3 lab.py export 01``: a chapter as one HTML page that is complete without a network.

The notebook is run, and converted by nbconvert. Of each widget its plain version is taken (a picture with its text
alternative, the sentence, the question with its choices); code, covers and everything that would be loaded from a
server are left out, and the equations become MathML, which browsers draw by themselves.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

_STYLE = """
@page { margin: 18mm; }
body { font: 17px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 50em; margin: 1em auto;
  padding: 0 1em; }
h1 { font-size: 1.8em; } h2 { font-size: 1.4em; border-bottom: 2px solid #0072b2; margin-top: 2em; }
img { max-width: 100%; height: auto; } figure { margin: 1em 0; break-inside: avoid; } figcaption { font-style: italic; }
math[display="block"] { margin: 1em 0; font-size: 1.1em; }
table { border-collapse: collapse; } th, td { border: 1px solid #999; padding: 3px 8px; text-align: left; }
pre { background: #f3f3f3; padding: 8px; white-space: pre-wrap; }
a { color: #00568c; } a.anchor-link { display: none; }
@media print { body { max-width: none; margin: 0; font-size: 11pt; } h2, h3 { break-after: avoid; } }
"""

#: Code, which stays as it is; $$…$$; and $…$ without a space inside its dollars and with no digit behind, which
#: tells a formula from “$5 and $10”. A dollar after a backslash is only a dollar.
_FORMULA = re.compile(
    r"(?P<code>^```.*?^```|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?<!\\)\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?![\d$])", re.DOTALL | re.MULTILINE)

#: What the first lines of a lesson say of the bar above it, which a page has not.
_TO_BEGIN = re.compile(r" · press ▶▶ .*? to begin(?=\.\*\*)", re.DOTALL)


def export(notebook: Path, folder: Path) -> Path:
    """Run a notebook and write it as HTML into a folder; returns the file's path."""
    # Imported here, because only this command needs them.
    import nbformat
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    book = nbformat.read(notebook, as_version=4)
    # The kernel is told that this is paper, where no question can cover a picture.
    NotebookClient(book, timeout=600, resources={"metadata": {"path": str(notebook.parent)}}).execute(
        env=os.environ | {"MUSCLE_LAB_ON_PAPER": "1"})
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = with_mathml(_TO_BEGIN.sub("", cell.source))
    # What the live widgets would need: twice the page's size, and of no use without a server.
    book.metadata.pop("widgets", None)
    config = Config()
    # A widget's plain version comes before the live one, which would need a server.
    config.NbConvertBase.display_data_priority = ["text/html", "text/markdown", "image/png", "text/plain"]
    exporter = HTMLExporter(config=config, template_name="basic", exclude_input=True, exclude_output_prompt=True)
    body, _ = exporter.from_notebook_node(book)
    title = html.escape(book.metadata.get("title", notebook.stem))
    page = (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title} · Muscle Lab</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
            f"<body><main>{body}</main></body></html>\n")
    # Links from chapter to chapter lead to the exported pages.
    page = re.sub(r'href="(\w+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', page)
    target = folder / f"{notebook.stem}.html"
    target.write_text(page, encoding="utf-8")
    return target


def with_mathml(markdown: str) -> str:
    """Markdown with its LaTeX formulas turned into MathML."""
    from latex2mathml.converter import convert

    def one(found: re.Match[str]) -> str:
        if found["code"]:
            return found["code"]
        return convert(found["block"].strip(), display="block") if found["block"] else convert(found["inline"])

    return _FORMULA.sub(one, markdown)
