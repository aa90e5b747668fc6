"""Schemas of the stability endpoint."""

from pydantic import ConfigDict

from contract.segments import LOST, VIP
from segmentation_svc.stability.certificate import Certificate


class StabilityAnswer(Certificate):
    """How stable the segments are, with the snapshot the answer comes from."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "as_of": "2011-06-11",
                "bootstrap": {
                    "resamples": 10,
                    "ari_median": 0.94,
                    "ari_min": 0.85,
                    "names_median": 0.98,
                    "names_min": 0.97,
                },
                "monthly_change": {"share": 0.08, "months": {"2011-06-11": 0.07}},
                "outlook": {
                    "days": 90,
                    "customers": 4949,
                    "active": 0.32,
                    "eta_squared": 0.29,
                    "mean_spend": {VIP: 1417.43, LOST: 9.31},
                    "ordered": True,
                    "auc_bg_nbd": 0.82,
                    "auc_recency": 0.78,
                    "predicted_active": 0.38,
                    "predicted_spend": 360.5,
                    "actual_spend": 327.48,
                },
                "note": None,
                "note_statement": None,
                "snapshot": "20110909T060000Z-3f9a1c",
            }
        }
    )

    snapshot: str
