"""The dashboard's cost on a computer four times slower than this one, compared with its limits.

    make budget
    .venv/bin/python bench/dashboard_budget.py --url http://127.0.0.1:8000

Bytes are those of script and style as sent (gzip). A filter is timed from the key to the frame that
shows its rows; input events from the browser's own event timing.
"""

import sys

# A module in this folder has the same name as one of the standard library.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]

import argparse
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Response
from support.browser import chromium, serve_state, settle

SLOWDOWN = 4
KIB = 1024
OBSERVE = """
window.measured = {lcp: 0, shift: 0, event: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) measured.lcp = e.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) measured.shift += e.value;
}).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => {
  for (const e of list.getEntries()) {
    if (e.name.startsWith('key') || e.name === 'input') {
      measured.event = Math.max(measured.event, e.processingEnd - e.startTime);
    }
  }
}).observe({type: 'event', durationThreshold: 16, buffered: true});
"""
FILTER = """
async text => {
  const field = document.querySelector('input[type=search]');
  const grid = () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount');
  const before = grid(), started = performance.now();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text);
  field.dispatchEvent(new Event('input', {bubbles: true}));
  while (grid() === before && performance.now() - started < 10000) {
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - started;
}
"""


@dataclass
class SentBytes:
    """Bytes of scripts and styles sent to pages, by address."""

    sizes: dict[str, int] = field(default_factory=dict[str, int])

    def record(self, response: Response) -> None:
        """Record one response's size, as transferred."""
        if "/app/assets/" in response.url:
            self.sizes[response.url] = response.request.sizes()["responseBodySize"]

    def total(self, suffix: str) -> float:
        """KiB of files with this suffix."""
        return sum(size for url, size in self.sizes.items() if url.endswith(suffix)) / KIB


def slow_page(browser: Browser, sent: SentBytes) -> Page:
    """A page with a cold cache and a processor slowed down by `SLOWDOWN`."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    context.add_init_script(OBSERVE)
    page = context.new_page()
    page.on(
        "requestfinished",
        lambda request: sent.record(answer) if (answer := request.response()) else None,
    )
    debugger = context.new_cdp_session(page)
    debugger.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})  # pyright: ignore[reportUnknownMemberType] - playwright leaves the type of parameters open
    return page


def measure(browser: Browser, url: str) -> list[tuple[str, float, float, str]]:
    """Name, value, limit and unit of everything with a limit."""
    sent = SentBytes()
    page = slow_page(browser, sent)
    page.goto(f"{url}/app/")
    settle(page)
    page.wait_for_timeout(500)
    rows = [
        ("first load, script", sent.total(".js"), 150, "KiB"),
        ("first load, style", sent.total(".css"), 20, "KiB"),
        ("largest paint", page.evaluate("measured.lcp"), 2500, "ms"),
        ("layout shift", page.evaluate("measured.shift"), 0.05, ""),
    ]
    page.close()
    return rows + measure_products(browser, url, sent.total(".js"))


def measure_products(
    browser: Browser, url: str, first: float
) -> list[tuple[str, float, float, str]]:
    """The page of all products: what it adds, and its responsiveness."""
    sent = SentBytes()
    page = slow_page(browser, sent)
    page.goto(f"{url}/app/inventory")
    settle(page)
    page.wait_for_timeout(1000)
    shift = page.evaluate("measured.shift")
    cold = page.evaluate(FILTER, "milk")
    warm = max(page.evaluate(FILTER, text) for text in ("milk 1", "bread", "b", "bananas"))
    page.get_by_role("searchbox").fill("")
    page.get_by_role("searchbox").press_sequentially("cheese", delay=120)
    page.wait_for_timeout(500)
    added = sent.total(".js") - first
    return [
        ("products, script beyond the first load", added, 35, "KiB"),
        ("products, layout shift", shift, 0.05, ""),
        ("products, first filter painted", cold, 250, "ms"),
        ("products, slowest of four more", warm, 250, "ms"),
        ("products, slowest key while typing", page.evaluate("measured.event"), 100, "ms"),
    ]


def main() -> None:
    """Measure and print the table; exit code 1 if a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="of a server that runs; without it, one is started")
    options = parser.parse_args()
    with serve_state(options.url) as url, chromium() as browser:
        rows = measure(browser, url)
    for name, figure, bar, unit in rows:
        print(
            f"{name:42} {figure:9.2f}  bar {bar:7g} {unit:4} {'ok' if figure <= bar else 'MISSED'}"
        )
    raise SystemExit(any(figure > bar for _, figure, bar, _ in rows))


if __name__ == "__main__":
    main()
