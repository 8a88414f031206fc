"""The package that a matter is handed over as: what goes in, what is left out or masked for whom, and its documents. No pages."""
