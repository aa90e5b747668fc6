"""Options of a request for copy."""

from typing import Final, Literal, get_args

Tone = Literal["friendly", "formal", "playful", "plain"]
TONES: Final[tuple[Tone, ...]] = get_args(Tone)
MAX_VARIANTS: Final = 5
