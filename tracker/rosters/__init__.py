"""Payment lists and bank results: reading them, pseudonyms and their keys, matching, and the lines beside the log."""
