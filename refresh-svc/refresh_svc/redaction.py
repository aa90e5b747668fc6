"""Sentences without the paths of this machine: they are read on pages, by people elsewhere."""

from collections.abc import Iterable
from pathlib import Path


def without_paths(sentence: str, folders: Iterable[Path]) -> str:
    """The sentence with files named as they are within `folders`, whose own paths are left out."""
    spellings = {str(way) for folder in folders for way in (folder, folder.absolute())}
    for folder in sorted(spellings, key=len, reverse=True):
        sentence = sentence.replace(f"{folder}/", "").replace(folder, "its folder")
    return sentence
