"""What Varde gives to other programs of the people who use it: calendars, and avvik for the municipality's own system. No names."""
