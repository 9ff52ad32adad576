"""Write a golden sample for each event version that has none yet: ``python -m tests.events.new_samples``.

A sample that exists is history and is never written again. Every field gets a value, so that one which is
dropped or renamed later cannot go unseen.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec import inspect

from events.catalogue import CURRENT, decode, encode

HERE = Path(__file__).parent
AN_EVENT = "01800000-0000-7000-8000-000000000007"
VALUES: dict[str, str] = {
    "alert": "missed:P06.03:2022-03",
    "cell": "Sheet1!B7",
    "code": "sum-of-parts",
    "deadline": "2022-04-08",
    "denominator": "1210",
    "disbursement": AN_EVENT,
    "document": "县财〔2022〕7号",
    "due_on": "2022-03-25",
    "file_sha256": "b" * 64,
    "id": AN_EVENT,
    "indicator": "P06.03",
    "lines_sha256": "c" * 64,
    "merkle_root": "d" * 64,
    "month": "2022-03",
    "name": "某县人社局（虚构）",
    "note": "说明",
    "numerator": "1204",
    "occurred_on": "2022-03-24",
    "on": "2022-03-24",
    "paid_on": "2022-03-24",
    "period": "2022-03",
    "project": "P06",
    "reason": "录入错误",
    "reissue_of": AN_EVENT,
    "reversed": AN_EVENT,
    "roster": AN_EVENT,
    "rules_sha256": "a" * 64,
    "sha256": "a" * 64,
    "share": "80",
    "subject": "P06.03",
    "to_project": "P11",
    "type": "MonthClosed",
    "unit": "323",
    "value": "95",
    "voucher": "记-0123",
    "weight": "12.50",
}


def main() -> None:
    """Write what is missing, and the pinned list of types."""
    for name, (version, cls) in CURRENT.items():
        path = HERE / "golden" / f"{name}-v{version}.json"
        if not path.exists():
            fact = decode(name, version, json.dumps(value_of(inspect.type_info(cls), name)))
            text = json.dumps(json.loads(encode(fact)), ensure_ascii=False, indent=1, sort_keys=True)
            path.write_text(text + "\n", encoding="utf-8")
            print(path.name)
    pinned = {name: version for name, (version, _) in CURRENT.items()}
    (HERE / "catalogue.json").write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")


def value_of(kind: Any, field: str) -> Any:
    """Some value of a field's type."""
    match kind:
        case inspect.UnionType():
            return value_of(next(one for one in kind.types if not isinstance(one, inspect.NoneType)), field)
        case inspect.LiteralType():
            return kind.values[0]
        case inspect.BoolType():
            return True
        case inspect.IntType():
            return {"year": 2022, "version": 1}.get(field, 24_900_000 if field.endswith("_fen") else 7)
        case inspect.StrType():
            return VALUES.get(field, f"{field} 示例")
        case inspect.StructType():
            return {one.encode_name: value_of(one.type, one.name) for one in kind.fields}
        case inspect.DictType(value_type=inspect.StrType()):
            return {"身份证号": "证件号码"}
        case inspect.DictType():
            return {"month": "2022-03", "note": None}
        case _:
            return [value_of(kind.item_type, field)]


if __name__ == "__main__":
    main()
