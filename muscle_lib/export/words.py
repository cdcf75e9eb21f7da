"""A lesson's Markdown as HTML; the equations become MathML, which browsers draw by themselves."""

from __future__ import annotations

import re

#: Code, which stays as it is; $$…$$; and $…$ without a space inside its dollars and with no digit behind, which
#: tells a formula from “$5 and $10”. A dollar after a backslash is only a dollar.
_FORMULA = re.compile(
    r"(?P<code>^```.*?^```|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?<!\\)\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?![\d$])", re.DOTALL | re.MULTILINE)
#: The heading of a station.
STATION = re.compile(r"^## +Station (\d+) · (.+)$", re.MULTILINE)
#: What the first lines of a lesson say of the bar above it, which a page has not.
TO_BEGIN = re.compile(r" · press ▶▶ .*? to begin(?=\.\*\*)", re.DOTALL)
#: The sign behind each heading, a link to itself.
_ANCHOR = re.compile(r'<a class="anchor-link"[^>]*>.*?</a>')


def as_html(markdown: str) -> str:
    """A cell of words, or a part of one."""
    # Imported here: it takes a second, and only who writes pages needs it.
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    return _ANCHOR.sub("", markdown2html_mistune(with_mathml(TO_BEGIN.sub("", markdown))))


def with_mathml(markdown: str) -> str:
    """Markdown with its LaTeX formulas turned into MathML."""
    from latex2mathml.converter import convert

    def one(found: re.Match[str]) -> str:
        if found["code"]:
            return found["code"]
        return convert(found["block"].strip(), display="block") if found["block"] else convert(found["inline"])

    return _FORMULA.sub(one, markdown)
