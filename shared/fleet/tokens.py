"""Signed tokens for headers and cookies (itsdangerous, HMAC-SHA256): readable but not forgeable."""

import hashlib
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer

_SIGNER: Final = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


class Tokens:
    """Creates and reads tokens for one purpose.

    Args:
        secret: Signs the tokens.
        purpose: Part of every signature, so that a token is valid for one purpose only.
    """

    def __init__(self, secret: bytes, *purpose: bytes) -> None:
        salt = b"\n".join(purpose)
        self._serializer = URLSafeSerializer(secret, salt=salt, signer_kwargs=_SIGNER)

    def dumps(self, claims: object) -> str:
        """A token that contains JSON, in ASCII."""
        return self._serializer.dumps(claims)

    def loads(self, token: str) -> Any:
        """The JSON in a token.

        Raises:
            BadData: it was not signed with this secret for this purpose.
        """
        return self._serializer.loads(token)

    def loads_unverified(self, token: str) -> Any:
        """The claims of a token, unverified; None if it is not a token."""
        return self._serializer.loads_unsafe(token)[1]

    def signature(self, text: str) -> str:
        """A signature alone, for a text that the reader already has."""
        return self._serializer.make_signer().get_signature(text).decode("ascii")

    def is_signature(self, signature: str, text: str) -> bool:
        """Whether `signature` is valid for `text`, in constant time."""
        return self._serializer.make_signer().verify_signature(
            text, signature.encode("utf-8", "replace")
        )


__all__ = ["BadData", "Tokens"]
