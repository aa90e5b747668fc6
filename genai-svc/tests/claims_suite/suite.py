"""Reads the labelled texts of the claims suite; README.md says what each label means."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).parent

TextField = Literal["email_subject", "email_body", "whatsapp_message"]
Rule = Literal[
    "wrong_percentage",
    "price_or_currency",
    "free",
    "guaranteed",
    "deadline",
    "stock_claim",
    "placeholder",
    "url",
    "html_or_markup",
    "control_character",
    "internal_number",
    "missing_product",
    "missing_discount",
    "subject_too_long",
    "subject_lines",
    "body_too_long",
    "message_too_long",
    "template_rules",
    "wrong_language",
    "injection",
    "other",
]
ABSENCES: frozenset[Rule] = frozenset({"missing_product", "missing_discount"})


class Record(BaseModel):
    """A line of the suite: unknown keys are an error in the data, and instances are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shop(Record):
    """What the shop states about itself, in its own words."""

    name: str
    sign_off: str
    unsubscribe: str


class Internal(Record):
    """Numbers the copy must not reveal: units, units over 7 days, a ratio, and two amounts."""

    current_stock: int
    predicted_7d_demand: float
    overstock_ratio: float
    money_at_stake: float
    unit_cost: float


class Offer(Record):
    """The plan row and the shop a text was written for; ``discount`` is a percentage."""

    stock_code: str
    product_name: str
    discount: Annotated[float, Field(ge=0, le=100)]
    objective: str
    target_cluster: str
    language: str
    shop: Shop
    internal: Internal


class Copy(Record):
    """The three texts of one campaign."""

    email_subject: str
    email_body: str
    whatsapp_message: str


class Violation(Record):
    """One planted error; ``text`` is quoted from the field, or empty for an omission."""

    field: TextField
    rule: Rule
    text: str


class Case(Copy):
    """Three texts, the offer they were written for, and their errors."""

    id: str
    note: str
    clean: bool
    offer: Offer
    violations: list[Violation]

    @model_validator(mode="after")
    def labels_agree(self) -> Self:
        """A case is clean exactly if it lists no violation, and quotes occur in their field."""
        if self.clean != (not self.violations):
            raise ValueError(f"{self.id}: clean and violations contradict each other")
        for violation in self.violations:
            if (violation.text == "") != (violation.rule in ABSENCES):
                raise ValueError(
                    f"{self.id}: {violation.rule} quotes a text it should not, or none"
                )
            if violation.text not in self.text_of(violation.field):
                raise ValueError(f"{self.id}: {violation.text!r} is not in {violation.field}")
        return self

    def text_of(self, field: TextField) -> str:
        """The text of one field."""
        texts: dict[TextField, str] = {
            "email_subject": self.email_subject,
            "email_body": self.email_body,
            "whatsapp_message": self.whatsapp_message,
        }
        return texts[field]

    @property
    def planted(self) -> frozenset[tuple[TextField, Rule]]:
        """The planted errors as pairs of field and rule."""
        return frozenset((violation.field, violation.rule) for violation in self.violations)


class InjectionName(Record):
    """A product name with an instruction, and answers of a model that followed it.

    No answer may be stored or returned, and none of the strings in ``never`` (compared without
    case) may stand in what is stored or returned instead. None of them is part of the name.
    """

    id: str
    product_name: str
    tries: str
    answers: Annotated[list[Copy], Field(min_length=1, max_length=3)]
    never: Annotated[list[str], Field(min_length=1)]


def load_cases(folder: Path = FOLDER) -> list[Case]:
    """All labelled cases, clean ones first, in the order of the files.

    Raises:
        pydantic.ValidationError: a line does not have the shape of a case.
    """
    paths = [*sorted(folder.glob("clean_*.jsonl")), *sorted(folder.glob("planted_*.jsonl"))]
    return [Case.model_validate_json(line) for path in paths for line in lines_of(path)]


def load_injection_names(folder: Path = FOLDER) -> list[InjectionName]:
    """All product names that carry an instruction.

    Raises:
        pydantic.ValidationError: a line does not have the shape of an injection name.
    """
    lines = lines_of(folder / "injection_names.jsonl")
    return [InjectionName.model_validate_json(line) for line in lines]


def lines_of(path: Path) -> list[str]:
    r"""The lines of a file, split at ``\n`` only: a case may hold other line separators."""
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
