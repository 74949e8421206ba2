"""Frozen values of the facts. Every value is the source's own words; `evidence` proves it, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from askresolution.domain import Evidence


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what by when: a scheme, plan or task. Fields that the source leaves out are empty.

    `director` is the official who directs (a post), `lead` the agency in charge, `draft_by` the deadline for
    drafting, `start` and `finish` the times of carrying it out, `period` the years that it is for, as printed.
    """

    issuer: str
    document: str
    node: str
    kind: str
    title: str
    director: str = ""
    lead: str = ""
    coordinating: tuple[str, ...] = ()
    draft_by: str = ""
    period: str = ""
    start: str = ""
    finish: str = ""
    funding: str = ""
    result: str = ""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """A measured aim or outcome, or one that is met or not ("xã đạt chuẩn nông thôn mới"; its value is empty).

    `kind` is "target" or "result". `comparator` is one of "=", ">=", ">", "<=", "<", "~", "between", empty without a
    value. `change` is the source's verb where the value is a change and no level ("tăng bình quân", "bằng"), `basis`
    what the value is a share of or compared with ("so với cùng kỳ"), `part_of` the indicator that this one is a part
    of. `period` is as printed, in the statement, its stem or the nearest heading. `evidence` proves the statement,
    then the stem and the heading where they say a part of it.
    """

    issuer: str
    document: str
    node: str
    kind: str
    indicator: str
    comparator: str
    value: str
    unit: str
    period: str
    change: str = ""
    basis: str = ""
    part_of: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation that a document defines, or a name or slogan that it gives in quotation marks.

    `kind` is "abbreviation", with `expansion` what it stands for, or the noun before the name ("phong trào",
    "phương châm"), with `expansion` that noun and `parts` the parts that the document spells out.
    """

    issuer: str
    document: str
    term: str
    expansion: str
    evidence: Evidence
    kind: str = "abbreviation"
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that another one refers to by its number, once however often it is named.

    `kind` is as printed ("Nghị quyết"), `date` as printed, `body` who issued it, `subject` what it is about; what
    no mention says is empty. `evidence` proves the fullest mention, and `mentions` counts them.
    """

    issuer: str
    document: str
    node: str
    kind: str
    number: str
    date: str
    body: str
    subject: str
    evidence: Evidence
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a document says was or will be held, with its date as printed."""

    issuer: str
    document: str
    node: str
    name: str
    date: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whom a document names with a post; `role` is "signatory" or "mentioned"."""

    issuer: str
    document: str
    node: str
    name: str
    post: str
    body: str
    role: str
    evidence: Evidence
