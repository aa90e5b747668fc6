from dataclasses import dataclass

from genai_svc.claims.service import ClaimsService
from genai_svc.copywriting.service import CopyService


@dataclass(frozen=True)
class Resources:
    """What the lifespan opens.

    Attributes:
        copy: Writes and checks.
        claims: Checks what others have written.
    """

    copy: CopyService
    claims: ClaimsService
