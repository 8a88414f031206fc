"""Case histories from earlier systems, one JSON object per line, in through the same commands as everything else."""
