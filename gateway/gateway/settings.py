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
        cors_origins: Web origins whose pages may read our responses. Origins named explicitly may
            do everything the caller may; the defaults may only change data through the contract's
            routes.
        inventory_url: Address of inventory-svc, and so on for each service; not needed for a
            service that runs in the same process.
        dashboard_section_seconds: Time limit of one section of the dashboard.
        dashboard_seconds: Time limit of the whole dashboard.
        forward_seconds: Time limit of a service for a forwarded request.
        copy_seconds: Time limit if a language model writes or a plan is solved.
        session_hours: How long a session lasts.
        session_secret: Signs sessions. If it is not set, CALLER_SECRET is used; if neither is set,
            sessions end when the gateway stops.
        upload_seconds: Time limit of uploading a whole file.
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
        """The origins that were set explicitly."""
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
    """`text` without a trailing slash, if it is a valid service address.

    Raises:
        ValueError: it is not valid; the message never repeats the text, which may contain a
            password.
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
    """`text` in the form that browsers send in the Origin header.

    Raises:
        ValueError: it is not an origin.
    """
    if text == "*":
        raise ValueError("name each origin; * would let every web page read your data")
    parts = urlsplit(_http_url(text))
    if parts.path:
        raise ValueError(f"an origin has no path: give {parts.scheme}://{parts.netloc}")
    return f"{parts.scheme}://{parts.netloc}".lower()
