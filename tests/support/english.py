"""What a page of the dashboard still says in English when it is to speak German."""

import re
from pathlib import Path

from playwright.sync_api import Page

_LOCALES = Path(__file__).parents[2] / "dashboard/src/locales"
# Copy is written for customers, in their language; what stands in files and code is nobody's.
_NOT_OURS = "script, style, code, textarea, article, [translate=no], body [lang]"
_SHOWN = """
notOurs => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (!walk.currentNode.parentElement.closest(notOurs)) found.push(walk.currentNode.textContent);
  }
  for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!element.closest(notOurs)) found.push(element.getAttribute(name));
    }
  }
  return found;
}
"""
_WORDS = re.compile(
    r"\b(the|of|is|are|has|have|not|with|from|this|that|which|your|you|cannot|would|its|nothing)\b"
    r"|^(The|This|There|It|Nobody|Nothing|No|Give|Choose|Run|Send)\b"
)
"""Words that no German sentence holds, spelled as within or at the start of an English one."""


def english_on(page: Page) -> list[str]:
    """Texts and labels of the page that are English: a message of its own, or a sentence."""
    shown = {" ".join(text.split()) for text in page.evaluate(_SHOWN, _NOT_OURS)}
    own = _messages()
    return sorted(text for text in shown if text in own or _WORDS.search(text))


def _messages() -> set[str]:
    """English messages of the page's catalogue that read otherwise in German."""
    text = (_LOCALES / "de.po").read_text(encoding="utf-8")
    entries: list[tuple[str, str]] = re.findall(
        r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE
    )
    # What holds values or marks is no text as it stands.
    return {english for english, german in entries if english != german and "{" not in english}
