"""Responses in the format of OpenAI's API, for the scripted server."""

import json
from typing import Any

from support.gemini_server import Behaviour, http, sends, sends_json


def completes(text: str, finish: str = "stop") -> Behaviour:
    """One choice with this text."""
    message = {"role": "assistant", "content": text, "refusal": None}
    choice: dict[str, Any] = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 200, "completion_tokens": 60, "total_tokens": 260}
    answer = {"id": "c-1", "object": "chat.completion", "created": 1, "model": "m"}
    return sends_json(answer | {"choices": [choice], "usage": usage})


def refuses(status: int, code: str, *, headers: str = "") -> Behaviour:
    """An error in the format of OpenAI's API."""
    error = {"message": "no", "type": code, "param": None, "code": code}
    return sends(http(status, json.dumps({"error": error}).encode(), extra=headers))
