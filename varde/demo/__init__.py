"""An invented municipality with invented schools and cases, made through commands. Nothing in it is real."""
