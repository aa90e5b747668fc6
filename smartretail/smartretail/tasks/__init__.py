"""The child processes of refresh-svc: previewing a file, and a refresh."""
