"""What Varde is: help and privacy, open to everybody."""
