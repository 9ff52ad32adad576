"""Opening the screens: the start people wait for, so nothing is loaded here but the screens themselves."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tracker.cli.invocation import Invocation

if TYPE_CHECKING:
    from tracker.bulk import RowFiles
    from tracker.evidence import EvidenceFiles
    from tracker.labels import Language
    from tracker.rosters.keys import KeyFile
    from tracker.service import Tracker


def open_desk(invocation: Invocation) -> int:
    """Open the screens on the ledger of this run; they paint before the store answers.

    No garbage is looked for until then, a tenth of the time: nothing that is loaded becomes any.
    """
    gc.disable()
    from tui.app import run

    def keys_of(tracker: Tracker) -> KeyFile:
        from tracker.bootstrap import roster_keys

        return roster_keys(invocation.db, tracker.ledger)

    def evidence_of() -> EvidenceFiles:
        from tracker.bootstrap import store_url
        from tracker.evidence import evidence_files

        return evidence_files(store_url(invocation.db))

    def row_files(language: Language) -> RowFiles:
        from tracker.cli.bulk import RecordFiles

        return RecordFiles(invocation.speaking(language))

    language = invocation.language if invocation.language_given else None
    return run(invocation.tracker, language, keys_of, evidence_of, row_files)
