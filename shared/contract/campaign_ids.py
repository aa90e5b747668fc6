"""The id of a campaign: `{StockCode}_{TargetCluster}`."""


def campaign_id_of(stock_code: str, target_cluster: str) -> str:
    """The id of the campaign that offers a product to a segment."""
    return f"{stock_code}_{target_cluster}"


def parts_of(campaign: str) -> tuple[str, str]:
    """Stock code and segment of an id; stock codes may contain underscores, segments can't."""
    stock_code, _, target_cluster = campaign.rpartition("_")
    return stock_code, target_cluster
