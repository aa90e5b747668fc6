"""Normalising customer ids: spellings of one email address are one; `Walk-in` is anonymous."""

from typing import Final

import polars as pl

from inventory_svc.ledger.cells.blanks import words

NOBODY: Final = words(
    "walk-in|walk in|walkin|walk-in customer|walk in customer|walkin customer|walk-ins|guest|"
    "guest customer|guest checkout|guest user|anonymous|anonymous customer|unknown|"
    "unknown customer|no customer|not provided|cash|cash sale|cash customer|counter sale|"
    "default customer|general customer|retail customer|public user|pos customer|passer-by|gast|"
    "gastkunde|laufkunde|laufkundschaft|barkunde|barverkauf|unbekannt|kein kunde|"
    "diverse kunden|client de passage|client comptoir|client anonyme|passant|invité|inconnu|"
    "cliente contado|cliente de contado|cliente genérico|cliente mostrador|público en general|"
    "público general|consumidor final|invitado|cliente occasionale|cliente generico|"
    "cliente anonimo|ospite|onbekend|contante klant|cliente final|cliente balcão|convidado|"
    "klient detaliczny|klient anonimowy|paragon|gość"
)
"""What tills and shops write for an anonymous customer, in lower case."""


def customer(text: pl.Expr) -> pl.Expr:
    """A customer's id; null for an anonymous customer.

    The `.0` of a column with gaps is dropped. Email addresses are compared without case and in one
    Unicode form; other ids keep their case.
    """
    plain = text.str.replace(r"\.0+$", "").str.normalize("NFC")
    mailbox = plain.str.replace_all(r"\s", "").str.to_lowercase()
    identified = pl.when(plain.str.contains("@", literal=True)).then(mailbox).otherwise(plain)
    lower = plain.str.to_lowercase().str.replace_all(r"\s+", " ")
    return pl.when(~lower.is_in(NOBODY)).then(identified)
