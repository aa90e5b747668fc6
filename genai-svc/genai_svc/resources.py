from dataclasses import dataclass

from genai_svc.claims.service import ClaimsService
from genai_svc.copywriting.service import CopyService


@dataclass(frozen=True)
class Resources:
    """Set by the lifespan, read by the endpoints.

    Attributes:
        copy: Writes and checks copy.
        claims: Checks texts written by people.
    """

    copy: CopyService
    claims: ClaimsService
