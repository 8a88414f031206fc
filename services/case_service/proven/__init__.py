"""Copies that carry their proof: what somebody gets of the log, with everything that is needed to check it offline."""
