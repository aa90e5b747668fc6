"""Words in status and type columns that tell whether a line is a sale, in several languages.

They are used if no rule names such a column. Only unambiguous words are listed.
"""

from typing import Final

from inventory_svc.ledger.cells.blanks import words
from inventory_svc.ledger.layouts import plain


def _plain(listed: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words(listed))


STATE_HEADERS: Final = _plain(
    "status|order status|state|order state|payment status|financial status|item status|"
    "sales status|bestellstatus|auftragsstatus|zahlungsstatus|statut|statut de la commande|etat|"
    "estado|estado del pedido|stato|stato ordine|bestelstatus|estado do pedido|status zamówienia"
)
TYPE_HEADERS: Final = _plain(
    "type|line type|event type|transaction type|order type|document type|receipt type|sale type|"
    "move type|typ|belegart|vorgangsart|buchungsart|type de document|tipo|tipo de documento|"
    "tipo documento|soort|typ dokumentu"
)
CURRENCY_HEADERS: Final = _plain(
    "currency|currency code|order currency|währung|waehrung|devise|moneda|valuta|moeda|waluta"
)
INFORMATIVE_HEADERS: Final = STATE_HEADERS | TYPE_HEADERS | CURRENCY_HEADERS

NOT_SOLD: Final = words(
    "cancelled|canceled|cancelled by customer|void|voided|failed|expired|refunded|returned|"
    "storniert|storno|abgebrochen|erstattet|annulé|annulée|annulee|remboursé|remboursée|"
    "échouée|cancelado|cancelada|anulado|anulada|reembolsado|reembolsada|fallido|annullato|"
    "annullata|rimborsato|rimborsata|geannuleerd|terugbetaald|mislukt|devolvido|anulowane|"
    "anulowany|anulowano|zwrócone|zwrócono"
)
"""In a status column: the order was cancelled or never completed."""
RETURNED: Final = words(
    "refund|refunds|return|returned|returns|sales return|credit|credit note|credit memo|"
    "out_refund|retour|retoure|rückgabe|rueckgabe|gutschrift|storno|erstattung|avoir|"
    "remboursement|devolución|devolucion|reembolso|abono|reso|rimborso|nota di credito|"
    "teruggave|creditnota|devolução|zwrot|korekta"
)
"""In a type column: the line is a return."""
NO_LINE: Final = words(
    "hold|payout|transfer|fee|other fee|deposit|withdrawal|shipping label|void|voided|"
    "cancelled|canceled|auszahlung|gebühr|virement|frais"
)
"""In a type column: a payment or fee, not a sale."""
