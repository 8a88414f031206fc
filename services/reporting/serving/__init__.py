"""Answers over a Unix socket: the process that gives them, who asks, and what keeps either from waiting for ever."""
