"""Question → Query: what is asked about, of which commune, document and time, and the words to search with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from askresolution.domain import Document
from askresolution.index.lexical import ACCENTED, LexicalIndex, query_weights, terms_of
from askresolution.retrieval.abbreviations import GENRE, TEENCODE, Abbreviations
from askresolution.retrieval.commonness import known_word, telling
from askresolution.retrieval.compounds import general_pair
from askresolution.retrieval.spelling import repair
from askresolution.retrieval.synonyms import Synonyms
from askresolution.retrieval.translation import Concept, Translator
from askresolution.vietnamese import TOKEN, collapse, fold, has_diacritics, normalize

#: Words that ask and do not say what about, folded; phrases are looked for before single words.
_ASKING = (
    "bao nhieu", "bao gio", "khi nao", "luc nao", "the nao", "nhu the nao", "ra sao", "vi sao", "tai sao", "o dau",
    "la gi", "la ai", "gom nhung gi", "nhung gi", "cho biet", "cho toi biet", "hay cho biet", "xin hoi", "cho hoi",
    "cho minh hoi", "cho em hoi", "vui long", "cho toi hoi", "cu the la", "noi gi", "noi gi ve", "quy dinh the nao",
)  # fmt: skip
_ASKING_WORDS = frozenset(
    "ai gi nao may sao dau hay xin nhi a vay the ha hoi day nha nhe ad oi thi la rang liet ke neu ke bao giup voi toi em minh".split()
)
#: What a word that only asks counts for; its pairs count in full, since "bao nhiêu năm" is telling.
ASKING_WEIGHT = 0.25
#: What the words of a commune's name keep: its documents are preferred anyway, and few of their passages name it.
_NAMING = 0.2
#: Questions that several sentences answer, each a part: lists and causes.
_SEVERAL = re.compile(
    r"\b(?:(?:nhung|cac) (?:\S+ ){0,6}?(?:nao|gi)|gom|liet ke|ke (?:ten|ra)|neu (?:cac|nhung|ro|ten)|nguyen nhan|(?:vi|tai|do) sao|do dau"
    r"|what (?:are|were)|list|why|causes?)\b"
)
#: Questions that a signature answers, folded Vietnamese and English; "ký" is in other words, too ("kỷ luật", "ký kết").
SIGNER = (
    r"(?:ai|(?:nguoi|dong chi|lanh dao|ong|ba|vi|can bo|sep) nao)\b.{0,30}(?<!dinh )(?<!nhiem )(?<!hoc )(?<!thoi )(?<!chu )(?<!cung )(?<!giua )(?<!nhat )\bky(?! luat| ket(?! luan)| cuong| niem| nang| thi| voi| giay| cam ket| hop dong| thoa thuan| quy che)|nguoi ky(?! luat)|chu ky (?!so).{0,70}\bai|ky boi|(?:dung ten|thay mat) ky\b|\bky\b(?! luat| ket| nay| truoc| sau| toi| moi).{0,60}\bla ai",
    r"who (?:\w+ly )?signed|who (?:put|affixed) (?:\w+ ){0,3}signature|whose (?:\w+ )?signature|signed by whom|signator\w+|signer|whose name .{0,25}signature|name (?:is )?(?:on|in) the .{0,20}signature|(?:bears?|carr\w+) (?:the|whose) signature",
)
_SIGNER = re.compile(rf"\b(?:{'|'.join(SIGNER)})\b")
_QUOTED = re.compile(r"[“\"«][^”\"»]{2,80}[”\"»]")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
#: "năm 25", typed for 2025; "năm 25 hộ" counts.
_SHORT_YEAR = re.compile(r"\b([Nn]ăm|[Nn]am) (2\d|3[0-5])\b(?=\s*(?:$|[?,;:]|(?:đc|dc|được|duoc|thì|thi|là|la|so|và|va|với|voi|giao|đạt|dat|của|cua|xã|xa|phường|phuong|có|co|đến|den|sang|tới|toi|phải|phai|đặt|còn|con|bao|mấy|may|tỷ|ty|thu|chi)\b))")


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood well enough to search. `weights` are lexical terms with their weights, `concepts` what
    its words tell, each with the terms that say it; `several` says that it asks for
    a list or for causes, which stand one by one under a heading; `numbered` says that it names its documents by their numbers, so that no other may answer; `signer` says that it asks who signed."""

    text: str
    language: Literal["vi", "en"]
    accented: bool
    weights: Mapping[str, float]
    concepts: tuple[Concept, ...]
    dense_text: str
    issuers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    numbered: bool = False
    years: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    repaired: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    signer: bool = False


class Understanding:
    """Reads questions against one corpus: its communes, documents, abbreviations and vocabulary."""

    def __init__(
        self,
        documents: Iterable[Document],
        lexical: LexicalIndex,
        translator: Translator,
        home_issuer: str = "",
        synonyms: Synonyms | None = None,
    ) -> None:
        self._documents = list(documents)
        self._lexical = lexical
        self._translator = translator
        self._home = home_issuer
        self.synonyms = synonyms or Synonyms()
        self.abbreviations = Abbreviations(document.source.text for document in self._documents)
        self._issuers = _issuer_names(self._documents)

    def read(self, question: str) -> Query:
        """The question as a Query. Empty questions give a Query without terms."""
        text = _SHORT_YEAR.sub(r"\1 20\2", collapse(normalize(question)))
        words = [fold(match.group()) for match in TOKEN.finditer(text)]
        issuers, named = self._find_issuers(words)
        spoken = self._spoken(words, issuers) | {word for name in named for word in name.split()}
        # Names of communes are written with diacritics in English questions too, and so is what is quoted.
        unquoted = _QUOTED.sub(" ", text)
        english = self._translator.is_english(
            " ".join(word for word in unquoted.split() if fold(word).strip("?!.,'’s") not in spoken)
        )
        weights: dict[str, float]
        repaired: dict[str, str] = {}
        concepts: tuple[Concept, ...] = ()
        if english:
            weights, concepts = self._english_weights(text, named)
        else:
            weights, repaired = self._vietnamese_weights(text, words, spoken)
        for term in weights:
            if set(fold(term.removeprefix(ACCENTED)).split()) <= spoken:
                weights[term] *= _NAMING
        if not english:
            concepts = tuple(
                (weight * telling(term, False), {term: 1.0})
                for term, weight in weights.items()
                if " " not in term and term[0] != ACCENTED
            )
        years = tuple(dict.fromkeys(_YEAR.findall(text)))
        numbered = tuple(document.id for document in self._documents if _numbered(document, fold(text)))
        return Query(
            text=text,
            language="en" if english else "vi",
            accented=has_diacritics(text),
            weights=weights,
            concepts=concepts,
            dense_text=text,
            issuers=issuers,
            documents=numbered or self._find_documents(fold(text), issuers, years),
            numbered=bool(numbered),
            years=years,
            words=tuple(part for word in words for part in (fold(TEENCODE[word]) if word in TEENCODE else word).split()),
            named=spoken,
            repaired=repaired,
            several=bool(_SEVERAL.search(" ".join(words))),
            signer=bool(_SIGNER.search(" ".join(words))),
        )

    def _english_weights(self, text: str, named: set[str]) -> tuple[dict[str, float], tuple[Concept, ...]]:
        weights, concepts = self._translator.weights(text, self._lexical.frequency)
        for name in named:
            for term in terms_of(name):
                weights[term] = max(weights.get(term, 0.0), 0.3)
        return weights, concepts

    def _vietnamese_weights(self, text: str, words: list[str], named: Collection[str]) -> tuple[dict[str, float], dict[str, str]]:
        kept = [word for typed in words for word in fold(TEENCODE.get(typed, typed)).split()]
        fixes = repair(kept, self._lexical.frequency, self._sure(text, kept))
        weights: dict[str, float] = {}
        _add(weights, " ".join(kept), 1.0)
        for word in _asking_in(kept):
            weights[word] = min(weights.get(word, 0.0), ASKING_WEIGHT)
        if fixes:
            mended = [fixes.get(i, word) for i, word in enumerate(kept)]
            for position in fixes:
                weights[kept[position]] = weights.get(kept[position], 0.0) * 0.4
            _add(weights, " ".join(mended), 0.8)
        for term, weight in query_weights(text).items():
            if term[0] == ACCENTED:
                weights[term] = weight
        # "dự" stands for nothing longer, "DU" or "đtc" may: words typed with the marks of vowels and tones are words.
        marked = {fold(word) for match in TOKEN.finditer(text) if (word := match.group().lower()).replace("đ", "d") != fold(word)}
        self._add_abbreviations(weights, [word for word in kept if word not in marked and word not in named])
        mended = [fixes.get(i, word) for i, word in enumerate(kept)]
        typed = [accented for _, accented in typed_words(text)]
        for entry in self.synonyms.within(mended, typed, named, self._lexical.frequency):
            for other in entry.written:
                _add(weights, other, 0.5)
        return weights, {kept[i]: other for i, other in fixes.items()}

    def _sure(self, text: str, words: Sequence[str]) -> set[int]:
        """Positions of words that are no slips: asking words, words that the corpus writes with the typed diacritics, and
        words of general Vietnamese, alone or as the halves of a longer word, which a small corpus need not hold."""
        asking = _asking_in(words)
        typed = [match.group().lower() for match in TOKEN.finditer(text)]
        accented = has_diacritics(text)
        known = {
            fold(word)
            for word in typed
            if known_word(word, accented) or self.abbreviations.expansions(fold(word)) or (has_diacritics(word) and self._lexical.frequency(ACCENTED + word))
        }
        if text != text.upper():  # what is typed in capitals within a sentence is an abbreviation
            known |= {fold(match.group()) for match in TOKEN.finditer(text) if len(match.group()) > 1 and match.group().isupper()}
        # With diacritics each half is known by itself; "cáy được" is no word though "cay được" might be.
        halves = [] if accented else [at for at, pair in enumerate(pairwise(words)) if general_pair(*pair)]
        pairs = {at + half for at in halves for half in (0, 1)}
        return {position for position, word in enumerate(words) if word in asking or word in known} | pairs

    def _add_abbreviations(self, weights: dict[str, float], words: Sequence[str]) -> None:
        for word in words:
            expansions = self.abbreviations.expansions(word)
            for expansion in expansions:
                _add(weights, expansion, 0.6 / len(expansions))
        for short in self.abbreviations.shorts_in(list(words)):
            weights[short] = max(weights.get(short, 0.0), 0.8)

    def _find_issuers(self, words: Sequence[str]) -> tuple[tuple[str, ...], set[str]]:
        """Issuers that the question names, by full name, by tail of the name, by initials, or as "xã mình"."""
        line = " " + " ".join(words) + " "
        found: dict[str, None] = {}
        named: set[str] = set()
        for pattern, issuer in self._issuers:
            if pattern.search(line):
                found[issuer] = None
                named.add(issuer)
        if not found:
            for issuer, window in self._nearly_named(words):
                found[issuer] = None
                named.update((issuer, window))
        if not found and self._home and re.search(r" xa (?:minh|ta|nha|toi|chung ta|chung toi|em|nay) | our commune ", line):
            found[self._home] = None
        if not found and (only := self._only_of_its_unit(line)):
            found[only] = None
        return tuple(found), named

    def mentions(self, question: str) -> dict[str, list[tuple[int, int]]]:
        """Where a text names communes: half-open character ranges, with the word for the unit before the name."""
        matches = list(TOKEN.finditer(question))
        words = [fold(match.group()) for match in matches]
        line = f" {' '.join(words)} "
        found: dict[str, list[tuple[int, int]]] = {}
        spoken = [(issuer, pattern) for pattern, issuer in self._issuers]
        spoken += [(issuer, re.compile(rf"\s{re.escape(window)}\s")) for issuer, window in self._nearly_named(words)]
        for issuer, pattern in spoken:
            for match in pattern.finditer(line):
                first = line[: match.start() + 1].count(" ") - 1
                last = first + len(match.group().split()) - 1
                if first and words[first - 1] in ("xa", "phuong"):
                    first -= 1
                found.setdefault(issuer, []).append((matches[first].start(), matches[last].end()))
        return found

    def _only_of_its_unit(self, line: str) -> str:
        """The one ward, town or special zone of the corpus where a question says "phường" and names none; empty otherwise.

        Every corpus has communes, and "xã" is said of many things ("xã hội", "cấp xã"), so it tells none apart.
        """
        issuers = {document.metadata.issuer for document in self._documents if document.metadata.issuer}
        for unit in ("phuong", "thi tran", "dac khu"):
            own = [issuer for issuer in issuers if fold(issuer).startswith(f"{unit} ")]
            if len(own) == 1 and len(issuers) > 1 and not _ENGLISH.search(line) and re.search(rf" {unit} (?!{_UNIT_GOES_ON})", line):
                return own[0]
        return ""

    def _spoken(self, words: Sequence[str], issuers: Sequence[str]) -> frozenset[str]:
        """The words of a question that only name its communes."""
        line = f" {' '.join(words)} "
        found = {word for issuer in issuers for word in fold(issuer).split()}
        for pattern, _ in self._issuers:
            found.update(word for match in pattern.finditer(line) for word in match.group().split())
        return frozenset(found)

    def _nearly_named(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """Issuers whose name is typed with one slip in one syllable, after "xã" or "phường", each with the words typed."""
        found = []
        for issuer in {document.metadata.issuer for document in self._documents if document.metadata.issuer}:
            syllables = fold(issuer).split()
            unit, name = syllables[0], syllables[1:]
            for start in range(len(words) - len(name) + 1):
                window = list(words[start : start + len(name)])
                off = [(a, b) for a, b in zip(window, name, strict=True) if a != b]
                near = len(off) == 1 and _near(*off[0]) and len(name) > 1
                plain_slip = bool(off) and not self._lexical.frequency(off[0][0]) and not known_word(off[0][0], False)
                if near and (len(name) > 2 or plain_slip or (start and words[start - 1] == unit)):
                    found.append((issuer, " ".join(window)))
                    break
        return found

    def _find_documents(self, folded: str, issuers: Sequence[str], years: Sequence[str]) -> tuple[str, ...]:
        """Documents that the question names by kind (and year): "báo cáo năm 2025", "kết luận hội nghị"."""
        named = []
        shorts = (self.abbreviations.expansions(word) for word in folded.split() if len(word) < 6)
        folded = " ".join(re.findall(r"[\w/&-]+", folded))  # "… của báo cáo?" names it as well
        folded = " ".join([folded, *(fold(one) for many in shorts for one in many[:1])])
        for document in self._documents:
            kind = fold(document.metadata.kind)
            if not kind or (issuers and document.metadata.issuer not in issuers):
                continue
            names = self.kind_names(kind)
            if kind == "bao cao" and ("bao cao chinh tri" in folded or "political report" in folded):
                continue
            if any(f" {name} " in f" {folded} " for name in names):
                named.append(document)
        if years and len(named) > 1:
            dated = [d for d in named if any(year in d.metadata.period or year in d.metadata.title for year in years)]
            named = dated or named
        return tuple(document.id for document in named)

    def kind_names(self, kind: str) -> list[str]:
        """What a kind of document is called: its Vietnamese name, folded, and the English ones of the glossary."""
        plain = fold(kind)
        return [plain, *self._translator.english_of(plain)]


#: In an English question "phường" is part of a name ("ví phường vải").
_ENGLISH = re.compile(r" (?:the|is|are|was|what|when|who|which|how|does|did) ")
#: After "phường" these make another word of it, or name the unit in general.
_UNIT_GOES_ON = r"(?:huong|phap|tien|thuc|cham|an|nao|khac|xa)\b"


def _numbered(document: Document, folded: str) -> bool:
    """Whether a question names a document by its number: "nghị quyết 97", "quyết định số 892/QĐ-TTg"."""
    number = fold(document.metadata.number)
    digits = re.match(r"\d+", number)
    if digits is None:
        return False
    kind = fold(document.metadata.kind)
    shorts = "|".join(re.escape(short) for short, longs in GENRE.items() if kind in map(fold, longs))
    kind = re.escape(kind) + (f"|{shorts}" if shorts else "")
    number_only = digits.group().lstrip("0")
    # "số 57" alone may be a document's; "chú thích số 3", "tổ số 12" are none.
    alone = r"|(?<!thich )(?<!chu )(?<!luc )(?<!bieu )(?<!bang )(?<!tieu )(?<!an )(?<!vu )(?<!dieu )(?<!to )(?<!thon )(?<!khu )(?<!muc )so" if len(number_only) > 1 else ""
    words = rf"(?:{kind}|resolution|decision|directive|plan|document{alone}) (?:so |no\.? )?0*{number_only}(?![\d.,%])"
    return number in folded or bool(re.search(rf"\b{words}(?!/\w)(?!-\w)", folded))


def typed_words(text: str) -> list[tuple[str, str]]:
    """(folded, accented) of each word of a question, phone spellings written out."""
    found: list[tuple[str, str]] = []
    for match in TOKEN.finditer(text):
        word = match.group().lower()
        found.extend((fold(part), part) for part in TEENCODE.get(fold(word), word).split())
    return found


def _asking_in(words: Sequence[str]) -> set[str]:
    """Words of a question that ask rather than say what about: phrases like "bao nhiêu", and single words."""
    line = f" {' '.join(words)} "
    found = {word for phrase in _ASKING if f" {phrase} " in line for word in phrase.split()}
    return found | (set(words) & _ASKING_WORDS)


def _add(weights: dict[str, float], text: str, factor: float) -> None:
    for term, weight in query_weights(text).items():
        if term[0] != ACCENTED:
            weights[term] = max(weights.get(term, 0.0), weight * factor)


def _near(a: str, b: str) -> bool:
    """Whether two syllables differ by one letter."""
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1 or sorted(a) == sorted(b)
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _issuer_names(documents: Sequence[Document]) -> list[tuple[re.Pattern[str], str]]:
    """Patterns over folded words for each issuer's full name, its name alone, its tail after the unit, its initials."""
    issuers = {document.metadata.issuer for document in documents if document.metadata.issuer}
    found: list[tuple[re.Pattern[str], str]] = []
    for issuer in sorted(issuers):
        syllables = fold(issuer).split()
        unit, name = syllables[0], syllables[1:]
        if unit not in ("xa", "phuong", "thi", "dac") or not name:
            found.append((re.compile(rf"\s{re.escape(' '.join(syllables))}\s"), issuer))
            continue
        options = [rf"(?:{unit} )?{re.escape(' '.join(name))}"]  # before "phường Đông Hải", which opens "phường Đông Hải Lộc" too
        others = [fold(other) for other in issuers if other != issuer]
        if len(name) > 2 and not any(" ".join(name[-2:]) in other for other in others):
            options.append(rf"{unit} {re.escape(' '.join(name[-2:]))}")
            options.append(rf"{unit} {re.escape(' '.join(name[:2]))}")
        initials = "".join(word[0] for word in name)
        if len(initials) > 1 and sum("".join(w[0] for w in o.split()[1:]) == initials for o in others) == 0:
            # "NTM" is "nông thôn mới" before it is a commune of these initials.
            alone = len(initials) > 2 and initials not in GENRE
            options.append(re.escape(initials) if alone else rf"{unit} {re.escape(initials)}")
        found.append((re.compile(rf"\s(?:{'|'.join(options)})\s"), issuer))
    return found
