# ruff: noqa: INP001 - a script that is copied into the images, part of no package
"""Exit 0 when the service in this container can answer, else 1 with its reason.

http.client rather than urllib: it knows no proxy settings, and starts in half the time.
"""

import http.client
import os
import sys

PORT = int(os.environ["PORT"])

connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=4)
try:
    connection.request("GET", "/health/ready")
    answer = connection.getresponse()
    body = answer.read().decode()
except OSError as error:
    sys.exit(f"Port {PORT} cannot be reached: {error}.")
if answer.status != http.client.OK:
    sys.exit(f"Not ready ({answer.status}): {body}")
