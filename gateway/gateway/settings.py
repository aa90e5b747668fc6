from typing import Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from fleet.documents import DocumentSettings
from fleet.settings import CommaSeparated, ServiceSettings, long_enough, split_commas

ServiceName = Literal[
    "inventory-svc",
    "forecast-svc",
    "segmentation-svc",
    "strategy-svc",
    "genai-svc",
    "campaign-svc",
    "refresh-svc",
]
SERVICES: tuple[ServiceName, ...] = get_args(ServiceName)
_DEFAULT_ORIGINS = ("http://localhost:5173", "http://localhost:3000", "http://localhost:5174")


class Settings(DocumentSettings, ServiceSettings):
    """Settings of the gateway.

    Attributes:
        cors_origins: Web origins whose pages may read our answers. Those set by name may do all
            that the caller may; the default ones call the contract's routes, and change no more.
        inventory_url: Where inventory-svc listens, and so on for each service; none of them is
            needed for a service that is reached in process.
        dashboard_section_seconds: What one section of the dashboard may take.
        dashboard_seconds: What the whole dashboard may take.
        forward_seconds: What a service may take to answer a request passed on to it.
        copy_seconds: The same where a language model writes or a plan is solved.
        session_hours: How long a page stays signed in.
        session_secret: Signs the sessions of pages; CALLER_SECRET does where it is not set, and
            where neither is, they end when the gateway does.
        upload_seconds: What the upload of a whole file may take.
    """

    cors_origins: CommaSeparated = _DEFAULT_ORIGINS
    inventory_url: str | None = None
    forecast_url: str | None = None
    segmentation_url: str | None = None
    strategy_url: str | None = None
    genai_url: str | None = None
    campaign_url: str | None = None
    refresh_url: str | None = None
    dashboard_section_seconds: float = Field(default=2.0, gt=0, le=30)
    dashboard_seconds: float = Field(default=3.0, gt=0, le=60)
    forward_seconds: float = Field(default=10.0, gt=0, le=300)
    copy_seconds: float = Field(default=25.0, gt=0, le=300)
    session_hours: float = Field(default=12.0, gt=0, le=24 * 90)
    session_secret: SecretStr | None = None
    upload_seconds: float = Field(default=3600.0, gt=0, le=86400)

    @field_validator("session_secret")
    @classmethod
    def _unguessable(cls, value: SecretStr | None) -> SecretStr | None:
        return long_enough(value, "the same to every gateway")

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        nobody = isinstance(value, str) and value.strip().casefold() == "none"
        return () if nobody else split_commas(value)

    @property
    def trusted_origins(self) -> tuple[str, ...]:
        """The origins that the operator has named."""
        return self.cors_origins if "cors_origins" in self.model_fields_set else ()

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_origin(text) for text in value)

    @field_validator(
        "inventory_url",
        "forecast_url",
        "segmentation_url",
        "strategy_url",
        "genai_url",
        "campaign_url",
        "refresh_url",
    )
    @classmethod
    def _base_url(cls, value: str | None) -> str | None:
        return None if value is None else _http_url(value)

    def url_of(self, service: ServiceName) -> str | None:
        """The address of `service`, or None if it isn't set."""
        return getattr(self, url_field(service))


def url_field(service: ServiceName) -> str:
    """`inventory-svc` → `inventory_url`."""
    return service.removesuffix("-svc") + "_url"


def _http_url(text: str) -> str:
    """`text` without a closing slash, when it is the address of a service.

    Raises:
        ValueError: it is not; the message never repeats the text, which may hold a password.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        bare = not (parts.query or parts.fragment) and parts.username is None
    except ValueError:
        usable = bare = False
    if not usable or not bare or any(character.isspace() for character in text):
        raise ValueError(
            "give an address such as http://127.0.0.1:8001, without user, query or fragment"
        )
    return text.rstrip("/")


def _origin(text: str) -> str:
    """`text` as browsers write it in the Origin header.

    Raises:
        ValueError: it is no origin.
    """
    if text == "*":
        raise ValueError("name each origin; * would let every web page read your data")
    parts = urlsplit(_http_url(text))
    if parts.path:
        raise ValueError(f"an origin has no path: give {parts.scheme}://{parts.netloc}")
    return f"{parts.scheme}://{parts.netloc}".lower()
