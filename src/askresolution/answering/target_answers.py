"""Answers from targets and results: how much, in which year, target or result, nine months or full year, commune by
commune. Only where a fact's indicator says all that the question asks about; else the sentences answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from askresolution.answering.citing import Citations
from askresolution.answering.knowledge import Knowledge
from askresolution.answering.matching import coverage, credit, padded
from askresolution.answering.naming import document_name
from askresolution.answering.quoting import ranked, select
from askresolution.answering.sorts import asks_twice
from askresolution.answering.standing import asks_aim_and_result
from askresolution.answering.task import Task
from askresolution.facts.model import Target
from askresolution.reading import quote
from askresolution.retrieval.periods import asked_part
from askresolution.vietnamese import fold, nfc, tokens

#: Least share of the question's content that the indicator must hold.
ENOUGH = 0.92
#: Least share of the indicator's own words that the question must hold.
SPECIFIC = 0.3
#: The same for a part, whose whole may hold the words of the question too.
SPECIFIC_PART = 0.75
_OTHERS = frozenset(
    {"lead", "director", "coordinating", "cause", "overview", "list", "identifier", "footnote", "signer", "definition", "funding"}
)
_AIM = re.compile(
    r" (?:chi tieu|muc tieu|phan dau|dat ra|dat muc tieu|nham toi|huong toi|ke hoach|du kien|muon|target|targets|goal|goals|aim|aims|planned|plan) "
)
_OUTCOME = re.compile(
    r" (?:ket qua|thuc te|da dat|dat duoc|thuc hien duoc|duoc bao nhieu|duoc may|(?:toi|den) (?:giua|het|cuoi|nay|dau) (?:thang|quy)|tu dau nam|uoc dat|hien nay|hien tai|hien|actual|achieved|result|reached) "
)
_PART_OF_YEAR = re.compile(r"\b(\d{1,2}) thang\b(?! \d)")
_FULL_YEAR = re.compile(r" (?:ca nam|full year|whole year|toan nam|(?:va|voi|so voi|den) (?:luc )?(?:cuoi|het) nam) ")
#: A year and the term around it, set side by side: "năm 2026 …, còn cả nhiệm kỳ …?".
_TERM_TOO = re.compile(r" (?:ca |toan |trong )nhiem ky | whole term ")
_CHANGE = re.compile(r" (?:tang|giam|vuot|grow|growth|increase|decrease|bang|so voi) ")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: A question that counts something, and what: "bao nhiêu đảng viên", "số đảng viên", "how many …".
_COUNT = re.compile(
    r" (?:bao nhieu|may|bn|so luong|so) (?!phan |nam |thang |lan |sanh |voi |lieu |theo |trong |o |cua |so |moi |vao |den |va |la |thi |khi |hon |boi )(\w+ \w+)"
)
_COUNT_ENGLISH = re.compile(r" how many ")
#: Units that a question names after "bao nhiêu", folded, and how facts print them.
_ASKED_UNIT = re.compile(r" (?:bao nhieu|may|bn) (ty|trieu|tien|dong|nghin|phan tram|%|ta|tan|ha|con|km2|km|m2)\b")
_UNITS = {"tien": ("dong", "ty", "trieu"), "dong": ("dong", "ty", "trieu"), "phan tram": ("%",)}
#: Words that turn an indicator into its opposite: who asks of one is not answered with the other.
_OPPOSITES = (("thu", "chi"), ("nhap", "xuat"), ("tang", "giam"))
#: Words of a question that only compare or ask and that no indicator holds.
_FILLERS = frozenset("cao thap lon nho dat moi nhieu it hon duoc con hai ba bon tung khac nhau muon nham toi huong".split())
#: Concepts lighter than this stand everywhere.
_LIGHT = 0.15
#: Words of an indicator that only measure.
_LOOSE = frozenset(
    "cua va tren cac trong o tai theo duoc den tu la co voi xa dia ban ty le ti tong so gia tri muc do nam hang".split()
)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A fact that answers, and how well: `year` 0 for the time asked for, more for a span that holds it."""

    fact: Target
    own: float
    year: float


def answer_targets(knowledge: Knowledge, task: Task, citations: Citations) -> list[str]:
    """Lines of figures, one group for each commune that has one; empty when no fact says just what is asked."""
    if not _asks(task):
        return []
    groups = [_best(fits) for fits in _by_commune(knowledge, task).values()]
    chosen = [fact for group in groups for fact in group]
    if not chosen:
        return []
    if _leaves_open(knowledge, task, chosen):
        return []
    lines: list[str] = []
    for fact in chosen:
        lines.extend(_lines(knowledge, task, fact, citations))
    return [*lines, *_silent(knowledge, task, {fact.issuer for fact in chosen})]


def _leaves_open(knowledge: Knowledge, task: Task, chosen: Sequence[Target]) -> bool:
    """Whether sentences answer a comparison more fully than the facts do: of two times that are compared a single fact
    tells one, and a commune without a fact may be told of in prose."""
    if asks_twice(task.folded) and len(task.query.issuers) < 2 and len({(f.document, f.period) for f in chosen}) < 2:
        return bool(select(knowledge, task, ranked(knowledge, task)))
    missing = set(task.query.issuers) - {fact.issuer for fact in chosen} if len(task.query.issuers) > 1 else set()
    return bool(missing) and any(selected.issuer in missing for selected in select(knowledge, task, ranked(knowledge, task)))


def _asks(task: Task) -> bool:
    if task.intents & _OTHERS or not task.wanted or (asks_twice(task.folded) and len(task.query.issuers) < 2 and "compare" not in task.intents):
        return False
    if _asks_when(task):
        return True
    if any(all(f" {word} " in task.folded for word in pair) for pair in _OPPOSITES):
        return False  # "thu và chi" asks for two figures
    return (
        bool(task.intents & {"number", "compare"})
        or bool(_AIM.search(task.folded))
        or bool(re.search(r" ty le | ti le ", task.folded))
    )


def _asks_when(task: Task) -> bool:
    """Whether the year of an aim is asked for: "Đến năm nào không còn hộ nghèo?"."""
    return "deadline" in task.intents and not task.intents & {"number", "compare"} and not task.query.years


def _by_commune(knowledge: Knowledge, task: Task) -> dict[tuple[str, str], list[_Fit]]:
    """Facts that fit, by commune and by the part of the year that they are of, where the question names several."""
    found: dict[tuple[str, str], list[_Fit]] = {}
    parts = _parts_of_year(task)
    both = asks_aim_and_result(task.folded) and len(parts) < 2
    years = task.query.years if len(task.query.years) == 2 and not both and len(parts) < 2 else ()
    term = len(task.query.years) == 1 and bool(_TERM_TOO.search(task.folded))
    for fact, said in knowledge.target_lines:
        if not task.allows(fact.issuer, fact.document) or not _fits(task, fact):
            continue
        part, year = _part_of_year(knowledge, fact), _year_rank(knowledge, task, fact)
        side = fact.kind if both else next((year for year in years if year in fact.period), "")
        if year is None and ((both and fact.kind == "result") or (term and fact.kind == "target" and _of_term(knowledge, fact))):
            year, side = 0, side or "term"  # what is reached is told beside an aim of another year, and the term beside a year
        # Without a word on it, the full year answers before nine months of it.
        if year is None or (parts and part not in parts) or (not parts and part and task.query.years):
            continue
        own = _own_share(knowledge, task, fact)
        if own >= (SPECIFIC_PART if fact.part_of else SPECIFIC) and _covers(task, said):
            found.setdefault((fact.issuer, part if len(parts) > 1 else side), []).append(
                _Fit(fact, own, year + _yearly(task, fact) + (0.25 if part and not parts else 0.0))
            )
    if both or term or years:
        # Two times set side by side are told together or left to the sentences.
        sides = ("target", "result") if both else years or ("", "term")
        whole = {issuer for issuer, _ in found if all((issuer, side) in found for side in sides)}
        return {key: fits for key, fits in found.items() if key[0] in whole}
    if len(parts) > 1:
        # Nine months against the full year: only a commune that has both answers.
        whole = {issuer for issuer, _ in found if all((issuer, part) in found for part in parts)}
        return {key: fits for key, fits in found.items() if key[0] in whole}
    return found


def _of_term(knowledge: Knowledge, fact: Target) -> bool:
    """Whether a fact is an aim of the whole term: of the term itself, of its last year, or of no year in its document."""
    years = sorted(set(_YEAR.findall(knowledge.documents[fact.document].metadata.period)))
    own = set(_YEAR.findall(fact.period))
    return len(years) > 1 and (not own or own <= {years[0], years[-1]})


def _fits(task: Task, fact: Target) -> bool:
    if _asks_when(task):
        # Only an aim that is met or not has a year of its own; a figure's year is the time that it measures.
        return fact.kind == "target" and not fact.value and bool(_YEAR.search(fact.period))
    return (
        bool(fact.value)
        and _kind_fits(task, fact)
        and _unit_fits(task, fact)
        and _count_fits(task, fact)
        and not _opposite(task, fact)
    )


def _covers(task: Task, said: str) -> bool:
    """Whether the indicator says what the question is about, its common words too: "bảo hiểm xã hội" is not "bảo hiểm y tế"."""
    line, parts = padded(said), _parts_of_year(task)
    wanted = [c for c in task.wanted if c.word not in _FILLERS and c.word not in parts]
    told = all(credit(line, c) >= 0.5 for c in wanted if c.weight >= _LIGHT)
    return bool(wanted) and told and coverage(line, wanted) >= ENOUGH


def _unit_fits(task: Task, fact: Target) -> bool:
    """Whether a figure has the unit that the question names, and is no growth where a level is asked for."""
    unit, asked = fold(fact.unit), _ASKED_UNIT.search(task.folded)
    if asked and not any(
        word in unit.replace("/", " ").split() or (word == "%" and "%" in unit)
        for word in _UNITS.get(asked.group(1), (asked.group(1),))
    ):
        return False
    grows = fact.kind == "result" and fact.change.lower().startswith(("tăng", "giảm", "vượt"))
    return not grows or bool(_CHANGE.search(task.folded) or _AIM.search(task.folded)) or "compare" in task.intents


def _count_fits(task: Task, fact: Target) -> bool:
    """A count is answered by what is counted itself: not by a rate, and not by what is done with it."""
    counted = _COUNT.search(task.folded)
    if fact.unit.startswith("%") and (counted or _COUNT_ENGLISH.search(task.folded)):
        return bool(re.search(r" (?:ty le|ti le|phan tram|percent|percentage) ", task.folded))
    if counted is None or _ASKED_UNIT.search(task.folded) or re.search(r" (?:ty le|ti le|phan tram) ", task.folded):
        return True
    indicator = padded(fact.indicator).folded
    at = indicator.find(f" {counted.group(1)} ")
    return at < 0 or set(indicator[:at].split()) <= _LOOSE | set(task.query.words)


def _opposite(task: Task, fact: Target) -> bool:
    indicator = padded(fact.indicator).folded
    return any(
        f" {one} " in task.folded
        and f" {other} " not in task.folded
        and f" {other} " in indicator
        and f" {one} " not in indicator
        for pair in _OPPOSITES
        for one, other in (pair, pair[::-1])
    )


def _own_share(knowledge: Knowledge, task: Task, fact: Target) -> float:
    """Share of the indicator's telling words that the question says, in any of its spellings; what it is compared
    with left out."""
    words = [word for word in padded(fact.indicator).folded.split(" so voi ")[0].split() if word not in _LOOSE]
    said = set(task.query.words) | {part for concept in task.wanted for option in concept.alternatives for part in option.split()}
    expansions = knowledge.understanding.abbreviations.expansions
    told = [word in said or any(set(tokens(long)) <= said for long in expansions(word)) for word in words]
    return sum(told) / len(words) if words else 1.0


def _kind_fits(task: Task, fact: Target) -> bool:
    if asks_aim_and_result(task.folded):
        return True
    if _AIM.search(task.folded):
        return fact.kind == "target"
    return fact.kind == "result" if _OUTCOME.search(task.folded) else True


def _parts_of_year(task: Task) -> set[str]:
    """The parts of a year that a question names: "9 tháng", and "" for the full year."""
    parts = {f"{int(match.group(1))}" for match in _PART_OF_YEAR.finditer(task.folded)}
    if (part := asked_part(task.folded)).endswith("thang"):
        parts.add(part.split()[0])
    return parts | ({""} if _FULL_YEAR.search(task.folded) else set())


def _part_of_year(knowledge: Knowledge, fact: Target) -> str:
    """The months that a fact is of: those that it names, else for a result those that its document reports on."""
    match = _PART_OF_YEAR.search(fold(fact.period))
    if match is None and fact.kind == "result":
        match = _PART_OF_YEAR.search(fold(knowledge.documents[fact.document].metadata.title))
    return f"{int(match.group(1))}" if match else ""


def _year_rank(knowledge: Knowledge, task: Task, fact: Target) -> int | None:
    """0 when the fact is of the year asked for, 1 for a span that ends then, 2 for an aim of a span that holds it; else None."""
    if not task.query.years:
        return 0
    printed = _YEAR.findall(fact.period) or _YEAR.findall(knowledge.documents[fact.document].metadata.period)
    if not printed:
        return None
    first, last = int(min(printed)), int(max(printed))
    asked = {int(year) for year in task.query.years if year.isdigit()}
    if asked & {first, last} and first == last:
        return 0
    if last in asked:
        return 1
    within = any(first <= year <= last for year in asked)
    return 2 if within and _AIM.search(task.folded) else None


def _yearly(task: Task, fact: Target) -> float:
    """What a fact of one year or of a span falls behind when each year is asked for."""
    each = re.compile(r"\b(?:hang nam|moi nam|annual(?:ly)?|every year|each year|per year)\b")
    return 0.5 if each.search(task.folded) and not (each.search(fold(fact.period)) or "năm" in fact.change + fact.unit) else 0.0


def _best(fits: Sequence[_Fit]) -> list[Target]:
    """The facts of one commune that fit best: of the right year first, then those that say no more than was asked."""
    year = min(fit.year for fit in fits)
    own = max(fit.own for fit in fits if fit.year == year)
    best = [fit.fact for fit in fits if fit.year == year and fit.own == own]
    levels = [fact for fact in best if fact.change not in ("bằng", "=") and not fact.basis.startswith("so với")]
    return list({(fact.document, fact.evidence[0]): fact for fact in reversed(levels or best)}.values())[::-1][:3]


def _lines(knowledge: Knowledge, task: Task, fact: Target, citations: Citations) -> list[str]:
    document, wording = knowledge.documents[fact.document], task.wording
    whole = nfc(quote(document.source.text, fact.evidence[0].spans))
    if not fact.value:
        head = wording.say("target", source=document_name(document, wording), indicator=_indicator(fact), said=nfc(fact.period))
        return _proved(head, whole, fact, citations)
    sign = wording.say(f"sign_{_NAMES[fact.comparator]}") if fact.comparator in _NAMES else ""
    unit = fact.unit if fact.unit.startswith("%") else f" {fact.unit}"
    said = " ".join(part for part in (nfc(fact.change), sign, f"{fact.value}{unit}".strip()) if part)
    key = "target_of_period" if fact.period else "target"
    head = wording.say(
        key, source=document_name(document, wording), indicator=_indicator(fact), said=said, period=nfc(fact.period)
    )
    return _proved(head, whole, fact, citations)


def _indicator(fact: Target) -> str:
    """The indicator as it stands within a sentence."""
    name = nfc(fact.indicator).strip()
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _proved(head: str, whole: str, fact: Target, citations: Citations) -> list[str]:
    """What was read, and under it the words that it was read from; both carry their citations."""
    return [f"{head} {citations.mark(*fact.evidence)}", f"> “{whole}” {citations.mark(fact.evidence[0])}"]


_NAMES = {">=": "from", ">": "over", "<=": "at_most", "<": "under", "~": "about"}


def _silent(knowledge: Knowledge, task: Task, having: Iterable[str]) -> list[str]:
    """Communes that the question asks about, by name or all of them to compare, whose documents hold no such figure."""
    asked = task.query.issuers or (knowledge.issuers if "compare" in task.intents else ())
    # A commune whose figure is of another year or sort has something on it, and is not said to have nothing.
    known = set(having) | {fact.issuer for fact, said in knowledge.target_lines if _covers(task, said)}
    return [task.wording.say("no_figure", issuer=issuer) for issuer in asked if issuer not in known] if len(asked) > 1 else []
