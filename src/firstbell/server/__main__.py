"""`python -m firstbell.server`: the same as `firstbell-vault-server`."""

from firstbell.server.process import main

if __name__ == "__main__":
    main()
