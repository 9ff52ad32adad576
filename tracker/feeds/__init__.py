"""Figures from outside: fetched with care, read into requests, recorded through the front door like anybody's."""
