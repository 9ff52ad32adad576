"""On duty: what is looked at again and again, when, by whom, and what came of it."""
