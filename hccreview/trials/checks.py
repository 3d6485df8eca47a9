"""What a schema cannot say about a trial document: names that must exist, defaults, orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hccreview.clinical.strict_yaml import Document, Path

_MOST_CRITERIA = 500  # each is compared with every other
_Node = tuple[Path, dict[str, Any]]


def check_document(document: Document, data: dict[str, Any]) -> None:
    """Raise ReviewError for the first reference, default or order in `data` that is wrong."""
    if len(data["criteria"]) > _MOST_CRITERIA:
        message = f"a trial has at most {_MOST_CRITERIA} criteria, not {len(data['criteria'])}."
        raise document.error(("criteria",), message)
    nodes = list(_mappings(data, ()))
    _check_unique(document, data)
    _check_flags(document, data, nodes)
    _check_arms(document, data, nodes)
    for key in ("administrations", "maintenance"):
        _check_administrations(document, data["regimen"].get(key, []), ("regimen", key))
    _check_links(document, data)
    for path, node in nodes:
        _check_numbers(document, path, node)


def _mappings(value: Any, path: Path) -> Iterator[_Node]:
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from _mappings(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _mappings(item, (*path, index))


def _check_unique(document: Document, data: dict[str, Any]) -> None:
    names = {"flags": "id", "arms": "id", "outcomes": "id", "criteria": "id", "facts": "item"}
    for key, name in names.items():
        _check_once(document, data.get(key, []), (key,), name)
    _check_once(document, data["regimen"]["administrations"], ("regimen", "administrations"), "id")


def _check_once(document: Document, items: list[dict[str, Any]], path: Path, name: str) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item[name] in seen:
            message = f"{path[-1]}: {item[name]!r} is used twice; give each its own {name}."
            raise document.error((*path, index, name), message)
        seen.add(item[name])


def _check_flags(document: Document, data: dict[str, Any], nodes: list[_Node]) -> None:
    defined = {flag["id"] for flag in data.get("flags", [])}
    carried: set[str] = set()
    for path, node in nodes:
        for index, name in enumerate(node.get("flags", []) if path else []):
            if name not in defined:
                message = f"the flag {name!r} is not defined under flags; add it or correct it."
                raise document.error((*path, "flags", index), _in_criterion(data, path, message))
            carried.add(name)
    for index, flag in enumerate(data.get("flags", [])):
        if not _attached(flag, carried, bool(data["criteria"])):
            message = f"the flag {flag['id']!r} hangs on nothing; name it where it belongs."
            raise document.error(("flags", index), message)


def _attached(flag: dict[str, Any], carried: set[str], has_criteria: bool) -> bool:
    """A flag of a criterion cannot hang on one while the document has no criteria yet."""
    if flag["id"] in carried or flag.get("attached_to") == "document":
        return True
    return flag.get("attached_to") == "criterion" and not has_criteria


def _in_criterion(data: dict[str, Any], path: Path, message: str) -> str:
    if len(path) > 1 and path[0] == "criteria" and isinstance(path[1], int):
        return f"criterion {data['criteria'][path[1]]['id']}: {message}"
    return message


def _check_arms(document: Document, data: dict[str, Any], nodes: list[_Node]) -> None:
    defaults = [arm["id"] for arm in data["arms"] if arm.get("default")]
    if len(defaults) != 1:
        message = f"exactly one arm must be the default, found {len(defaults)}."
        raise document.error(("arms",), message)
    known = {arm["id"] for arm in data["arms"]}
    for path, node in nodes:
        for index, name in enumerate(node.get("arms", []) if path else []):
            if name not in known:
                raise document.error((*path, "arms", index), f"there is no arm {name!r}.")


def _check_administrations(document: Document, items: list[dict[str, Any]], path: Path) -> None:
    known = {item["id"] for item in items}
    for index, item in enumerate(items):
        here: Path = (*path, index)
        if "after" in item and item["after"] not in known - {item["id"]}:
            message = f"{item['id']} follows {item['after']!r}, which is not in this regimen."
            raise document.error((*here, "after"), message)
        variants = item.get("variants", [])
        _check_once(document, variants, (*here, "variants"), "id")
        if variants and sum(bool(variant.get("default")) for variant in variants) != 1:
            message = f"exactly one variant of {item['id']} must be the default."
            raise document.error((*here, "variants"), message)


def _check_links(document: Document, data: dict[str, Any]) -> None:
    known = {criterion["id"] for criterion in data["criteria"]}
    for index, criterion in enumerate(data["criteria"]):
        for position, name in enumerate(criterion.get("linked_to", [])):
            if name not in known - {criterion["id"]}:
                message = f"criterion {criterion['id']} is linked to {name!r}, which is not here."
                raise document.error(("criteria", index, "linked_to", position), message)


def _check_numbers(document: Document, path: Path, node: dict[str, Any]) -> None:
    for key in ("lines", "iqr", "range"):
        low, high = node.get(key) or (0, 0)
        if low > high:
            raise document.error((*path, key), f"{key}: {low} is larger than {high}; swap them.")
    low, high = node.get("low"), node.get("high")
    if low is not None and high is not None and low > high:
        raise document.error((*path, "low"), f"low {low} is larger than high {high}; swap them.")
    count, whole = node.get("count"), node.get("denominator")
    if count is not None and whole is not None and count > whole:
        raise document.error((*path, "count"), f"{count} of {whole} patients is not possible.")
