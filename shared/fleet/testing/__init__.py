"""Parts for tests, shared by the services: real servers on loopback, and small states on disk."""
