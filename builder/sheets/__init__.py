"""Sheets beside a handout, one file each: `cards.py` is `templates/sheets/cards.html` and `templates/styles/sheets/cards.css`.

Each module has a `view` that takes a section and its page and returns what the template prints, or None where there is nothing to print.
"""
