"""Non-merchandise that shops charge for, in six languages: shipping, tips, deposits, gift cards."""

from typing import Final

import polars as pl

_SHIPPING = (
    r"shipping(?: (?:and|&) handling)?|shipping (?:costs?|fees?|charges?)|"
    r"delivery(?: (?:fee|charge|costs?))|postage(?: (?:and|&) packing)?|"
    r"freight(?: (?:costs?|charges?))?|handling fee|"
    r"versand(?:kosten|kostenpauschale|pauschale|gebühr)?|porto(?:kosten)?|fracht(?:kosten)?|"
    r"liefer(?:kosten|gebühr|pauschale)|frais de (?:port|livraison|expédition|transport)|"
    r"livraison|gastos de (?:envío|envio|transporte)|envío|portes|"
    r"spese di (?:spedizione|trasporto)|spedizione|verzendkosten|verzending|bezorgkosten"
)
_TIPS = r"tips?|gratuity|trinkgeld|pourboire|propina|mancia|fooi"
_DEPOSITS = (
    r"(?:bottle |container )?deposit|pfand|leergut|flaschenpfand|consigne|depósito|fianza|envase|"
    r"cauzione|vuoto a rendere|statiegeld"
)
_ROUNDING = (
    r"rounding(?: (?:difference|adjustment))?|rundung(?:sdifferenz)?|arrondi|redondeo|"
    r"arrotondamento|afronding(?:sverschil)?"
)
_GIFT_CARDS = (
    r"(?:e-?)?gift[ -]?(?:cards?|certificates?|vouchers?)|(?:geschenk)?gutscheine?|geschenkkarte|"
    r"carte cadeau|chèque cadeau|bon cadeau|tarjeta (?:de )?regalo|cheque regalo|"
    r"(?:buono|carta) regalo|cadeau(?:bon|kaart)"
)
_FEES = (
    r"service (?:charge|fee)|surcharge|(?:credit )?card fee|payment fee|packaging fee|"
    r"bedienungsgeld|servicegebühr|bearbeitungsgebühr|frais de (?:service|dossier)|"
    r"cargo por servicio|(?:costo|coperto)(?: del)? servizio|servicekosten|toeslag"
)
_SERVICES = f"{_SHIPPING}|{_TIPS}|{_DEPOSITS}|{_ROUNDING}|{_GIFT_CARDS}|{_FEES}"
_BEHIND = (
    r"(?:\s+(?:standard|express|international|domestic|priority|economy|free|flat rate|"
    r"dhl|ups|dpd|gls|fedex|usps|hermes|eu|de|uk|us|at|ch|fr|es|it|nl))?"
)
_AMOUNT = r"(?:\s*[-:(]?\s*\p{Sc}?\s*\d+(?:[.,]\d+)?\s*(?:%|\p{Sc}|[a-z]{3})?\s*\)?)?"
_WHOLE: Final = rf"(?i)^\s*(?:{_SERVICES}){_BEHIND}{_AMOUNT}\s*(?:[-:(].*)?$"


def is_service(text: pl.Expr) -> pl.Expr:
    """Whether a whole name or code denotes a service, optionally with an amount or a carrier.

    `Gift card holder` and `Tip pen` are goods and don't match.
    """
    return text.str.contains(_WHOLE)
