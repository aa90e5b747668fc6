"""Pictures of pages, small enough to commit."""

import base64
import struct
import zlib
from typing import Final

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Browser

_COLOURS: Final = 256
_DECODE: Final = """
async png => {
  const bytes = Uint8Array.from(atob(png), letter => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const brush = canvas.getContext('2d');
  brush.drawImage(image, 0, 0);
  const {data} = brush.getImageData(0, 0, image.width, image.height);
  let text = '';
  for (let at = 0; at < data.length; at += 32768) {
    text += String.fromCharCode(...data.subarray(at, at + 32768));
  }
  return [image.height, image.width, btoa(text)];
}
"""


def in_few_colours(browser: Browser, png: bytes) -> bytes:
    """The picture in its 256 commonest colours, each other one as the nearest of them.

    A page is a few flat colours and the greys of its letters' edges: nobody sees the difference,
    and the file is half as long.
    """
    page = browser.new_page()
    height, width, text = page.evaluate(_DECODE, base64.b64encode(png).decode())
    page.close()
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(height * width, 4)[:, :3]
    colours, place, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-counts, kind="stable")[:_COLOURS]]
    away = colours[:, None, :].astype(np.int32) - palette[None, :, :]
    nearest = (away**2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    return _png(nearest[place.reshape(height, width)], palette)


def _png(numbers: npt.NDArray[np.uint8], palette: npt.NDArray[np.uint8]) -> bytes:
    """A PNG whose pixels are indices of colours."""
    height, width = numbers.shape
    lines = np.concatenate([np.zeros((height, 1), np.uint8), numbers], axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", head),
            (b"PLTE", palette.tobytes()),
            (b"IDAT", zlib.compress(lines.tobytes(), 9)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
