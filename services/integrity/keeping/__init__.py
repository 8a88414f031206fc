"""What a municipality keeps beside its log: checkpoints, the cosignatures of witnesses, and alarms."""
