"""What follows by itself: telling people, raising avvik for missed limits, calling webhooks. Exactly once in effect."""
