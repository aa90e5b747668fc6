"""Codes for refused changes to a campaign, shared by gateway and campaign-svc.

The catalogue of sentences names them in its group `refusal`.
"""

from typing import Final

MOVE_NOT_ALLOWED: Final = "move_not_allowed"
CLAIMS_VIOLATED: Final = "claims_violated"
OFFER_CHANGED: Final = "offer_changed"
OWN_WORK: Final = "own_work"
