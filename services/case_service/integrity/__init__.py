"""What the case service does so that a change of its log is noticed: signing, checking, telling."""
