"""Payment lists and bank results: from a file, over a look at it, into the log."""
