"""What sort of thing a sentence says, against what sort a question asks for: a figure, a time, a role, a number, a year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askresolution.answering.matching import Concept, Line
from askresolution.answering.task import Task
from askresolution.vietnamese import UPPER, fold, nfc

_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\b(?:năm|tháng|quý|ngày|nhiệm kỳ|giai đoạn)\b|\d{1,2}/\d{4}", re.I)
_HOUR = re.compile(r"\d\s?(?:giờ|h\d?)")
_NUMBERED = re.compile(r"\d+(?:/\d{4})?[-/][A-ZĐ]")
_ROLE = re.compile(
    r"chủ trì|chỉ đạo|phối hợp|phụ trách|chịu trách nhiệm|đầu mối|tham mưu|được giao|\bgiao (?:cho |đồng chí |Đảng|Ủy|UB|phòng |ban )|do .{3,80} (?:thực hiện|triển khai)|lãnh đạo|trưởng ban",
    re.I,
)
_NO_FIGURE = re.compile(
    r"“[^”]{0,40}”|^\s*[-+*]?\s*\(?\d{1,3}[.)]\s|^\s*\d{1,3}\s+(?=["
    + UPPER
    + r"])|\(\d{1,2}\)|\b\d+(?:/\d{4})?[-/][A-ZĐ][\w-]*(?:/[\w-]+)?|(?<!dân )(?<!tổng )(?<!con )(?<!sĩ )\bsố \d+(?!\d*\.\d{3})\S*|\b\d{1,2}/\d{1,2}/\d{4}"
    r"|\b\d{1,2}/\d{4}|\b(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d|\b(?:19|20)\d\d\b|\b(?:Trung ương|khóa|khoá|lần thứ|Điều|Khoản|Phần|giai đoạn) \d{1,2}\b|\bngày \d{1,2}\b|\btháng \d{1,2}\b"
)
#: What a question measures, folded, and the unit that an answering figure must carry.
_UNITS = (
    (re.compile(r" (?:ty le|ti le|phan tram|percent\w*|share|proportion) "), re.compile(r"\d\s*%|%|/\d|phần trăm")),
    (
        re.compile(r" (?:bao nhieu|bao|may|bn|nhieu) (?:ty|ti|trieu|tien|dong|ngan|nghin)\b| how much (?:money|funding|budget) "
            r"| what (?:\w+ )?(?:salary|wage|fee|price|tuition) | how much (?:is|are|was|were|does|do|did) (?:a|an|one|each|it cost|they cost|the (?:fee|fine|ticket|price|grant|allowance|rent)) | (?:luong (?:cua|thang|mot|moi|co ban|can bo|chu tich|nhan vien|giao vien|cong chuc|ky su|hang)|tien luong|muc luong|hoc phi|le phi|tien cong|hoc bong|gia ve|tien thue|gia dat|(?:don gia|gia (?:ban|mua|thue|thu mua|nuoc|dien|cho thue))|salary|salaries|wage|tuition|ticket price) (?:\w+ ){0,12}(?:bao nhieu|may|bn) "
            r"| (?:duoc tra|tra cong|tra luong|duoc linh|duoc thuong|muc thuong|phu cap|thu lao|bi phat|muc phat) (?:\w+ ){0,8}(?:bao nhieu|may|bn|nhieu)(?! (?:phan tram|%|lan|nguoi|ho|vu|truong)) "
        ),
        re.compile(r"\d\s*(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng|đ\b)"),
    ),
    (
        re.compile(r" (?:dan so|so dan|so nhan khau|population|inhabitants) "),
        re.compile(
            r"\d[\d.]*\s*(?:người|nhân khẩu|khẩu|dân)|dân số[^%;.]{0,40}\d{1,3}(?:\.\d{3})+|\d{1,3}(?:\.\d{3})+(?!\s?(?:ha|km|tỷ|triệu|đồng))"
        ),
    ),
    (re.compile(r" (?:dien tich|bao nhieu (?:ha|hec ta|km2)|area) "), re.compile(r"\d\s*(?:ha|km|m2|m²|héc|sào|mẫu)|%")),
)
#: A price or payment by the piece, and how documents write one: "3.500 đồng/kg", "mỗi hộ 80 triệu đồng".
_EACH_ASKED = re.compile(
    r" (?:bao nhieu|may|bn|nhieu) (?:tien |dong |nghin |ngan |trieu |ty ){1,2}(?:cho )?(?:mot|moi|1|tung) \w+| gia (?:\w+ ){0,12}bao nhieu (?:mot|1|moi) \w+| (?:moi|mot|1) \w+ (?:\w+ )?(?:duoc |la |gia |het |phai )*(?:bao nhieu|may|bn) (?:tien|dong|nghin|ngan|trieu)\b"
    r"| how much (?:is paid |money )?(?:per|a|each) | (?:per|for each) (?:kilo\w*|kg|person|household|head|tonne|hectare) "
)
_EACH_SAID = re.compile(r"/\s?[a-zà-ỹđ]+[23]?|\b(?:mỗi|một|từng|1|01)\s+\w+|đầu người|bình quân", re.I)
#: How somebody is reached or paid is said only by digits in a row, or an address.
_CONTACT = re.compile(
    r" (?:sdt|so dien thoai|dien thoai (?:so|nao)|so (?:dt|duong day nong|hotline|tai khoan)|hotline|email|phone|telephone|account number|website) "
)
_REACHED = re.compile(r"\b0\d{1,3}[\s.]?\d{3}[\s.]?\d{3,4}\b|\b\d{8,}\b|\b1[89]00[\s.]?\d{4}|@|https?://|www\.|\.vn\b")
#: "Bao nhiêu hộ …?" asks for a count, though a share may be all that is told.
_COUNTS = re.compile(
    r"^(?!.* (?:ty le|ti le|phan tram|muc|dat) ).* (?:bao nhieu|may|how many) (?!nam|thang|trong|o|cua|so|moi|vao|den|va|phan)\w"
)
_COUNT = re.compile(r"\d(?![\d.,]*\s?%)")
#: What is counted stands right after the asking word; a subject weighs at least this much.
_COUNTED = re.compile(r"\b(?:bao nhieu|may) (\w+(?: \w+)?)")
_NOUN = 1.5
_TWO_FIGURES = re.compile(r" (?:dien tich|area) .*(?:dan so|population) | (?:dan so|population) .*(?:dien tich|area) ")
_MEASURES = frozenset("tien ty trieu dong nghin nguoi ha phan".split())


#: Hours of the day are told by nothing else.
_HOURS_ASKED = re.compile(r" (?:opening|working|business|office) hours | (?:at|from) what time | gio (?:mo cua|lam viec|tiep dan|dong cua) ")


def only_sort(task: Task) -> bool:
    """Whether nothing but the sort of thing asked for can answer: a telephone number, an account, an hour."""
    asks_hours = ("deadline" in task.intents and " may gio " in task.folded) or bool(_HOURS_ASKED.search(task.folded))
    return asks_hours or bool(_CONTACT.search(task.folded))


def right_sort(task: Task, text: str) -> bool:
    """Whether a sentence holds the sort of thing asked for: a figure, a time, a role, a document number."""
    if _CONTACT.search(task.folded):
        return bool(_REACHED.search(text))
    if _HOURS_ASKED.search(task.folded):
        return bool(_HOUR.search(text))
    if "identifier" in task.intents:
        return bool(_NUMBERED.search(text) or re.search(r"\bsố \d", text))
    if task.intents & {"lead", "director", "coordinating"} and " ai " in task.folded:
        return bool(_ROLE.search(text))
    if task.intents & {"list", "overview", "cause", "compare", "definition"}:
        return True
    if "number" in task.intents:
        return _fits_units(task, text)
    if "deadline" in task.intents:
        return says_time(task, text)
    return True


def _fits_units(task: Task, text: str) -> bool:
    """Whether a text holds a figure that measures what is asked: a share, money, an area."""
    figures = _figures(text)
    if not re.search(r"\d", figures):
        return False
    if _EACH_ASKED.search(task.folded) and not _EACH_SAID.search(text):
        return False
    fitting = [bool(unit.search(figures)) for asked, unit in _UNITS if asked.search(task.folded)]
    # "Diện tích và dân số …?" asks for two figures, which may stand in two clauses.
    return any(fitting) if _TWO_FIGURES.search(task.folded) else all(fitting)


_KINDS = "nghi quyet|quyet dinh|chi thi|ket luan|ke hoach|nghi dinh|quy dinh|to trinh|cong van|thong tu|thong bao|luat|chuong trinh|bao cao|huong dan"
_KINDS_ENGLISH = {"resolution": "nghi quyet", "decision": "quyet dinh", "directive": "chi thi", "conclusion": "ket luan", "plan": "ke hoach", "decree": "nghi dinh", "regulation": "quy dinh", "circular": "thong tu", "law": "luat", "notice": "thong bao", "report": "bao cao"}
_ASKED_KIND = re.compile(rf"\b({_KINDS})\b")


#: Words that are one another's opposites in figures: who asks of the one is not answered with the other.
_OPPOSITES = (("thu", "chi"), ("nhap", "xuat"), ("sinh", "tu"))
_OPPOSED = tuple(
    (re.compile(rf"(?<!phan )\b{one} (?:ngan sach|thuong xuyen|dau tu|nsnn|khau|ngoai tinh)"), re.compile(rf"\b{other} (?:ngan sach|thuong xuyen|dau tu|nsnn|khau|ngoai tinh)"))
    for pair in _OPPOSITES
    for one, other in (pair, pair[::-1])
)


def contradicts(task: Task, text: str) -> bool:
    """Whether a text speaks of the opposite of what is asked ("thu ngân sách" for "chi ngân sách") and not of it."""
    folded = fold(text)
    return any(
        asked.search(task.folded) and not other.search(task.folded) and other.search(folded) and not asked.search(folded)
        and not re.search(r"\bthu,? (?:va )?chi\b", folded)
        for asked, other in _OPPOSED
    )


_PEOPLE_ASKED = re.compile(
    r"^(?!.* (?:ty le|ti le|toc do|tang|phat trien|mat do|gioi tinh|growth|rate|density) ).* (?:dan so(?! (?:tham gia|duoc|su dung|dung|co|trong|tu|la|o do|nhan|tiep can|mac|nghien))|so dan|so nhan khau|population|inhabitants) "
)


def says_no_figure(task: Task, text: str, row: bool = False) -> bool:
    """Whether a figure is asked for and a sentence holds none that measures anything, or none of the money asked for. The
    unit of a table's `row` may stand in the table's head; a share is no money there either."""
    if "number" not in task.intents or task.intents & {"list", "cause", "overview", "identifier", "definition", "footnote"}:
        return False
    figures = _figures(text)
    if not _DIGIT.search(figures):
        return True
    if _PEOPLE_ASKED.search(task.folded) and not _UNITS[2][1].search(figures):
        return True  # how many people live there is told by a count, not by a rate of growth
    if _ALTOGETHER.search(task.folded) and _COUNTS.search(task.folded) and not _COUNT.search(figures):
        return True  # "từ 3% tổng số đảng viên" does not tell how many there are
    return bool(_UNITS[1][0].search(task.folded)) and not (_COUNT if row else _UNITS[1][1]).search(figures)


_ALTOGETHER = re.compile(r" (?:tong cong|tong so|tat ca|het thay|in total|altogether|in all) ")
_MOMENT = re.compile(
    r"\d{1,2}/\d{1,4}\b|\b(?:năm|tháng|quý|ngày)\s+(?:\d|[IVX]+\b)|20\d\d|nhiệm kỳ|\b(?:hằng|hàng|mỗi|từng)\s+(?:năm|tháng|quý|tuần|ngày)|thường xuyên|định kỳ|khai giảng"
    r"|\b(?:cuối|đầu|giữa)\s+(?:năm|tháng|quý)|\bmùa\b|\bTết\b|\bdịp\b|\b(?:thứ|Thứ)\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|\d\s*(?:ngày|tháng|năm|tuần|giờ)\b",
    re.I,
)


#: "Hôm nào", "ngày nào" ask for a day; a quarter, a year or a term is none.
_DAY_ASKED = re.compile(r" (?:hom nao|ngay nao(?! cung)|ngay may|mung may|thu may|what day|which day|(?:what|which) date|exact date|exactly when) ")
_DAY = re.compile(r"\d{1,2}/\d{1,2}|\bngày\s+\d|\b\d{1,2}\s+tháng\s+\d|\b(?:thứ|Thứ)\s+(?:hai|ba|tư|năm|sáu|bảy)|[Cc]hủ nhật|khai giảng|\bTết\b")


def day_asked(folded: str) -> bool:
    """Whether a folded question asks for a day, which a month or a quarter does not tell."""
    return bool(_DAY_ASKED.search(folded))


def says_day(text: str) -> bool:
    """Whether a text names a day."""
    return bool(_DAY.search(text))


def says_no_time(task: Task, text: str) -> bool:
    """Whether a time is asked for, and a sentence names none: "300 m3/ngày" is no day."""
    if "deadline" not in task.intents or task.intents & {"list", "overview", "cause", "number", "identifier", "compare"}:
        return False
    if day_asked(task.folded) and not says_day(text):
        return True
    return not _MOMENT.search(text)


#: Places and institutions that are asked for by name, and what a sentence that names one holds.
_NAMES_ASKED = re.compile(
    r" (?:thon|ap|xom|khom|buon|to dan pho|khu pho|khu dan cu|truong|tuyen duong|con duong|lang nghe) nao (?!cung)"
    r"| (?:which|what) (?:villages?|hamlets?|schools?|streets?|residential (?:groups?|areas?)) | names? of (?:the )?(?:\w+ ){0,2}(?:villages?|hamlets?|schools?|streets?|candidates?|people|members|officials) "
    r"| (?:which|what) candidates | ten (?:cua )?(?:cac |nhung |\w+ )?(?:thon|ap|xom|truong|to dan pho|khu pho|ung vien) "
)
_NAMED = re.compile(
    r"\b(?:thôn|ấp|xóm|khóm|buôn|bản|tổ|tổ dân phố|khu phố|khu dân cư|KDC|trường|chợ|đường|làng|cầu|kênh|[Tt]iểu học|[Mm]ầm non|THCS|THPT)\s+(?:số\s+)?(?:[" + UPPER + r"]\w+|\d)"
    r"|(?<=[\w,;(–-] )(?!Trung ương|Ủy ban|Uỷ ban|Hội đồng|Mặt trận|Nhân dân|Thành phố|Đảng bộ|Đảng ủy|Nghị quyết|Quyết định|Kế hoạch|Ban Chấp|Bộ Chính|Chính phủ|Quốc gia|Nhà nước|Ban Thường|Tổ quốc)[" + UPPER + r"][a-zà-ỹđ]+\s+[" + UPPER + r"\d][a-zà-ỹđ]*"
)


def says_no_name(task: Task, text: str) -> bool:
    """Whether villages, schools, streets or candidates are asked for by name, and a text names none: "ở một số thôn"."""
    return bool(_NAMES_ASKED.search(task.folded)) and not _NAMED.search(nfc(text))


_FIRM_ASKED = re.compile(
    r" (?:cong ty|nha thau|doanh nghiep|tap doan|chu dau tu|ngan hang|don vi thi cong|don vi trung thau) (?:nao|gi|la ai) | (?:which|what) (?:contractor|company|firm|builder|investor|bank|developer) "
)
_FIRM = re.compile(
    r"\b(?:Công ty|công ty|CTCP|TNHH|Nhà thầu|nhà thầu|Tập đoàn|Doanh nghiệp|doanh nghiệp|Xí nghiệp|Liên danh|liên danh|Ngân hàng|Quỹ tín dụng|Hợp tác xã|HTX|chủ đầu tư|Chủ đầu tư|Viettel|VNPT|FPT|MobiFone)\b"
)


_COMMUNES_ASKED = re.compile(r" (?:tu|gom|gop|cua) (?:nhung |cac |may )?(?:xa|phuong) (?:cu )?nao | from which communes | which (?:former |old )?communes (?:\w+ ){0,3}merged ")
_COMMUNE_NAMED = re.compile(r"\b(?:xã|phường|thị trấn)\s+(?:cũ\s+)?(?!Các|Ban|Phòng|Hội|Trung|Ủy|Uỷ|Văn|Công|Mặt|Đoàn|Đảng)[" + UPPER + r"]\w*", re.U)


def says_no_commune(task: Task, text: str) -> bool:
    """Whether the communes are asked for of which another was made, and a sentence names none."""
    return bool(_COMMUNES_ASKED.search(task.folded)) and not _COMMUNE_NAMED.search(nfc(text))


def says_no_firm(task: Task, text: str) -> bool:
    """Whether a firm is asked for ("Công ty nào …?") and a sentence names none."""
    return bool(_FIRM_ASKED.search(task.folded)) and not _FIRM.search(nfc(text))


#: Facts of a person or a lender that nothing but their own words tells: when and where somebody was born, which country.
_ORIGINS = (
    (
        re.compile(r"(?<!hoc )(?<!ve )(?<!phat )(?<!tai )\bsinh (?:nam|ngay|thang) (?:nao|may|bao nhieu|gi)|\bque (?:o|quan|dau|goc)|\bque quan|(?:bao nhieu|may) tuoi roi|\b(?:born|birth(?:day|place)?|hometown|how old is)\b"),
        re.compile(r"\bsinh (?:năm|ngày|tháng)|\bquê\b|\btuổi\b|\bnguyên quán", re.I),
    ),
    (
        re.compile(r" (?:nuoc|quoc gia) nao (?!sach)| (?:which|what) countr(?:y|ies) "),
        re.compile(r"\b(?:nước ngoài|nước bạn|nước [A-ZĐ]|Nhật|Hàn Quốc|Pháp|Đức|Mỹ|Hoa Kỳ|Trung Quốc|Lào|Cam-?pu-?chia|Thái Lan|Na Uy|Đan Mạch|Ấn Độ|Úc|Australia|Hà Lan|Bỉ|Ý|Anh|Nga|Thụy [A-ZĐ]\w+|Singapore|Đài Loan|Malaysia|Phần Lan|Tây Ban Nha|Canada)\b"),
    ),
)


def says_no_origin(task: Task, text: str) -> bool:
    """Whether it is asked when or where somebody was born, or which country, and a sentence tells nothing of that."""
    return any(asked.search(task.folded) and not told.search(nfc(text)) for asked, told in _ORIGINS)


#: Measures that a question names, folded, and how documents print them: "bao nhiêu ha" is told by no number of trees.
_MEASURES_ASKED = (
    (re.compile(r" (?:bao nhieu|may|bn) (?:ha|hec ta|hecta|heta|mau) "), re.compile(r"\d\s*(?:ha|hecta|héc ta|mẫu|sào|km2|km²|m2|m²)\b")),
    (re.compile(r" (?:bao nhieu|may|bn) (?:km|cay so|ki lo met|kilomet) "), re.compile(r"\d\s*(?:km|m|mét|ki-?lô-?mét)\b")),
    (re.compile(r" (?:bao nhieu|may|bn) (?:tan|ta|kg|yen) (?!cong|binh|sinh|vien|bao|nan)"), re.compile(r"\d\s*(?:(?:nghìn|triệu)\s+)?(?:tấn|tạ|kg|yến)\b")),
)


def says_no_measure(task: Task, text: str) -> bool:
    """Whether hectares, kilometres or tonnes are asked for, and a sentence has none."""
    return any(asked.search(task.folded) and not told.search(nfc(text)) for asked, told in _MEASURES_ASKED)


def kind_numbered(task: Task, text: str) -> bool:
    """Whether a sentence gives the number of a document of the kind that is asked for: "Nghị quyết số 21/NQ-HĐND"."""
    kinds = set(_ASKED_KIND.findall(task.folded)) | {name for word, name in _KINDS_ENGLISH.items() if f" {word} " in task.folded}
    folded = fold(text)
    return any(re.search(rf"\b{kind}\b[^.;]{{0,40}}?\b(?:so )?\d+(?:/\d{{4}})?[-/][a-z]", folded) for kind in kinds)


def first_kind(folded: str) -> str:
    """The kind of document that a folded question names first, which is the one that it asks of; empty without any."""
    match = _ASKED_KIND.search(folded)
    return match.group(1) if match else ""


def asks_twice(folded: str) -> bool:
    """Whether a question asks for two figures ("… bao nhiêu hộ, mỗi hộ mấy triệu?"), which one of them does not answer."""
    return len(re.findall(r" (?:bao nhieu|may|bn|nhieu)\b(?! (?:lan nua|chua))| how (?:many|much) ", folded)) > 1


def only_share(task: Task, text: str) -> bool:
    """Whether a count is asked for and a sentence tells nothing but shares."""
    return bool(_COUNTS.search(task.folded)) and not _COUNT.search(_figures(text))


def counted(line: Line, asked: Concept) -> bool:
    """Whether a figure counts what is asked: "4 nghìn cây", "số đảng viên là 1.218"."""
    return any(
        re.search(
            rf" \d[\d.,/]*(?: (?:nghin|ngan|trieu|ty|ti|luot))? (?:\w+ )?{re.escape(option)} |(?: so|so luong|tong)(?: \w+)? {re.escape(option)}(?: \w+){{0,4}} \d",
            line.folded,
        )
        for option in asked.alternatives
    )


#: Numerals that open a question or stand before what it counts, as documents print them.
_NUMERALS = {word: number for number, word in enumerate("hai ba bon nam sau bay tam chin muoi".split(), 2)}
_NUMBERED_NOUN = re.compile(r"(?<![\d/.,] )\b(hai|ba|bon|nam|sau|bay|tam|chin|muoi|0?\d|1\d) (?!\d|thang |nam |ngay |ty |trieu |dong |phan |%|quy |cap |xa |tai )([a-z]+)")


def same_count(task: Task, line: Line) -> bool:
    """Whether a sentence counts what the question says there are so many of: "02 Ban" for "hai ban nào?", which names none."""
    for match in _NUMBERED_NOUN.finditer(task.folded):
        said = match.group(1)
        number = int(said) if said.isdigit() else _NUMERALS[said]
        if number > 1 and re.search(rf" 0?{number} {re.escape(match.group(2))} ", line.folded):
            return True
    return False


def counted_noun(task: Task, line: Line) -> bool:
    """The same as `counted` for a noun that says too little to be a concept ("mấy ban", "may chi bo"): right after a figure."""
    after = _COUNTED.search(task.folded) if "number" in task.intents and task.query.language == "vi" else None
    if after is None or after.group(1).split()[0] in _MEASURES or after.group(1).split()[0] in _NO_NOUNS:
        return False
    return bool(re.search(rf" \d[\d.]* {re.escape(after.group(1).split()[0])} ", line.folded))


#: What may follow "bao nhiêu" without being counted.
_NO_NOUNS = frozenset("la thi va o tai trong nam thang ngay so moi cua den vao de theo duoc roi vay a nhi".split())


def asked_count(task: Task, wanted: Sequence[Concept]) -> Concept | None:
    """The concept right after "bao nhiêu": what is to be counted; None where a question counts nothing by name."""
    after = _COUNTED.search(task.folded) if "number" in task.intents and task.query.language == "vi" else None
    if after is None:
        return None
    said = after.group(1).split()
    return next(
        (c for c in wanted if c.word not in _MEASURES and c.word.split()[0] == said[0] and c.word in (after.group(1), said[0])),
        None,
    )


def _figures(text: str) -> str:
    """A text without the digits that measure nothing: labels, numbers of documents, dates and years."""
    return _NO_FIGURE.sub(" ", text)


def measured(line: Line, wanted: Sequence[Concept]) -> float:
    """Share of the concepts that stand right before or after a figure: "1.218 đảng viên", "tỷ lệ hộ nghèo còn 0,2%"."""
    near = 0.0
    for concept in wanted:
        for option in concept.alternatives:
            word = re.escape(option)
            if re.search(rf" \d[\d.,]*(?: \w+)? {word} | {word}(?: \w+){{0,4}} \d", line.folded):
                near += concept.weight
                break
    total = sum(concept.weight for concept in wanted)
    return near / total if total else 0.0


def asked_noun(task: Task, wanted: Sequence[Concept]) -> Concept | None:
    """What a question counts or measures: the noun after "bao nhiêu", else the first that the question names.

    "Lương chủ tịch xã bao nhiêu?" is not answered by a figure of anything but pay.
    """
    if "number" not in task.intents or task.query.language != "vi" or not wanted:
        return None
    after = _COUNTED.search(fold(task.query.text))
    for concept in wanted if after else ():
        if after and concept.word not in _MEASURES and concept.word in (after.group(1), after.group(1).split()[0]):
            return concept
    return next((concept for concept in wanted if concept.weight >= _NOUN), None)


def fits_year(
    years: Sequence[str], text: str, headings: Sequence[str], title: str, period: str, strictly: bool, aim: bool = False
) -> bool:
    """Whether a sentence speaks of a year that the question names: it says so, or its place does.

    A figure (`strictly`) is that of a year only where the year is named, not a range of years around it; an `aim` is
    that of the range's last year.
    """
    own = set(re.findall(r"20\d\d", text))
    if own & set(years) or (not strictly and any(spans_year(text, year) for year in years)):
        return True
    if own:
        return not strictly and bool(single_years(title) & set(years))
    for heading in reversed(headings):  # the nearest that names a year dates what stands below it
        if named := set(re.findall(r"20\d\d", heading)):
            return bool(named & set(years)) or any(spans_year(heading, year) for year in years)
    if any(year in title for year in years):
        return True
    if any(year in period for year in years):
        spans = _RANGE.findall(period)
        # An aim of a programme is that of its last year, where it names none.
        return not (strictly and spans) or (aim and any(last in years for _, last in spans))
    return not strictly and any(spans_year(period, year) for year in years)


_RANGE = re.compile(r"(20\d\d)\s?[-–]\s?(20\d\d)")


def single_years(text: str) -> set[str]:
    """The years that a text names by themselves, not as an end of a span: of "2025 - 2030" none."""
    return set(re.findall(r"20\d\d", _RANGE.sub(" ", text)))


def spans_year(text: str, year: str) -> bool:
    """Whether a range of years in a text includes a year."""
    return any(int(a) <= int(year) <= int(b) for a, b in re.findall(r"(20\d\d)\s?[-–]\s?(20\d\d)", text))


def says_time(task: Task, text: str) -> bool:
    """Whether a text names a time; an hour where one is asked."""
    return bool((_HOUR if " may gio " in task.folded else _TIME).search(text))


def says_figure(text: str) -> bool:
    """Whether a text holds a figure that is no label, date or document number."""
    return bool(_DIGIT.search(_figures(text)))
