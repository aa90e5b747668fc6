"""refresh-svc, the one that writes the state: takes files, refreshes from them, rolls back.

It belongs to no member of its own because a refresh runs the jobs of all of them; what computes or
reads a user's file does so in a child process, so that memory and crashes stay apart.
"""
