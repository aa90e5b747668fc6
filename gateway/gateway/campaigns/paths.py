"""Where campaign-svc keeps a campaign: what callers may ask for, and what only we may change."""

from urllib.parse import quote


def public_path(campaign_id: str, tail: str = "") -> str:
    """Under which it is read; forwarded."""
    return f"/v1/campaigns/{quote(campaign_id, safe='')}{tail}"


def internal_path(campaign_id: str, tail: str = "") -> str:
    """Under which checked texts and approvals are kept; never forwarded."""
    return f"/internal/campaigns/{quote(campaign_id, safe='')}{tail}"
