"""Headers of product files, as shop systems write them in eight languages."""

from typing import Final

from contract.columns import INVENTORY_COLUMNS, PRODUCT_NAME
from inventory_svc.ledger.text_table import Spellings


def _spelled(first: str, more: str) -> tuple[str, ...]:
    return (first, *more.split("|"))


CODE_HEADERS: Final = _spelled(
    INVENTORY_COLUMNS["stock_code"],
    "SKU|Variant SKU|Item SKU|Product SKU|Item code|Item number|Item no|Product code|Product no|"
    "Product number|Internal Reference|Default code|Reference|Part number|Custom label|"
    "Artikelnummer|Artikelnr|Artikel-Nr|Art-Nr|Artikelcode|Artikel|Référence|Ref|Code article|"
    "Código|Código de producto|Referencia|Codice|Codice articolo|Código do produto|Referência|"
    "Kod|Kod produktu|Indeks|Product|Item|Code",
)
PRODUCT_SPELLINGS: Final[Spellings] = {
    "stock_code": CODE_HEADERS,
    "name": _spelled(
        PRODUCT_NAME,
        "Name|Title|Item name|Item title|Description|Bezeichnung|Artikelbezeichnung|Artikelname|"
        "Produktname|Nom|Désignation|Libellé|Nombre|Descripción|Nome|Descrizione|Naam|"
        "Omschrijving|Descrição|Nazwa|Nazwa produktu",
    ),
    "department": _spelled(
        "Department", "Abteilung|Warengruppe|Rayon|Departamento|Reparto|Afdeling|Dział"
    ),
    "category": _spelled(
        "Category",
        "Product category|Product type|Type|Kategorie|Produktart|Catégorie|Categoría|Categoria|"
        "Categorie|Kategoria",
    ),
    "brand": _spelled("Brand", "Manufacturer|Marke|Hersteller|Marque|Marca|Merk|Marka|Producent"),
    "supplier": _spelled(
        INVENTORY_COLUMNS["supplier"],
        "Vendor|Default Vendor Name|Supplier name|Lieferant|Fournisseur|Proveedor|Fornitore|"
        "Leverancier|Fornecedor|Dostawca",
    ),
    "supplier_code": _spelled(
        "Supplier_Code",
        "Supplier SKU|Vendor code|Vendor SKU|Default Vendor Code|Supplier item number|"
        "Lieferantenartikelnummer|Bestellnummer|Référence fournisseur|Referencia de proveedor|"
        "Codice fornitore|Leverancierscode|Kod dostawcy",
    ),
    "barcode": _spelled(
        "Barcode",
        "Variant Barcode|EAN|EAN13|EAN-13|GTIN|UPC|ISBN|Strichcode|Code-barres|Código de barras|"
        "Codice a barre|Streepjescode|Kod kreskowy",
    ),
    "unit_cost": _spelled(
        INVENTORY_COLUMNS["unit_cost"],
        "Cost per item|Cost price|Cost|Purchase price|Supply price|Standard price|"
        "Default Unit Cost|Einkaufspreis|EK-Preis|EK|Prix d'achat|Precio de compra|Coste|Costo|"
        "Prezzo di acquisto|Inkoopprijs|Preço de custo|Cena zakupu",
    ),
    "launched_on": _spelled(
        "Launch_Date",
        "Launched|Available from|Published at|Erscheinungsdatum|Verfügbar ab|Date de lancement|"
        "Fecha de lanzamiento|Data di lancio|Introductiedatum|Data wprowadzenia",
    ),
}
"""Our name → its headers; if a file has several, the first in the list is used."""
RECORD_SPELLINGS: Final[Spellings] = {
    "stock_code": ("product_id",),
    "department": ("department",),
    "brand": ("brand",),
    "product_category": ("product_category",),
    "product_type": ("product_type",),
    "package_size": ("package_size",),
}
"""Our name → the headers of product records."""
