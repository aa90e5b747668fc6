"""Creating the LangChain client, for Gemini or any other provider supported by LangChain."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel, Field, create_model

from genai_svc.copywriting.brief import CopyText
from genai_svc.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

    Structured = Runnable[list[tuple[str, str]], dict[str, Any]]

_OUTPUT_TOKENS_EACH = 2048


@dataclass
class ModelClient:
    """A chat model, also bound to the schema for a number of variants.

    Attributes:
        chat: LangChain's chat model.
        options: Arguments of `with_structured_output`, besides `include_raw`.
    """

    chat: "BaseChatModel"
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    _bound: "dict[int, Structured]" = field(default_factory=dict[int, Any])

    def structured(self, variants: int) -> "Structured":
        """A runnable that requests `variants` texts; gives `raw`, `parsed` and `parsing_error`."""
        if variants not in self._bound:
            schema = schema_for(variants)
            bound = self.chat.with_structured_output(schema, include_raw=True, **self.options)  # pyright: ignore[reportUnknownMemberType] - LangChain leaves its dict untyped
            self._bound[variants] = cast("Structured", bound)
        return self._bound[variants]

    async def aclose(self) -> None:
        """Close the connections that the provider's package exposes."""
        own: Any = getattr(self.chat, "async_client", None)
        close: Callable[[], Any] | None = getattr(own, "aclose", None)
        if close is not None:
            await close()
        plain: Any = getattr(self.chat, "client", None)
        if callable(getattr(plain, "close", None)):
            plain.close()


def schema_for(variants: int) -> type[BaseModel]:
    """The answer's schema: flat for one text, else a list of exactly `variants`."""
    if variants == 1:
        return CopyText
    listed = Field(min_length=variants, max_length=variants, description="The variants")
    return create_model(f"CopyVariants{variants}", variants=(list[CopyText], listed))


def connect(settings: Settings) -> ModelClient:
    """Create the client; takes seconds the first time in a process.

    Raises:
        ImportError: the provider's package is not installed.
        ValueError: the package doesn't support the provider, or finds no key.
    """
    return _gemini(settings) if settings.copy_provider == "gemini" else _other(settings)


def _gemini(settings: Settings) -> ModelClient:
    """Gemini's client.

    The key is never passed as an argument, since LangChain's validation errors would show it.
    LangChain reads it from the environment, where it is set if it comes from an `.env` file, or if
    an empty GOOGLE_API_KEY would hide a GEMINI_API_KEY.
    """
    from langchain_google_genai import ChatGoogleGenerativeAI  # noqa: PLC0415 - takes seconds

    variables = ("GOOGLE_API_KEY", "GEMINI_API_KEY")
    key = settings.gemini_key
    if key and not next((os.environ[name] for name in variables if name in os.environ), ""):
        os.environ["GOOGLE_API_KEY"] = key.get_secret_value()
    chat = ChatGoogleGenerativeAI(
        model=settings.model_name,
        base_url=settings.google_gemini_base_url,
        vertexai=False,
        max_retries=1,  # total attempts: no hidden retries
        timeout=settings.gemini_budget_seconds,
        max_output_tokens=_OUTPUT_TOKENS_EACH * 2,
    )
    return ModelClient(chat, {"method": "json_schema"})


def _other(settings: Settings) -> ModelClient:
    """Any provider of LangChain's `init_chat_model`, whose package reads the key itself."""
    chat_models: Any = import_module("langchain.chat_models")  # an optional extra

    options: dict[str, Any] = {
        "timeout": settings.gemini_budget_seconds,
        "max_retries": 0,  # retries after the first call: we do our own
    }
    if settings.copy_base_url:
        options["base_url"] = settings.copy_base_url
    chat: BaseChatModel = chat_models.init_chat_model(
        settings.model_name, model_provider=settings.copy_provider, **options
    )
    return ModelClient(chat)
