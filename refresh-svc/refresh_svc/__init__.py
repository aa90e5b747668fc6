"""refresh-svc: accepts files, makes snapshots from them, and rolls back to earlier ones.

It alone writes the state. What computes or reads a user's file does so in a child process, so that
memory and crashes stay apart.
"""
