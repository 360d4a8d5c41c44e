"""`python -m llmnotes` is the command `llmnotes`."""

from llmnotes.cli import main

raise SystemExit(main())
