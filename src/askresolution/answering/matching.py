"""How much of a question's content a piece of text holds: concepts with alternatives, weighted by rarity."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from askresolution.index.lexical import ACCENTED, LexicalIndex
from askresolution.retrieval.abbreviations import GENRE, Abbreviations
from askresolution.retrieval.commonness import telling
from askresolution.retrieval.compounds import Compounds
from askresolution.retrieval.synonyms import Synonym, Synonyms
from askresolution.retrieval.translation import Translator
from askresolution.retrieval.understanding import Query, typed_words
from askresolution.vietnamese import TOKEN, fold, normalize, tokens

#: Words that ask, point or join; they say nothing of a subject.
_ASK = frozenset(
    (
        "ai gì nào mấy sao đâu hãy xin nhỉ à vậy thế hả hỏi đấy nhà nhé ạ ơi thì là rằng và với của cho về có được những các cái "
        "một này đó ở tại trong theo từ đến khi bao nhiêu giờ lâu như ra vì cũng sẽ đã đang bị bởi do để mà nếu phải cần ơi rồi "
        "tôi em mình bạn biết giúp vui lòng nói kể liệt kê hiện nay cụ thể chính xác bằng so hơn còn gồm nhưng bn ntn "
        "trên dưới khoảng mức người việc tài liệu nêu nhắc con nữa đi lúc hay làm đạt xã phường văn bản ghi ngày nói rõ không ko "
        "giùm vừa qua chừng tầm cỡ số lượng trị giá đồng chí sao đối bên giữa số thể vào xong"
    ).split()
)
#: Words of talk that carry no subject when they stand alone: helping verbs, adverbs, pronouns. Only as typed with diacritics,
#: since without them they are spelt like words that do (hồi, hội; định, đình).
_TALK = frozenset(
    (
        "hồi chuyện định tính sang thêm vẫn cứ mãi luôn lắm quá rất đều cùng chỉ ngay liền thật chắc lên xuống tới qua lại nốt mọi từng họ nó chúng "
        "anh chị cô tụi bọn kiểu nghen nhằm dùm kêu sắp thôi bèn toàn vẻ kéo lấy gây mong muốn nhớ hỏi trả lời rồi kia ấy nọ đâu hết nhiều ít vài "
        "hôm bà khiến bắt mang đỡ đưa xem nơi mốc đem mặt đọc chữ dành sớm tìm gửi giữ hoài mắc chút xíu riết sát dựa đích thân viết thuộc cách mảng lỗi vọng lớn nhanh chính tốn xài ngốn"
    ).split()
)
#: Pairs of syllables that only ask what is said of a subject.
_ASK_PAIRS = frozenset(
    (
        "bao nhiêu;bao giờ;bao lâu;thế nào;như thế;ra sao;liệt kê;trình bày;giới thiệu;định hướng;phương hướng;tóm tắt;nội dung;đề cập;cụ thể;"
        "chính xác;hiện nay;hiện tại;sắp tới;tới đây;thời gian tới;văn bản;vấn đề;tài liệu;số lượng;tất cả;toàn bộ;cho biết;quy định;đồng chí;tên gì;nhìn chung;cái nhìn;nhìn nhận;kể hết;nêu hết;kể đủ;nêu đủ;đầy đủ;cá nhân;phụ lục;chi tiết"
    ).split(";")
)
#: Words of the genre that name a role, a time or a kind of statement and not what it is about.
_FRAME_PAIRS = _ASK_PAIRS | frozenset(
    (
        "chủ trì;phối hợp;chỉ đạo;phụ trách;đầu mối;thời gian;thời hạn;thời điểm;hạn chót;hoàn thành;hoàn thiện;triển khai;thực hiện;tổng quan;"
        "nói chung;chung chung;so sánh;khác nhau;chênh lệch;chênh nhau;nguyên nhân;lý do;tỷ lệ;tỉ lệ;phần trăm;tổng số;mục tiêu;chỉ tiêu;kết quả;được giao;giao nhiệm;"
        "nhiệm vụ;cơ quan;đơn vị;nhiệm kỳ;nhiệm kì;chức vụ;phấn đấu;đạt được;lần thứ;cả năm;năm nay;hằng năm;hàng năm;mỗi năm;đầu năm;cuối năm;chịu trách;trách nhiệm;"
        "giai đoạn;dự kiến;kế hoạch đến;quý mấy;viết tắt;nghĩa là;số hiệu;tình hình;lần đầu;chú thích;khái quát;tổng cộng;cuối cùng;ít nhất;chủ yếu;tập trung;"
        "lĩnh vực;quan tâm;tìm hiểu;người ký;ký số;mảng việc;việc chính;việc gì;đề ra;đặt ra"
    ).split(";")
)
_FRAME = _ASK | frozenset(
    (
        "chủ trì phối hợp chỉ đạo phụ trách đầu mối thời gian hạn chót hoàn thành thiện triển khai thực hiện tháng năm quý "
        "tóm tắt nội dung chính tổng quan so sánh khác nhau nguyên nhân lý do tại tỷ lệ tỉ phần trăm tổng trước cả chênh lần lượt "
        "chịu lo thôi mục tiêu chỉ kết quả giao nhiệm vụ cơ quan đơn vị nhiệm kỳ kì chức vụ ký phấn đấu mỗi hằng hàng"
    ).split()
)
#: Words after which "may", typed without diacritics, is "mấy".
_BEFORE_MAY = frozenset("co duoc la con het them dat phai bi duoc trong gom giao mo tang giam khoang den toi may".split())
#: Words that join others and are part of no word of two syllables here.
_LOOSE = frozenset(
    "và với của cho các những một này đó ở tại trong theo từ đến khi bao giờ như ra vì cũng sẽ đã đang bị bởi do để mà nếu phải cần là thì "
    "gì gi nào nao ai sao mấy nhiêu nhieu hơn vào trên về có được cao thấp năm tháng ngày va voi cua cho cac nhung mot nay o tai trong theo tu den khi nhu vi cung se da dang bi boi "
    "de ma neu phai can la thi hon vao tren ve co duoc thap nam thang ngay xa".split()
) - {"de", "da", "tu", "dang", "ma", "can", "bi"}
#: Words that only ask, and whose spelling without diacritics is also that of words which do not: lương, bí, trí, mục.
_AMBIGUOUS = frozenset(("luong", "bi", "tri", "muc"))
ASKING, _FRAME_FOLDED = frozenset(map(fold, _ASK)) - _AMBIGUOUS, frozenset(map(fold, _FRAME)) - _AMBIGUOUS
_ASK_PAIRS_FOLDED, _FRAME_PAIRS_FOLDED = frozenset(map(fold, _ASK_PAIRS)), frozenset(map(fold, _FRAME_PAIRS))
_FRAME_ENGLISH = frozenset(
    (
        "commune communes document documents report say many much does will would percent percentage rate number total year years "
        "plan set target targets lead leads leading agency charge responsible directs direct coordinate coordinating deadline when who what which why "
        "cause causes reason reasons list compare summary summarize overview according name given state stated party expected achieve achieved "
        "result results task tasks in charge lead agency led by coordinates signed who signed three two each every year annual action after before currently still now must should complete completed finish finished collect collected take took place held altogether actual actually performed perform stresses stress carry carries find finds far handled estimate figure figures title better done in time yearly summarise summarised describe explain give gives short picture four five six seven eight nine ten first brief briefly sketch general wants want wanted reach itself themselves himself herself own bodies body "
        "quick rough look tell told outline main points appear appears expect expects expected ask asks asked together everyone ppl inside rather supposed weren "
        "gist overall blame blames blamed getting least latest along part allowed come comes sent late versus differ differs knows know fast date dates briefly"
    ).split()
)
#: A word with a capital within an English sentence, and those that name times or what everybody has.
_NAME_ENGLISH = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday vietnam vietnamese party people committee council commune ward city province state government congress resolution "
    "plan programme program report conclusion scheme office department division bureau centre center union association front youth "
    "women farmers veterans police military internet secretary chairman chairwoman chair deputy standing".split()
)
#: Of these, the words for what documents of the genre consist of, which their headings say.
_GENRE_ENGLISH = frozenset("target targets task tasks result results cause causes reason reasons overall".split())
_SMALL_ENGLISH = frozenset(
    "a an the and or but of in on at by for to from with is are was were be been do did has have had it its this that these those they them "
    "itself themselves himself herself own bodies body about please tell me you can could would so then there here also any some one".split()
)
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d\d)")
#: What a match without the typed diacritics counts for, when the typed form itself is known to the corpus.
_OTHER_ACCENT = 0.35
#: What the syllables of one word count for when they stand apart.
_APART = 0.25
#: What a word that is common in all Vietnamese keeps of its weight.
_LEAST_TELLING = 0.2
#: From this strength on a pair is one word even if the corpus does not know it.
_FIRM = 0.55
#: What half of a phrase of four syllables counts for.
_HALF_SAID = 0.45
#: The weight of a phrase in quotation marks.
_PHRASE = 6.0
_QUOTED = re.compile(r"[“\"«]([^”\"»]{2,60})[”\"»]|(?:^|(?<=\s))['‘]([^'‘’]{2,60})['’](?=[\s,.?!]|$)")
#: Slogans of the genre are a number and a word: "6 rõ", "4 tại chỗ", "3 không".
_SLOGAN = re.compile(r" \d (?:ro|khong|dam|nhat|co|hoa|tang|giam|on dinh|tai cho|trach nhiem|chu dong|day manh|kien quyet|biet|xin|luon|vi|chong|sach|that|cung|gan|sat|bam|tu|dung|thong nhat|thuc chat)(?= )")
_ASK_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "cái nhìn chung;cái nhìn tổng thể;bức tranh chung;nhìn chung;giải thích;bà con hiểu;cho dễ hiểu;rút ra;nói rõ;làm rõ;"
        "đại ý;em mới về;mới về;người mới;nhiệm kỳ trước;nhiệm kỳ qua;nhiệm kỳ vừa qua;nhiệm kỳ cũ;nhiệm kỳ mới;nhiệm kỳ tới;nhiệm kỳ này;xã đảo;xã biên giới;xã miền núi;xã ven biển;xã vùng cao;xã bãi ngang;tính đến;tính tới;tính từ;cho hỏi;cho hõi;xin hỏi;xin cho biết;làm ơn;điểm nhanh;điểm qua;tóm giúp;tóm lại;tóm gọn;tóm lược;nói gọn thôi;nói ngắn thôi;em mới vào;tổng hợp giúp;tổng hợp lại;điểm lại;gom lại;nói gọn;nói ngắn gọn;nói sơ;kể gọn thôi;kể gọn;gọn thôi;ngắn thôi;nói sơ qua;tối thiểu;tối đa;ít nhất là;nhiều nhất là;kể giúp;cho em hỏi;cho tôi hỏi;anh chị;muốn biết;cần biết;thắc mắc;kể tên;nêu tên;tất cả;toàn bộ;đầy đủ;chi tiết"
    ).split(";")
)
_ASK_PHRASES_FOLDED = tuple(tuple(fold(word) for word in phrase) for phrase in _ASK_PHRASES)
#: "Kể hết …", "nêu đủ …": asks for all and is about nothing.
_ALL, _TELLING_VERBS = frozenset(("het", "du", "ra")), frozenset(("ke", "neu", "liet", "noi"))
#: The weight of a word that the corpus does not know.
_UNKNOWN = 7.0
#: The weight of an English word that cannot be translated.
_UNTRANSLATED = 3.0


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a question is about: spellings that all mean it, and its weight.

    `accented` is the word as typed with diacritics, where it was; `strict` when the corpus knows it so.
    """

    word: str
    alternatives: tuple[str, ...]
    weight: float
    accented: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A text made ready for matching: folded and accented tokens, blanks around."""

    folded: str
    accented: str


def concepts(
    query: Query,
    lexical: LexicalIndex,
    abbreviations: Abbreviations,
    translator: Translator,
    synonyms: Synonyms,
    issuer_words: frozenset[str],
    compounds: Compounds,
    frame: bool = True,
) -> list[Concept]:
    """The content of a question: no asking words, no names of communes, no years.

    `frame=False` keeps the genre's own words ("nguyên nhân", "chỉ tiêu"), for matching headings.
    """
    if query.language == "en":
        return _english(query, lexical, abbreviations, translator, frame)
    dropped = _FRAME if frame else _ASK
    dropped_folded = _FRAME_FOLDED if frame else ASKING
    typed = typed_words(query.text)
    mended = [query.repaired.get(word, word) for word, _ in typed]
    shorts = abbreviations.shorts_in(mended)
    otherwise = synonyms.within(mended, [accented for _, accented in typed], query.named, lexical.frequency)

    def silent(word: str, accented: str) -> bool:
        if word in query.named or re.fullmatch(r"20\d\d", word):
            return True
        return accented in dropped or accented in _TALK if query.accented else word in dropped_folded and not word.isdigit()

    pairs = _FRAME_PAIRS if frame else _ASK_PAIRS
    pairs_folded = _FRAME_PAIRS_FOLDED if frame else _ASK_PAIRS_FOLDED

    found: list[Concept] = []
    said = [query.repaired.get(word, word) if word in query.repaired else accented for word, accented in typed]
    quoted = _quoted_phrases(query)
    asking = _asking_positions(typed, query.accented)
    found.extend(Concept(phrase, (phrase,), _PHRASE, "", False) for phrase in quoted)
    edges = _name_edges([word for word, _ in typed], query.named)
    for start, end in _units(said, query.accented, compounds, lexical, edges):
        unit = typed[start:end]
        if any(f" {' '.join(w for w, _ in unit)} " in f" {phrase} " for phrase in quoted):
            continue
        if start in asking or (end - start == 2 and start + 1 in asking):
            continue
        if len(unit) == 1 and start and unit[0][0] in _ALL and typed[start - 1][0] in _TELLING_VERBS:
            continue
        word, accented = " ".join(w for w, _ in unit), " ".join(a for _, a in unit)
        if len(unit) == 1 and silent(*unit[0]):
            continue
        if len(unit) == 2 and (accented in pairs if query.accented else word in pairs_folded):
            continue
        if len(unit) == 2 and all(w in query.named or a in _ASK or (not query.accented and w in ASKING) for w, a in unit):
            # "dau gia" is spelt like "đâu" and "giá", and is neither.
            words = () if query.accented or any(w in query.named for w, _ in unit) else compounds.written(word)
            if all(set(written.split()) <= _ASK for written in words):
                continue
        plain = accented == word
        if any(c.word == word and (plain or c.accented == accented) for c in found):
            continue
        options = _options(word if plain or not query.accented else accented, query, abbreviations, otherwise, shorts)
        weight = _UNKNOWN if (accented if query.accented else word) in issuer_words else _weight(options, lexical)
        tells = telling(accented, True) if query.accented else 0.5 + 0.5 * telling(word, False)
        weight *= _LEAST_TELLING + (1 - _LEAST_TELLING) * tells
        strict = not plain and all(lexical.frequency(ACCENTED + part) > 0 for part in accented.split())
        found.append(Concept(word, options, weight, "" if plain else accented, strict))
    return found


def _asking_positions(typed: Sequence[tuple[str, str]], accented: bool) -> set[int]:
    """Positions of words that belong to a phrase which only asks: "cái nhìn chung", "giải thích giùm bà con"."""
    words = [a if accented else w for w, a in typed]
    found: set[int] = set()
    for phrase in _ASK_PHRASES if accented else _ASK_PHRASES_FOLDED:
        size = len(phrase)
        for start in range(len(words) - size + 1):
            if tuple(words[start : start + size]) == phrase:
                found.update(range(start, start + size))
    return found


def _quoted_phrases(query: Query) -> list[str]:
    """Folded phrases that a question puts in quotation marks: slogans and names, which are one thing ("5 rõ")."""
    slogans = [match.group().strip() for match in _SLOGAN.finditer(f" {' '.join(query.words)} ")]
    return slogans + [
        phrase for match in _QUOTED.finditer(query.text) if 1 < len((phrase := " ".join(tokens(match.group(1) or match.group(2)))).split()) <= 6
    ]


def _name_edges(words: Sequence[str], named: frozenset[str]) -> set[int]:
    """Positions at which the name of a commune begins or has ended: "ban thường vụ | An Vân Hạ" holds no "vụ An"."""
    edges: set[int] = set()
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and words[end] in named:
            end += 1
        if end - start > 1:
            edges.update((start, end))
        start = max(end, start + 1)
    # "co may san pham" asks how many, and is about no machine.
    edges.update(at + 1 for at, word in enumerate(words) if word == "may" and at and words[at - 1] in _BEFORE_MAY)
    return edges


def _units(
    said: Sequence[str], accented: bool, compounds: Compounds, lexical: LexicalIndex, edges: Collection[int] = ()
) -> list[tuple[int, int]]:
    """Units of a question's words; a loose pair that the corpus never writes counts as two words. None spans an edge."""
    units: list[tuple[int, int]] = []
    cuts = sorted({0, len(said), *edges})
    parts = [(a, said[a:b]) for a, b in pairwise(cuts)]
    for start, end in [(a + s, a + e) for a, part in parts for s, e in compounds.units(part, accented, _LOOSE)]:
        if end - start == 2 and any(len(word) > 2 and fold(word) in GENRE for word in said[start:end]):
            units.extend([(start, start + 1), (start + 1, end)])  # "HĐND xã" is two words
            continue
        firm = end - start == 1 or compounds.strength(said[start], said[start + 1], accented) >= _FIRM
        if firm or lexical.frequency(fold(f"{said[start]} {said[start + 1]}")):
            units.append((start, end))
        else:
            units.extend([(start, start + 1), (start + 1, end)])
    return units


def content_words(query: Query) -> set[str]:
    """The folded words of a question that say what it is about: none that ask, name a role, a time or a commune."""
    if query.language == "en":
        return {w for w in query.words if w not in _FRAME_ENGLISH and w not in _SMALL_ENGLISH and w not in query.named}
    typed = typed_words(query.text)
    asking = _asking_positions(typed, query.accented)
    return {
        folded
        for position, (folded, accented) in enumerate(typed)
        if position not in asking
        and folded not in query.named
        and not re.fullmatch(r"20\d\d", folded)
        and not (accented in _FRAME if query.accented else folded in _FRAME_FOLDED)
    }


def _options(
    word: str,
    query: Query,
    abbreviations: Abbreviations,
    synonyms: Sequence[Synonym],
    shorts: Sequence[str],
) -> tuple[str, ...]:
    short = fold(word) if word.replace("đ", "d") == fold(word) else ""  # what is typed with diacritics stands for nothing longer
    word = fold(word)
    meant = " ".join(query.repaired.get(part, part) for part in word.split())
    parts = set(meant.split())
    options = [word, meant]
    options.extend(" ".join(tokens(expansion)) for expansion in (abbreviations.expansions(short) if short else ()))
    if date := _DATE.fullmatch(word):
        day, month, year = int(date.group(1)), int(date.group(2)), date.group(3)
        options.extend(f"{d} thang {m} nam {year}" for d in (f"{day}", f"{day:02}") for m in (f"{month}", f"{month:02}"))
        options.extend(f"{d}/{m}/{year}" for d in (f"{day}", f"{day:02}") for m in (f"{month}", f"{month:02}"))
    for entry in synonyms:
        said = set(entry.folded.split())
        if parts <= said or (len(said) > 1 and parts & said):
            options.extend(entry.written)
    for short in shorts:
        if any(parts <= set(tokens(expansion)) for expansion in abbreviations.expansions(short)):
            options.append(short)
    return tuple(dict.fromkeys(options))


def _weight(options: Sequence[str], lexical: LexicalIndex) -> float:
    """Rarity of a concept's commonest spelling; a word that the corpus does not know weighs the most."""
    known = [_phrase_idf(option, lexical) for option in options if _known(option, lexical)]
    return min(known) if known else _UNKNOWN


def _english(
    query: Query, lexical: LexicalIndex, abbreviations: Abbreviations, translator: Translator, frame: bool
) -> list[Concept]:
    dropped = _FRAME_ENGLISH if frame else _FRAME_ENGLISH - _GENRE_ENGLISH
    foreign = {name.lower() for name in _NAME_ENGLISH.findall(query.text)} - _CALENDAR - set(translator.glossary)
    found: list[Concept] = []
    covered: set[str] = set()
    for english, vietnamese in translator.phrases(query.text):
        covered.update(english.split())
        if english in dropped or set(english.split()) <= dropped or set(english.split()) <= query.named:
            continue  # "Dam Van" is a place, no dam
        terms = translator.terms(english) or (vietnamese,)
        alternatives = tuple(" ".join(tokens(term)) for term in terms)
        alternatives += tuple(short for phrase in alternatives for short in abbreviations.shorts_of(phrase))
        if frame and all(set(normalize(term).lower().split()) <= _FRAME for term in terms):
            continue  # told by the words with diacritics: "nhà tạm" is spelt like "nhà" and "tầm", which only ask
        weight = max(min(_phrase_idf(a, lexical) for a in alternatives), 0.3)
        if " " not in english:
            general = translator.targets(english)[:2]
            alternatives += tuple(t for t in general if lexical.frequency(t) and t not in ASKING)
        found.append(Concept(english, alternatives, weight))
    for word in re.findall(r"(?<!['’])[a-z]+", fold(query.text)):
        if word in covered or word in query.named or word in dropped or translator.is_stop(word) or len(word) < 2:
            continue
        # "France" names something, whatever else its letters may mean in small.
        meant = () if word in foreign else translator.targets(word)
        known = tuple(t for t in meant if lexical.frequency(t) and t not in ASKING)
        known += (word,) if lexical.frequency(word) else ()
        # A word that the table does not have is a gap of the table, and says little of what the corpus lacks.
        lost = _UNKNOWN if meant or word in foreign else _UNTRANSLATED
        weight = max(min((_phrase_idf(t, lexical) for t in known), default=lost), 0.3)
        found.append(Concept(word, known or (word,), weight * (0.7 if known else 1.0)))
    for token in tokens(query.text):
        if any(char.isdigit() for char in token) and not re.fullmatch(r"20\d\d", token):
            found.append(Concept(token, (token,), max(lexical.idf(token), 0.5)))
    return found


def _known(phrase: str, lexical: LexicalIndex) -> bool:
    """Whether the corpus holds a phrase: word by word, a word of two syllables as one."""
    words = phrase.split()
    return lexical.frequency(phrase) > 0 if len(words) == 2 else all(lexical.frequency(word) for word in words)


def _phrase_idf(phrase: str, lexical: LexicalIndex) -> float:
    words = phrase.split()
    if len(words) == 2 and lexical.frequency(phrase):
        return float(lexical.idf(phrase))
    return max((lexical.idf(word) for word in words), default=0.0)


@lru_cache(maxsize=16384)
def padded(text: str) -> Line:
    """A text's tokens with blanks around; document numbers stand whole and in parts."""
    folded: list[str] = []
    accented: list[str] = []
    for match in TOKEN.finditer(normalize(text)):
        word = match.group().lower()
        accented.append(word)
        plain = fold(word)
        folded.append(plain)
        if not plain.isalnum():
            pieces = [piece for piece in re.split(r"[-/.,]", plain) if piece]
            folded.extend(pieces if re.search(r"[-/]", plain) and any(c.isalpha() for c in plain) else [])
    return Line(f" {' '.join(folded)} ", f" {' '.join(accented)} ")


def credit(line: Line, concept: Concept) -> float:
    """How well a line holds a concept, 0 to 1: in full, or with other diacritics than were typed."""
    if concept.accented and f" {concept.accented} " in line.accented:
        return 1.0
    for option in concept.alternatives:
        if option != concept.word and _said(line.folded, option):
            return 1.0
    partly = max((_partly_said(line.folded, option) for option in concept.alternatives), default=0.0)
    if partly:
        return partly
    if f" {concept.word} " in line.folded:
        return _OTHER_ACCENT if concept.strict else 1.0 if not concept.accented else 0.6
    parts = concept.word.split()
    if len(parts) > 1 and all(f" {part} " in line.folded for part in parts):
        return _APART
    return 0.0


def _said(folded: str, option: str) -> bool:
    """Whether a spelling occurs; of a long phrase, its words two by two in any order."""
    if f" {option} " in folded:
        return True
    words = option.split()
    if len(words) < 4 or words[0].isdigit():
        return False
    return all(f" {a} {b} " in folded for a, b in zip(words[::2], words[1::2], strict=False))


def _partly_said(folded: str, option: str) -> float:
    """Credit for half of a long phrase: "quốc phòng, an ninh" holds a good part of "an ninh trật tự"."""
    words = option.split()
    if len(words) != 4 or words[0].isdigit():
        return 0.0
    return _HALF_SAID if f" {words[0]} {words[1]} " in folded or f" {words[2]} {words[3]} " in folded else 0.0


def holds(line: Line, concept: Concept) -> bool:
    """Whether a line holds a concept in any of its spellings."""
    return credit(line, concept) > 0.5


def coverage(line: Line, wanted: Sequence[Concept]) -> float:
    """Share of the concepts' weight that a line holds; 1 when nothing is wanted."""
    total = sum(concept.weight for concept in wanted)
    return sum(concept.weight * credit(line, concept) for concept in wanted) / total if total else 1.0


def closeness(line: Line, wanted: Sequence[Concept]) -> float:
    """Share of neighbouring concepts of the question that are neighbours in the line too, 0 to 1."""
    pairs = list(pairwise(wanted))
    if not pairs:
        return 0.0
    near = sum(any(f" {x} {y} " in line.folded for x in a.alternatives for y in b.alternatives) for a, b in pairs)
    return near / len(pairs)
