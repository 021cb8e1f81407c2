"""``python -m callcenter``: the command line; the supervisor starts every role this way."""

from callcenter.cli import main

if __name__ == "__main__":
    main()
