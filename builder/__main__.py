"""`python -m builder`: the same as `studyguide`."""

from builder.cli import main

if __name__ == "__main__":
    main()
