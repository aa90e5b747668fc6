from dataclasses import dataclass

from genai_svc.copywriting.gemini import Gemini
from genai_svc.copywriting.service import CopyService


@dataclass(frozen=True)
class Resources:
    """What the lifespan opens.

    Attributes:
        copy: Writes and checks.
        gemini: The one client of this process; None without a key.
    """

    copy: CopyService
    gemini: Gemini | None
