"""Statements are rendered as sentences in every language with a catalogue."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet.errors import InvalidInput
from fleet.sentences import UnknownSentenceError, catalogue, name_of, render
from fleet.statements import Statement, Value, statement

LANGUAGES = ("en", "de")
Pairs = list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]
"""A catalogue as its file has it, where a name could stand twice."""
WHERE = {"file": "a.csv", "text": "x"}
RENDERED = json.loads(Path(__file__).with_name("rendered_sentences.json").read_text("utf-8"))


WRITTEN = [
    (
        statement("upload_too_large", most=2_147_483_648),
        "Upload fewer years of sales, or use Parquet: the limit is 2.1 GB.",
        "Laden Sie weniger Jahre hoch, oder verwenden Sie Parquet: Die Grenze liegt bei 2,1 GB.",
    ),
    (
        statement("as_of_before_sales", file="a.csv", as_of="2011-09-09"),
        "Choose a later cut-off day: a.csv has no lines before 9 Sept 2011.",
        "Wählen Sie einen späteren Stichtag: a.csv hat keine Zeilen vor dem 9. Sept. 2011.",
    ),
    (
        statement("floor_above_prices", floor=0.25, highest=0.125),
        "Lower the margin floor: even at full price no product earns 25%; the highest is 13%.",
        (
            "Senken Sie die Mindestmarge: Auch zum vollen Preis bringt kein Artikel 25\xa0%; das "
            "Höchste ist 13\xa0%."
        ),
    ),
    (
        statement("segment_unknown", segment="Lost Customers"),
        "No segment is called “Lost Customers”.",
        "Kein Segment heißt „Verlorene Kunden“.",
    ),
    (
        statement("mapping_incomplete", missing="quantity, unit_price"),
        "Also choose the column for: Quantity, Unit price.",
        "Wählen Sie auch die Spalte für: Menge, Stückpreis.",
    ),
    (
        statement("field_above", field="discount", limit=0.05),
        "Discount: at most 0.05.",
        "Rabatt: höchstens 0,05.",
    ),
    (
        statement("service_slow", service="x-svc", seconds=0.3),
        "x-svc didn't answer within 0.3 s.",
        "x-svc hat nicht innerhalb von 0,3 s geantwortet.",
    ),
]


@pytest.mark.parametrize(("stated", "english", "german"), WRITTEN)
def test_statement_is_rendered_in_each_language(
    stated: Statement, english: str, german: str
) -> None:
    """Sizes, days, shares, numbers and names are formatted as each language formats them."""
    assert render(stated) == english
    assert render(stated, "de") == german


@pytest.mark.parametrize(("seconds", "unit"), [(0, "seconds"), (1, "second"), (1_200, "seconds")])
def test_plural_follows_its_number(seconds: int, unit: str) -> None:
    """One second, and 1,200 seconds."""
    written = render(statement("too_many_keys", seconds=seconds))
    assert written.startswith(f"Try again in {seconds:,} {unit}: ")


def test_choice_follows_a_boolean() -> None:
    """A boolean selects the branch of the sentence."""
    assert "than Ada must" in render(statement("own_work", keys=True, who="Ada"))
    assert "your own key" in render(statement("own_work", keys=False, who="Ada"))


@pytest.mark.parametrize("columns", [None, ""])
def test_choice_follows_missing_or_empty_values(columns: str | None) -> None:
    """Unknown columns are not mentioned and need no number."""
    values: dict[str, Value] = {"file": "a.csv", "missing": "Quantity"}
    known = statement("columns_missing", **values, columns="A, B", more=2)
    assert "Its columns are A, B and 2 more." in render(known)
    unknown = statement("columns_missing", **values, columns=columns)
    assert render(unknown).startswith("a.csv has no column Quantity. Add it")


@pytest.mark.parametrize("columns", ["none", "true", "false"])
def test_text_none_is_not_a_missing_value(columns: str) -> None:
    """A column named "none" is a column."""
    stated = statement("columns_missing", file="a.csv", missing="B", columns=columns, more=0)
    assert f"Its columns are {columns}." in render(stated)


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.0, "0%"), (0.004, "<\xa01%"), (0.005, "1%"), (0.9951, ">\xa099%"), (1.0, "100%")],
)
def test_rounded_share_is_not_shown_as_zero_or_all(share: float, written: str) -> None:
    """A share that only rounds to 0% or 100% is not shown as exactly that."""
    assert f"product earns {written};" in render(
        statement("floor_above_prices", floor=share, highest=0.5)
    )


@pytest.mark.parametrize(
    ("place", "english", "german"),
    [
        ({"line": 1_204}, "line 1204", "Zeile 1204"),
        ({"row": 3}, "row 3", "Zeile 3"),
        ({"sheet": "May", "row": 3}, "sheet May, row 3", "Blatt May, Zeile 3"),
    ],
)
def test_location_in_a_file(place: dict[str, Value], english: str, german: str) -> None:
    """A text file has lines, a workbook has sheets with rows, and a Parquet file only rows."""
    stated = statement("date_unreadable", **WHERE, **place)
    assert render(stated).startswith(f"a.csv, {english}: “x” isn't a date")
    assert render(stated, "de").startswith(f"a.csv, {german}: „x“ ist kein")


def test_list_of_any_length_is_rendered() -> None:
    """Typical customers of a segment are joined with "or"; without any the clause is omitted."""
    rule: dict[str, Value] = {"least_share": 0.1, "lapsed": 90, "margin": 0.25}
    first: dict[str, Value] = {"orders_1": 12, "money_1": 3456.5, "days_1": 20}
    second: dict[str, Value] = {"orders_2": 5, "money_2": 800, "days_2": 41}
    two = statement("definition_vip", **rule, centres=2, **first, **second)
    assert (
        "Typical: 12 orders worth 3,457 in all, the last 20 days ago or 5 orders worth 800 in all, "
        "the last 41 days ago. Last order"
    ) in render(two)
    assert "20 Tagen oder 5 Bestellungen" in render(two, "de")
    assert "of all. Last order" in render(statement("definition_vip", **rule, centres=0))


@pytest.mark.parametrize(
    ("language", "currency", "small", "large"),
    [
        ("en", None, "12.50", "1,235"),
        ("en", "GBP", "£12.50", "£1,235"),
        ("de", None, "12,50", "1.235"),
        ("de", "EUR", "12,50\xa0€", "1.235\xa0€"),
    ],
)
def test_money_shows_cents_below_a_hundred(
    language: str, currency: str | None, small: str, large: str
) -> None:
    """Cents appear only below a hundred; without a currency it is a plain number."""
    stated = statement("clearance_target_too_high", most=12.5, least=1_234.5)
    written = render(stated, language, currency)
    assert small in written
    assert large in written


def test_unknown_code_or_missing_value_raises() -> None:
    """A code without a sentence raises, and so does a missing value."""
    lacking = [
        statement("no_such_code"),
        statement("file_empty"),
        statement("file_empty", file=None),
        statement("too_many_keys"),
        statement("too_many_keys", seconds="some"),
        statement("date_unreadable", **WHERE),
        statement("columns_missing", file="a.csv", missing="B", columns="A"),
        statement("definition_vip", least_share=0.1, lapsed=90, margin=0.25, centres=1),
    ]
    for stated in lacking:
        for language in LANGUAGES:
            with pytest.raises(UnknownSentenceError):
                render(stated, language)


@given(st.text())
def test_user_text_is_inserted_unchanged(text: str) -> None:
    """Braces, quotes and any other characters in a name have no effect on the sentence."""
    assert render(statement("file_empty", file=text)) == f"{text} is empty."
    assert render(statement("product_unknown", product=text), "de") == (
        f"Kein Artikel hat die Nummer „{text}“."
    )


def test_placeholder_in_a_name_is_not_expanded() -> None:
    """Text in a name that looks like an argument of the sentence is left as it is."""
    for name in (
        "{file}",
        "it's {most, bytes}",
        "'{'",
        "{",
        "}",
        "#",
        "\N{OBJECT REPLACEMENT CHARACTER}",
    ):
        assert render(statement("upload_unusable", file=name)).startswith(f"Fix {name} first")


def test_undecodable_file_name_is_escaped() -> None:
    """A file name that can't be decoded is written with its bytes escaped."""
    assert render(statement("file_empty", file="caf\udce9.csv")) == r"caf\udce9.csv is empty."


def test_name_without_translation_is_unchanged() -> None:
    """A name that is not in the catalogue is left unchanged."""
    assert name_of("role", "admin") == "administrator"
    assert name_of("role", "admin", "de") == "Administrator"
    assert name_of("role", "pilot") == "pilot"
    assert name_of("no such group", "x") == "x"
    assert name_of("unit", "days", values={"count": 1}) == "day"


@pytest.mark.parametrize("language", LANGUAGES)
def test_units_have_singular_and_plural(language: str) -> None:
    """A unit has a singular and a plural form."""
    for code in catalogue(language)["names"]["unit"]:
        for count in (1, 2):
            written = name_of("unit", code, language, {"count": count})
            assert written
            assert not set(written) & set("{}_"), written


def test_error_detail_is_sentence_and_note() -> None:
    """The note follows the sentence in `detail`; the statement does not contain it."""
    stated = statement("file_empty", file="a.csv")
    assert InvalidInput(stated).detail == "a.csv is empty."
    error = InvalidInput(stated, note="Run `x`.")
    assert (error.detail, error.statement) == ("a.csv is empty. Run `x`.", stated)
    relayed = InvalidInput("x says: it is empty.", statement=stated)
    assert (relayed.detail, relayed.statement) == ("x says: it is empty.", stated)


NUMBERS: dict[str, Value] = {
    "number": 1_234, "tenths": 1.25, "hundredths": 0.125, "exact": 0.05, "money": 12.5,
    "whole_money": 1_234.5, "share": 0.25, "exact_share": 0.125, "points": 0.021,
    "signed_points": -0.021, "signed_money": 12.5,
    "percent": 12.5, "bytes": 1_500_000, "day": "2011-09-09", "digits": 2011,
    "plural": 2, "select": "x", "place": 3, "list": 1, "fields": "quantity, name",
}  # fmt: skip
"""A value of each kind but the names."""
MORE: dict[str, Value] = {
    f"{name}_{number}": 10 * number for name in ("orders", "money", "days") for number in (1, 2)
}
"""What lists are made of."""


def messages(language: str) -> Iterator[tuple[str, str]]:
    """Every code with its message."""
    for group in catalogue(language)["sentences"].values():
        yield from group.items()


def parsed(message: str) -> tuple[set[tuple[str, str | None]], set[tuple[str, str]]]:
    """Arguments with their formats, and the branches of choices by argument."""
    arguments: set[tuple[str, str | None]] = set()
    branches: set[tuple[str, str]] = set()
    open_names: list[str | None] = [None]  # None within text
    for at, letter in enumerate(message):
        if letter == "}":
            open_names.pop()
        elif letter == "{" and (name := open_names[-1]) is not None:
            branches.add((name, message[:at].rsplit(maxsplit=1)[-1]))
            open_names.append(None)
        elif letter == "{":
            found = re.match(r"\{(\w+)(?:, (\w+))?[,}]", message[at:])
            assert found is not None, message[at:]
            arguments.add((found[1], found[2]))
            open_names.append(found[1])
    assert open_names == [None], message
    return arguments, branches


def values_for(arguments: set[tuple[str, str | None]]) -> Mapping[str, Value]:
    """A value for each argument; one that also selects a branch gets a value that can be shown."""
    values = dict(MORE)
    for name, kind in sorted(arguments, key=lambda argument: argument[1] not in {None, "select"}):
        names = catalogue("en")["names"].get(kind or "", {"x": ""})
        values[name] = NUMBERS[kind] if kind in NUMBERS else next(iter(names))
    return values


def chosen(branch: str) -> Value:
    """The value that selects a branch."""
    words: dict[str, Value] = {"none": None, "true": True, "false": False, "one": 1, "other": 2}
    return int(branch[1:]) if branch.startswith("=") else words.get(branch, branch)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_branch_of_every_sentence_renders(language: str) -> None:
    """Each message is valid ICU MessageFormat and uses only known formats."""
    for code, message in messages(language):
        arguments, branches = parsed(message)
        values = values_for(arguments)
        for change in [{}, *({name: chosen(branch)} for name, branch in branches)]:
            written = render(Statement(code=code, values={**values, **change}), language)
            assert written
            assert not set(written) & set("{}"), written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_is_known(language: str) -> None:
    """A format is one of those in `fleet.sentences` or a group of names."""
    known = {None, *NUMBERS, *catalogue(language)["names"]}
    for _, message in messages(language):
        assert {kind for _, kind in parsed(message)[0]} <= known, message


def values_of(message: str) -> set[str]:
    """Names of the values that a message requires."""
    return {name for name, _ in parsed(message)[0]}


def test_languages_have_the_same_sentences() -> None:
    """Groups, codes, the values each code requires, and translated names match."""
    english, german = catalogue("en"), catalogue("de")
    for part in ("sentences", "names"):
        keys = [{group: set(found) for group, found in c[part].items()} for c in (english, german)]
        assert keys[0] == keys[1]
    translated = dict(messages("de"))
    for code, message in messages("en"):
        assert values_of(message) == values_of(translated[code]), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_unique_and_sorted(language: str) -> None:
    """No code occurs twice, and codes are sorted within their group."""
    file = resources.files("contract") / "sentences" / f"{language}.json"
    whole: Pairs = json.loads(file.read_text("utf-8"), object_pairs_hook=list)
    groups = [[code for code, _ in group] for _, group in dict(whole)["sentences"]]
    counted = Counter(code for codes in groups for code in codes)
    assert {code for code, times in counted.items() if times > 1} == set()
    assert groups == [sorted(codes) for codes in groups]


@pytest.mark.parametrize("one", RENDERED, ids=lambda one: one["code"])
def test_examples_match_the_dashboard(one: dict[str, Any]) -> None:
    """The dashboard tests the same sentences (dashboard/tests/statements.test.tsx)."""
    known = Statement(code=one["code"], values=one["values"])
    for language in LANGUAGES:
        text = render(known, language, one["currency"])
        assert " ".join(text.split()) == one[language]
