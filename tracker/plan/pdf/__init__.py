"""Reading a disclosure published as PDF: cells by drawn lines, or by the white space between and around them."""

from tracker.plan.pdf.document import read_pdf

__all__ = ["read_pdf"]
