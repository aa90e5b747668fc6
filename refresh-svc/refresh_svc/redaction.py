"""Removes this machine's paths from sentences that users read on pages."""

from collections.abc import Iterable
from pathlib import Path


def without_paths(sentence: str, folders: Iterable[Path]) -> str:
    """The sentence with file paths relative to `folders`."""
    spellings = {str(way) for folder in folders for way in (folder, folder.absolute())}
    for folder in sorted(spellings, key=len, reverse=True):
        sentence = sentence.replace(f"{folder}/", "").replace(folder, "its folder")
    return sentence
