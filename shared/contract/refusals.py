"""Why a campaign is left as it is: code and title of what gateway and campaign-svc both refuse."""

from typing import Final

MOVE_NOT_ALLOWED: Final = ("move_not_allowed", "Not allowed in this status")
CLAIMS_VIOLATED: Final = ("claims_violated", "Some claims aren't backed by the plan")
OFFER_CHANGED: Final = ("offer_changed", "The offer has changed")
