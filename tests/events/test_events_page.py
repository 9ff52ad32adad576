import inspect

from docs.events_page import PAGE, page
from events.catalogue import CURRENT


def test_the_catalogue_page_says_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.events_page"


def test_every_event_says_who_records_it_and_is_on_the_page() -> None:
    text = page()
    for name, (version, cls) in CURRENT.items():
        assert len(inspect.getdoc(cls) or "") > 30, name
        assert f"### {name} (version {version})\n" in text
