"""The child processes of refresh-svc, which preview a file or run a refresh."""
