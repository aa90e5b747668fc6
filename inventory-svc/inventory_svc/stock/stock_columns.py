"""Headers of stock files, as shop systems write them in eight languages."""

from typing import Final

from contract.columns import INVENTORY_COLUMNS
from inventory_svc.ledger.product_columns import CODE_HEADERS
from inventory_svc.ledger.text_table import Spellings


def _words(more: str) -> tuple[str, ...]:
    return tuple(more.split("|"))


def _spelled(name: str, more: str) -> tuple[str, ...]:
    return (INVENTORY_COLUMNS[name], *_words(more))


STOCK_SPELLINGS: Final[Spellings] = {
    "stock_code": CODE_HEADERS,
    "current_stock": _spelled(
        "current_stock",
        "On hand (current)|On hand (new)|On hand|Quantity on hand|Qty on hand|Stock on hand|"
        "Available (not editable)|Available|In stock|Stock|Stock level|Stock quantity|Inventory|"
        "Inventory quantity|Variant Inventory Qty|Current quantity|Quantity available|Quantity|Qty|"
        "Count|Bestand|Lagerbestand|Menge|Anzahl|Verfügbar|Stock actuel|En stock|Quantité|"
        "Existencias|Stock actual|Cantidad|Giacenza|Quantità|Disponibilità|Voorraad|Aantal|"
        "Estoque|Quantidade|Stan|Stan magazynowy|Ilość",
    ),
    "unit_cost": _spelled(
        "unit_cost",
        "Cost per item|Cost price|Cost|Purchase price|Supply price|Standard price|Average cost|"
        "Default Unit Cost|Einkaufspreis|EK-Preis|EK|Einstandspreis|Prix d'achat|Coût|"
        "Precio de compra|Coste|Costo|Prezzo di acquisto|Inkoopprijs|Kostprijs|Preço de custo|"
        "Custo|Cena zakupu|Koszt",
    ),
    "lead_time_days": _spelled(
        "lead_time_days",
        "Lead time|Delivery time|Lieferzeit|Lieferzeit in Tagen|Délai de livraison|"
        "Plazo de entrega|"
        "Tempo di consegna|Levertijd|Prazo de entrega|Czas dostawy",
    ),
    "pack_size": _spelled(
        "pack_size",
        "Units per pack|Case size|Order multiple|Verpackungseinheit|VPE|Gebindegröße|Colisage|"
        "Unidades por caja|Pezzi per confezione|Verpakkingseenheid|Opakowanie",
    ),
    "shelf_life_days": _spelled(
        "shelf_life_days",
        "Shelf life|Haltbarkeit|Haltbarkeit in Tagen|Durée de conservation|Vida útil|"
        "Durata di conservazione|Houdbaarheid",
    ),
    "supplier": _spelled(
        "supplier",
        "Vendor|Default Vendor Name|Supplier name|Lieferant|Fournisseur|Proveedor|Fornitore|"
        "Leverancier|Fornecedor|Dostawca",
    ),
    "location": _words(
        "Location|Location name|Store|Outlet|Warehouse|Branch|Shop|Site|Filiale|Lager|Lagerort|"
        "Standort|Magasin|Emplacement|Entrepôt|Almacén|Tienda|Ubicación|Magazzino|Negozio|"
        "Locatie|Winkel|Armazém|Loja|Magazyn|Sklep"
    ),
}
"""Our name → its headers; if a file has several, the first in the list is used."""
STOCK_COLUMNS: Final = {INVENTORY_COLUMNS[n]: n for n in STOCK_SPELLINGS if n in INVENTORY_COLUMNS}
"""Header as shown to users → our name."""
