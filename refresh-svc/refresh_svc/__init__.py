"""refresh-svc: accepts files, makes snapshots from them, and rolls back to earlier ones.

Only this service writes the state. Computations and reading of users' files run in child processes,
so that their memory use and crashes don't affect the service.
"""
