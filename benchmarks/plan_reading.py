"""Reading a published plan: a PDF of 300 pages with 200 tables against bare text extraction of the same file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pdfplumber

from benchmarks.measuring import Row, Stopwatch, compare, directory
from tests.tracker.plan.pdf_printing import PdfLayout, print_pdf
from tracker.plan.exchange import published_plan
from tracker.plan.files import read_plan_file
from tracker.plan.model import Indicator, Plan, Project

TABLES = int(os.environ.get("BENCH_TABLES", "200"))
ROUNDS = 3


def measure() -> list[Row]:
    """The rows about plans as PDF."""
    with directory() as place:
        rows = []
        for lines in ("all", "none"):
            path = place / f"{lines}.pdf"
            print_pdf(plan_of(TABLES), path, PdfLayout(cut_rows=True, lines=lines, size=12, padding=9))
            rows.append(speed(path, "lines" if lines == "all" else "no lines"))
        rows.append(memory(place / "all.pdf"))
        return rows


def plan_of(tables: int) -> Plan:
    """The published plan's projects over and over, coded anew."""
    published = published_plan()
    known = published.projects
    projects = [renamed(known[number % len(known)], f"P{number + 1:02d}") for number in range(tables)]
    return msgspec.structs.replace(published, projects=tuple(projects))


def renamed(project: Project, code: str) -> Project:
    rows: list[Indicator] = [
        msgspec.structs.replace(row, code=f"{code}.{number:02d}")
        for number, row in enumerate(project.indicators, start=1)
    ]
    return msgspec.structs.replace(project, code=code, indicators=tuple(rows))


def speed(path: Path, name: str) -> Row:
    found = compare(lambda: ours(path), lambda: bare(path), ROUNDS)
    work = f"plan from a PDF, {TABLES} tables with {name}, {pages(path)} pages"
    return Row(work, f"{found.ours:.1f} s", f"{found.control:.1f} s (bare text)", found.ratio, 2.0)


def memory(path: Path) -> Row:
    """The most memory a process takes to read it, against one that only takes the text out page by page."""
    mine = peak("from tracker.plan.files import read_plan_file as read", path)
    control = peak("from benchmarks.plan_reading import bare as read", path)
    work = f"memory for a plan from a PDF, {TABLES} tables"
    return Row(work, f"{mine:.0f} MB", f"{control:.0f} MB (bare text)", mine / control, 1.5)


def peak(imported: str, path: Path) -> float:
    script = f"{imported}\nimport resource, sys\nread(sys.argv[1])\n"
    script += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def pages(path: Path) -> int:
    with pdfplumber.open(path) as document:
        return len(document.pages)


def ours(path: Path) -> float:
    with Stopwatch() as watch:
        read_plan_file(path)
    return watch.seconds


def bare(path: Path | str) -> float:
    with Stopwatch() as watch, pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
    return watch.seconds
