"""An invented nation: the structure of the real one, with invented municipalities, schools and cases, in any size."""
