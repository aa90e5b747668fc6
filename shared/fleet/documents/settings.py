"""Where documents are stored: in MongoDB if MONGODB_URI is set, else in a SQLite file."""

import re
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_DATABASE_NAME = re.compile(r"[^\s./\\$\"\0]{1,63}")


class DocumentSettings(BaseSettings):
    """Mix into a service's settings: `class Settings(DocumentSettings, ServiceSettings)`."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    mongodb_uri: SecretStr | None = None
    mongodb_database: str = "smartretail360"
    documents_path: Path = Field(default=Path("var/smartretail.sqlite3"))

    @field_validator("mongodb_uri")
    @classmethod
    def _readable(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            from fleet.documents.mongo_uri import check_uri  # noqa: PLC0415 - imports motor only if it is used

            check_uri(value.get_secret_value())
        return value

    @field_validator("mongodb_database")
    @classmethod
    def _database_name(cls, value: str) -> str:
        if not _DATABASE_NAME.fullmatch(value):
            raise ValueError(
                "give the name of a MongoDB database: 1 to 63 characters, without spaces or any of "
                '/ \\ . $ "'
            )
        return value
