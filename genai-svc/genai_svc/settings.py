import re
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from fleet.settings import ServiceSettings

_MODEL = re.compile(r"^(models/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")


class Settings(ServiceSettings):
    """Settings of genai-svc. Without a key the copy comes from templates."""

    port: int = 8005
    google_api_key: SecretStr | None = None
    gemini_api_key: SecretStr | None = None
    gemini_model: str = "gemini-3.5-flash-lite"
    google_gemini_base_url: str | None = None
    gemini_budget_seconds: float = Field(default=20.0, gt=0, le=120)

    @field_validator("google_api_key", "gemini_api_key")
    @classmethod
    def _printable(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        key = value.get_secret_value()
        if not key.isascii() or not key.isprintable() or " " in key:
            raise ValueError("a key has no blanks, line breaks or letters beyond ASCII")
        return value

    @field_validator("gemini_model")
    @classmethod
    def _model_name(cls, value: str) -> str:
        if not _MODEL.match(value):
            raise ValueError("give the name of a model, such as gemini-3.5-flash-lite")
        return value

    @field_validator("google_gemini_base_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("give a web address, such as https://gemini.example.com")
        return value

    @property
    def gemini_key(self) -> SecretStr | None:
        """The key to use; GOOGLE_API_KEY wins, as it does in Google's own client."""
        return self.google_api_key or self.gemini_api_key
