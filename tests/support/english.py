"""English texts on a page of the dashboard that should be German."""

import re
from pathlib import Path

from playwright.sync_api import Page

_LOCALES = Path(__file__).parents[2] / "dashboard/src/locales"
# Copy is in the customers' language; code and contents of files have none.
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
"""Words of English sentences, in them or at their start, that occur in no German one."""


def english_texts(page: Page) -> list[str]:
    """Texts and labels of the page that are English: messages of the page, or sentences."""
    shown = {" ".join(text.split()) for text in page.evaluate(_SHOWN, _NOT_OURS)}
    own = _messages()
    return sorted(text for text in shown if text in own or _WORDS.search(text))


def _messages() -> set[str]:
    """English messages of the page's catalogue whose German differs."""
    text = (_LOCALES / "de.po").read_text(encoding="utf-8")
    entries: list[tuple[str, str]] = re.findall(
        r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE
    )
    # Messages with values or markup don't appear literally.
    return {english for english, german in entries if english != german and "{" not in english}
