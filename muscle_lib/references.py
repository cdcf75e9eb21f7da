"""Every source of the project, once: one table, ``references.toml``, from which the reference lists are written.

A model or a question names a source in its own words, “Hodgkin & Huxley 1952, doi 10.1113/jphysiol.1952.sp004764”;
who wrote what and where, and how far we have seen it, stands in the table.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from muscle_lib.quantity import named

#: How far a source was looked at; what each word means stands at the head of the table.
SEEN = ("abstract", "record", "quoted", "not found")


@dataclass(frozen=True)
class Reference:
    """One entry of the table."""

    key: str
    year: int
    title: str
    journal: str
    seen: str
    authors: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    #: Where a source without a DOI stands in the web.
    address: str = ""

    @property
    def surnames(self) -> tuple[str, ...]:
        """The authors without initials, as a text names them; without authors it names the journal."""
        people = self.authors.removesuffix(" and others").split(", ") if self.authors else [self.journal]
        return tuple(re.sub(r" [A-Z]{1,4}$", "", person) for person in people)

    @property
    def line(self) -> str:
        """The entry as a line of a list of references, in Markdown."""
        title = self.title if self.title.endswith("?") else f"{self.title}."
        who = f"{self.authors} ({self.year}). {title}" if self.authors else f"{title[:-1]} ({self.year})."
        where = " ".join(filter(None, [f"*{self.journal}*", ":".join(filter(None, [self.volume, self.pages]))]))
        link = f"[doi {self.doi}](https://doi.org/{self.doi})" if self.doi else f"<{self.address}>"
        return f"{who} {where}. {link}" if self.doi or self.address else f"{who} {where}."


@cache
def references() -> MappingProxyType[str, Reference]:
    """The whole table, by key."""
    raw = tomllib.loads(files("muscle_lib").joinpath("references.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: Reference(key=key, **entry) for key, entry in raw.items()})


def reference(key_or_doi: str) -> Reference:
    """One source, by its key or its DOI."""
    keys = {entry.doi: key for key, entry in references().items() if entry.doi}
    key = keys.get(key_or_doi, key_or_doi)
    return references()[named(references(), key, "source")]
