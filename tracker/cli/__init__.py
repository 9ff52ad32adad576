"""The command line: one module per family of commands, loaded only when one of its commands is called."""
