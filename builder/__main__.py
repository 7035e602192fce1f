"""`python -m builder`: the same as `studyguide`."""

from builder.entry import main

if __name__ == "__main__":
    main()
