import re
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from fleet.settings import ServiceSettings
from genai_svc.claims.invisible_characters import invisible_characters
from genai_svc.claims.languages import language_of, languages
from genai_svc.copywriting.brief import ShopProfile

_MODEL = re.compile(r"^(models/)?[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$")
_PROVIDER = re.compile(r"^[a-z][a-z0-9_]{0,40}$")
_LINE = 200


class Settings(ServiceSettings):
    """Settings of genai-svc. Without a key the copy comes from templates."""

    port: int = 8005
    google_api_key: SecretStr | None = None
    gemini_api_key: SecretStr | None = None
    gemini_model: str = "gemini-3.5-flash-lite"
    google_gemini_base_url: str | None = None
    gemini_budget_seconds: float = Field(default=20.0, gt=0, le=120)
    copy_provider: str = "gemini"
    copy_model: str | None = None
    copy_base_url: str | None = None
    copy_max_calls: int = Field(default=3, ge=1, le=10)
    copy_backoff_seconds: float = Field(default=0.5, ge=0, le=60)
    copy_calls_in_flight: int = Field(default=8, ge=1, le=1000)
    copy_cache_seconds: float = Field(default=3600.0, ge=0)
    copy_breaker_failures: int = Field(default=5, ge=1)
    copy_breaker_seconds: float = Field(default=30.0, gt=0)
    strict_provider: bool = False
    shop_name: str = Field(default="", max_length=60)
    shop_voice: str = Field(default="", max_length=500)
    shop_sign_off: str = Field(default="", max_length=_LINE)
    shop_unsubscribe_line: str = Field(default="", max_length=_LINE)
    shop_language: str = "en"

    @field_validator("google_api_key", "gemini_api_key")
    @classmethod
    def _printable(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        key = value.get_secret_value()
        if not key.isascii() or not key.isprintable() or " " in key:
            raise ValueError("a key contains no spaces, line breaks or non-ASCII characters")
        return value

    @field_validator("gemini_model", "copy_model")
    @classmethod
    def _model_name(cls, value: str | None) -> str | None:
        if value is not None and not _MODEL.match(value):
            raise ValueError("give the name of a model, such as gemini-3.5-flash-lite")
        return value

    @field_validator("google_gemini_base_url", "copy_base_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("give a web address, such as https://gemini.example.com")
        return value

    @field_validator("copy_provider")
    @classmethod
    def _provider_name(cls, value: str) -> str:
        if not _PROVIDER.match(value):
            raise ValueError("give gemini, or a provider's name in LangChain, such as openai")
        return value

    @field_validator("shop_name", "shop_voice", "shop_sign_off", "shop_unsubscribe_line")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if any(invisible_characters(value, allowed="")):
            raise ValueError("give one line of text without control characters")
        return value.strip()

    @field_validator("shop_language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        code = language_of(value)
        if code is None:
            raise ValueError(f"copy is written in {', '.join(languages())}; give one of them")
        return code

    @model_validator(mode="after")
    def _model_named(self) -> Self:
        if self.copy_provider != "gemini" and self.copy_model is None:
            raise ValueError("COPY_PROVIDER needs COPY_MODEL, the name of the provider's model")
        return self

    @property
    def gemini_key(self) -> SecretStr | None:
        """The key to use; GOOGLE_API_KEY takes precedence, as in Google's client."""
        return self.google_api_key or self.gemini_api_key

    @property
    def model_name(self) -> str:
        """Name of the model."""
        gemini = self.copy_provider == "gemini"
        return self.gemini_model if gemini else self.copy_model or ""

    @property
    def writes_by_model(self) -> bool:
        """Whether a model is configured: Gemini with a key, or another provider."""
        return self.copy_provider != "gemini" or self.gemini_key is not None

    @property
    def shop(self) -> ShopProfile:
        """The shop's name, voice and lines."""
        return ShopProfile(
            self.shop_name, self.shop_voice, self.shop_sign_off, self.shop_unsubscribe_line
        )
