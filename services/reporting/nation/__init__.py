"""The county and the nation: several municipalities' published figures put together. No case leaves its municipality.

What is put together is what every municipality has published about itself, with its small numbers hidden; nothing here has ever
seen a hidden number. See docs/explanation/national-view.md.
"""
