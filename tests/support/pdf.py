"""Reads a PDF with a library that had no part in making it."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader


def read(pdf: bytes) -> PdfReader:
    """The file, opened strictly: any slip in its structure is an error."""
    return PdfReader(io.BytesIO(pdf), strict=True)


def text(pdf: bytes) -> str:
    """All words in reading order, each run of spaces and line ends as one space."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read(pdf).pages))


def fonts(pdf: bytes) -> list[tuple[str, bool]]:
    """Each font's name on any page, and whether the file carries it."""
    found = []
    for page in read(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()
            inner = inner["/DescendantFonts"][0].get_object() if "/DescendantFonts" in inner else inner
            carried = any(key.startswith("/FontFile") for key in inner["/FontDescriptor"])
            found.append((str(inner["/BaseFont"]), carried))
    return found


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """The structure tree in reading order: each element's kind and its text for people who do not see it."""

    def walk(element: Any) -> Iterator[tuple[str, str]]:
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                yield from walk(child)
        elif isinstance(element, dict):
            if "/S" in element:
                yield str(element["/S"]), str(element.get("/Alt", ""))
            if "/K" in element:
                yield from walk(element["/K"])

    return list(walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]))


def colours(page: PageObject) -> set[int]:
    """How many numbers the colours of a page have: 1 is grey, 3 or 4 would be a colour."""
    return {len(numbers) for numbers, what in page.get_contents().operations if what.lower() in (b"scn", b"rg", b"k")}
