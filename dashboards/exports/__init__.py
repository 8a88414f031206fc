"""What a page can be taken home as: CSV, Excel and PDF, with the numbers that the page shows."""
