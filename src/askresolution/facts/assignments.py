"""Assignments of the genre: attribute blocks below an item, table rows, and sentences that give orders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from askresolution.domain import Document, Evidence, Node
from askresolution.facts.composed import Composed
from askresolution.facts.model import Assignment
from askresolution.parsing.tables import column_kind
from askresolution.reading import sentences
from askresolution.vietnamese import collapse, fold, nfc

#: What an attribute's name says it holds, folded; the first pattern that matches decides.
_ATTRIBUTES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("title", re.compile(r"^ten (?:nhiem vu|de an|ke hoach|du an|cong trinh|chuong trinh)|^noi dung nhiem vu|^nhiem vu$")),
    ("director", re.compile(r"chi dao|^lanh dao phu trach|^(?:nguoi|dong chi) phu trach|^chiu trach nhiem chi dao")),
    ("coordinating", re.compile(r"phoi hop")),
    ("lead", re.compile(r"chu tri|^co quan thuc hien|^don vi thuc hien|^co quan tham muu|^don vi tham muu|^co quan soan thao|^phu trach$")),
    ("draft_by", re.compile(r"du thao")),
    ("finish", re.compile(r"^thoi (?:gian|han) ban hanh|^ban hanh$")),
    ("draft_by", re.compile(r"(?:hoan thien|xay dung|soan thao|trinh|ban hanh|phe duyet) ?(?:de an|ke hoach|van ban|du thao|chuong trinh)?$|^thoi (?:gian|han) (?:hoan thien|xay dung|trinh|soan thao|ban hanh)")),
    ("finish", re.compile(r"hoan thanh|^thoi han|^tien do|ket thuc")),
    ("start", re.compile(r"trien khai|^bat dau|^thoi gian")),
    ("funding", re.compile(r"kinh phi|nguon (?:luc|von)|ngan sach")),
    ("result", re.compile(r"san pham|ket qua|hinh thuc van ban")),
)  # fmt: skip
_GIVEN = re.compile(
    r"(?:Giao|giao)\s+(?:cho\s+)?(?P<who>(?:các\s+)?đồng chí\s+.+?|.+?)\s+(?:chỉ đạo|trực tiếp chỉ đạo|phụ trách)\b", re.S
)
_COLON = re.compile(r"^\W*(?:\(?\w{1,4}[).]\s*)?(?P<name>[^:]{3,70}?)\s*:\s*(?P<value>.+)$", re.S)
#: What a title says is assigned: the noun that it opens with, after words that only say "draw up" or "carry out".
_MATTER = re.compile(
    r"[-+*•“\"\s]*(?:(?:nghiên cứu|xây dựng|triển khai|thực hiện|ban hành|hoàn thiện|tổ chức|tham mưu|trình(?: [A-ZĐ]\w*(?: \w+){1,3}?)?|và),?\s+)*"
    r"(đề án|kế hoạch|chương trình|dự án|nhiệm vụ|nghị quyết|quy chế|công trình)\b",
    re.I,
)
#: A label that names a matter of its own ("Đề án số 3:"), whose attributes are not those of what stands above it.
_NAMED_MATTER = re.compile(r"(?:đề án|kế hoạch|chương trình|dự án|nhiệm vụ|chuyên đề|công trình|mô hình)\b", re.I)
_PERIOD = re.compile(r"(?:cả |trong |toàn )?(?:nhiệm kỳ|giai đoạn)(?: \d{4}\s?[-–]\s?\d{4})|(?:cả|trong|toàn) nhiệm kỳ", re.I)
AGENCY_HEAD = (
    r"(?:Bộ|Ban|Ủy ban|Uỷ ban|UBND|HĐND|Hội đồng nhân dân|Phòng|Sở|Công an|Văn phòng|Trung tâm|Hội|Mặt trận|MTTQ|Ủy ban MTTQ|UBMTTQ|"
    r"Đảng ủy|Đảng uỷ|Thường trực|Ngân hàng|Thanh tra|Tòa án|Viện|Cục|Chi cục|Trạm|Trường|Đoàn|Liên đoàn|Công đoàn|Các|Cơ quan|Bảo hiểm|Ngành|Tổ|Đài|Kho bạc|Thuế|Ban Chỉ huy|BCH|UBKT|Chi bộ|Bộ trưởng|Thành viên|Quân sự|Chủ tịch)"
)
#: Verbs that say what is to be done; they end the list of agencies before them.
_VERBS = (
    "tham mưu|xây dựng|thực hiện|triển khai|tổ chức|rà soát|hướng dẫn|nghiên cứu|đề xuất|theo dõi|kiểm tra|hoàn thiện|trình|tổng hợp|đôn đốc|chỉ đạo|"
    "khẩn trương|chủ động|tiếp tục|tập trung|báo cáo|ban hành|đánh giá|tăng cường|đẩy mạnh|thành lập|lập|cân đối|bố trí|quản lý|giải quyết|xử lý|phối hợp|cập nhật|hoàn thành|"
    "đẩy nhanh|thúc đẩy|soạn thảo|vận hành|duy trì|tuyên truyền|giám sát|thẩm định|quy định|sửa đổi|kịp thời|sớm|thường xuyên|"
    "đưa|vận động|di dời|quy hoạch|số hóa|số hoá|mở|cấp|trồng|nâng cấp|sửa chữa|sửa|cải tạo|xóa|xoá|tạo|thí điểm|đào tạo|tập huấn|bồi dưỡng|huy động|"
    "tiếp nhận|công khai|niêm yết|điều tra|khảo sát|thống kê|phát động|chuẩn bị|khởi công|bàn giao|bồi thường|nâng cao|ngăn chặn|phòng ngừa|giới thiệu|"
    "quảng bá|phổ biến|quán triệt|ký kết|lắp đặt|lắp|trang bị|mua sắm|tích hợp|kết nối|đối khớp|làm sạch|rút ngắn|cắt giảm|thu hồi|thu gom|tháo dỡ|xác minh|"
    "xử phạt|diễn tập|huấn luyện|tuyển|khôi phục|gia cố|lồng ghép|phân bổ|ưu tiên|khám|tiêm|lãnh đạo|đầu tư|bảo đảm|đảm bảo|sắp xếp|chăm sóc|cắm|xét|thông tin"
)
#: Words after which such a word is part of a name or noun: "các tổ chức tín dụng", "hệ thống xử lý", "dự án đầu tư".
_NAMING = "".join(
    f"(?<!{word} )"
    for word in (
        "các",
        "Các",
        "ban",
        "Ban",
        "hệ thống",
        "dự án",
        "cơ quan",
        "đơn vị",
        "công tác",
        "việc",
        "những",
        "tổ",
        "quỹ",
        "Quỹ",
        "vụ",
    )
)
_DOES = rf"{_NAMING}(?:{_VERBS})\b"
_ORDER = re.compile(
    rf"(?:(?:Giao|giao|Yêu cầu|yêu cầu|Phân công|phân công)\s+(?:cho\s+)?)?(?P<lead>{AGENCY_HEAD}[^.;:]{{0,140}}?)\s+(?:là cơ quan\s+|làm đầu mối\s+|có trách nhiệm\s+|chịu trách nhiệm\s+)?chủ trì,?\s*"
    rf"(?:(?P<with>(?:và\s+)?phối hợp (?:chặt chẽ )?(?:với|cùng)\s+(?P<others>[^.;]+?))\s*(?:,\s*)?(?={_DOES}))?\s*(?P<what>(?:{_VERBS})\b.+)?$",
    re.S,
)
#: "Giao Trung tâm … phối hợp với … trồng mới …": an order that calls no one the lead.
_CHARGED = re.compile(
    rf"(?:Giao|Yêu cầu|Phân công)\s+(?:cho\s+)?(?P<lead>(?:{AGENCY_HEAD}|các)\b[^.;:,]{{0,90}}?),?\s+"
    rf"(?:(?:chủ động,?\s+)?phối hợp(?: chặt chẽ)?(?: (?:với|cùng))?\s+(?P<others>[^.;:]{{3,120}}?),?\s+)?(?P<what>{_DOES}.+)$",
    re.S,
)
#: "…; Phòng Văn hóa - Xã hội chủ trì, Đoàn Thanh niên phối hợp.": who leads a task that is said before.
_LED_AFTER = re.compile(
    rf"(?:[.;,]\s+|\bdo\s+)(?P<lead>{AGENCY_HEAD}[^.;:,]{{0,70}}?) chủ trì(?:(?:,| và)\s+(?P<others>{AGENCY_HEAD}[^.;:]{{0,110}}?) (?:cùng )?phối hợp)?\s*[.;]?\s*$"
)
_LEADS_BELOW = re.compile(
    rf"\W*(?:\(?[\w.]{{1,6}}[.)]\s+)?(?:Giao|Yêu cầu|Phân công)?\s*(?:cho )?(?P<lead>{AGENCY_HEAD}[^.;:]{{0,90}}?)\s+chủ trì"
    r"(?:,? (?:và )?phối hợp (?:chặt chẽ )?(?:với|cùng) (?P<others>[^:]{3,120}?))?(?:,? (?:thực hiện|triển khai|tổ chức thực hiện)[^:]{0,60})?\s*:\s*"
)
_SUBJECT_HEAD = re.compile(rf"^{AGENCY_HEAD}\b")
_DEADLINE = re.compile(
    r"(?:trước|trong|chậm nhất(?: là| trong)?|đến hết|hết)\s+(?:dịp\s+(?:lễ\s+)?)?(?:ngày\s+)?"
    r"(?:\d{1,2}(?:/\d{1,2}/\d{4}| tháng \d{1,2} năm \d{4})|tháng \d{1,2}(?:/\d{4}| năm \d{4})|quý [IVX]+(?:/| năm )\d{4}|năm \d{4}|(?:quý|tháng) [^\s,.;]+ năm \d{4}|\d{1,2}/\d{1,2} (?:hằng|hàng) năm|Tết Nguyên đán(?: (?-i:[A-ZĐ]\w+){1,2}| \d{4})?)"
    r"|(?:tại|trong)\s+kỳ họp (?:thường lệ )?(?:giữa|cuối|đầu) năm \d{4}",
    re.I,
)


#: Who directs a task, said at its end: "…; bà Hoàng Thị Nhâm, Phó Chủ tịch UBND xã trực tiếp chỉ đạo".
_DIRECTED = re.compile(r"[;,.]\s+(?P<who>(?:ông|bà|đồng chí|đ/c)\s[^;.]{3,90}?)\s+(?:trực tiếp\s+)?(?:chỉ đạo|phụ trách)$", re.I)


def assignments(document: Document) -> list[Assignment]:
    """Assignments of a document in reading order; none is read twice from the same node."""
    found: list[Assignment] = []
    used: set[str] = set()
    for node in document.root.walk():
        made = list(_from_heading(document, node, used) or _from_node(document, node, used))
        found.extend(made)
    return found


def _from_node(document: Document, node: Node, used: set[str]) -> Iterator[Assignment]:
    if node.kind == "table":
        yield from _from_table(document, node)
    elif node.kind in ("item", "section", "bullet", "paragraph") and node.text and node.id not in used:
        holder = document.nodes[node.shares] if node.shares else node
        fields = _block_fields(document, holder, used)
        if len(fields.keys() & {"lead", "director", "coordinating"}) >= 1 and len(fields) >= 2:
            yield _from_block(document, node, fields)
        elif node.kind in ("item", "bullet", "paragraph"):
            yield from _from_sentences(document, node)


def _from_heading(document: Document, node: Node, used: set[str]) -> list[Assignment]:
    """Tasks listed below "<cơ quan> chủ trì, phối hợp với …:": the heading names who leads each of them."""
    if not node.children or "chủ trì" not in nfc(node.text) or not nfc(node.text).rstrip().endswith(":"):
        return []
    reading = Composed(document, node)
    match = _LEADS_BELOW.fullmatch(reading.text)
    if match is None:
        return []
    lead = reading.evidence(match.start("lead"), match.end("lead"))
    others = {"coordinating": reading.evidence(match.start("others"), match.end("others"))} if match.group("others") else {}
    found = []
    for child in node.children:
        if child.kind in ("item", "bullet", "paragraph") and child.text:
            title = collapse(nfc(_own_words(child))).lstrip("-+*• ").rstrip(".;")
            deadline = _DEADLINE.search(title)
            whole = Evidence(document.id, child.id, child.spans)
            used.add(child.id)
            # "b) Chủ trì, phối hợp với Bộ Tài chính …" names who coordinates this one task.
            if own := list(_from_sentences(document, child)):
                found.extend(own)
                continue
            found.append(
                Assignment(
                    issuer=document.metadata.issuer,
                    document=document.id,
                    node=child.id,
                    kind=_matter(title),
                    title=title,
                    lead=collapse(match.group("lead")),
                    coordinating=split_agencies(match.group("others") or ""),
                    finish=deadline.group() if deadline else "",
                    evidence={"title": whole, "lead": lead, **others, **({"finish": whole} if deadline else {})},
                )
            )
    return found


def _block_fields(document: Document, holder: Node, used: set[str]) -> dict[str, tuple[str, Evidence]]:
    """(value, evidence) by field, from the attribute lines below a node."""
    fields: dict[str, tuple[str, Evidence]] = {}
    for line in _attribute_lines(holder):
        for name, value, evidence in _attribute(document, line):
            if name not in fields:
                fields[name] = (value, evidence)
                used.add(line.id)
    return fields


def _attribute_lines(holder: Node) -> Iterator[Node]:
    """The lines of a node's own attribute block: its children, and what stands below those that are attributes."""
    for child in holder.children:
        if child.kind not in ("bullet", "item", "paragraph", "section") or child.shares is not None or _NAMED_MATTER.match(nfc(child.label)):
            continue
        if not child.text:
            yield from _attribute_lines(child)
        elif _COLON.match(child.text) or _GIVEN.search(nfc(child.text)):
            yield child
            yield from _attribute_lines(child)


def _attribute(document: Document, line: Node) -> Iterator[tuple[str, str, Evidence]]:
    """Fields that one attribute line states: "Cơ quan chủ trì: Phòng Kinh tế", "Giao đồng chí … chỉ đạo …"."""
    reading = Composed(document, line)
    given = _GIVEN.search(reading.text)
    if given and len(given.group("who")) < 120:
        yield (
            "director",
            _without_comrade(given.group("who")),
            reading.evidence(given.start("who"), given.end("who")),
        )
    match = _COLON.match(reading.text)
    if match is None:
        return
    name = fold(match.group("name")).strip(" -+*•.0123456789()")
    field = next((field for field, pattern in _ATTRIBUTES if pattern.search(name)), "")
    if not field or (field == "director" and given) or (field != "director" and given and "to chuc thuc hien" in name):
        return
    value = match.group("value").strip().rstrip(".;")
    if field == "director":
        value = _without_comrade(value)
    yield (
        field,
        value,
        reading.evidence(match.start("value"), match.start("value") + len(match.group("value").rstrip(" .;"))),
    )


def _without_comrade(text: str) -> str:
    return re.sub(r"^(?:các\s+)?đồng chí\s+", "", text.strip())


def _from_block(document: Document, node: Node, fields: dict[str, tuple[str, Evidence]]) -> Assignment:
    if "title" in fields:
        title, proof = fields["title"]
    else:
        title, proof = node.heading or _own_words(node), Evidence(document.id, node.id, node.spans)
    values = {name: value for name, (value, _) in fields.items() if name != "title"}
    evidence = {name: proof for name, (_, proof) in fields.items()}
    coordinating = values.pop("coordinating", "")
    return Assignment(
        issuer=document.metadata.issuer,
        document=document.id,
        node=node.id,
        kind=_matter(node.label) if _NAMED_MATTER.match(nfc(node.label)) else _matter(title),
        title=collapse(nfc(title)),
        coordinating=split_agencies(coordinating),
        period=_period(title, values.get("start", "")),
        evidence={**evidence, "title": proof},
        **{name: collapse(nfc(value)) for name, value in values.items()},
    )


def _period(title: str, start: str) -> str:
    """The years that an assignment's title names, else those of carrying it out."""
    named = _PERIOD.search(nfc(title)) or _PERIOD.search(nfc(start))
    return collapse(named.group()) if named else ""


def _own_words(node: Node) -> str:
    return node.text.removeprefix(node.label).strip().rstrip(".;")


def _matter(title: str) -> str:
    match = _MATTER.match(nfc(title))
    return match.group(1).lower() if match else "nhiệm vụ"


def split_agencies(text: str) -> tuple[str, ...]:
    """Agencies of an enumeration: "Các phòng, ban, ngành, Ủy ban …, các cơ quan, đơn vị có liên quan".

    A comma separates agencies only before a new head noun; "các phòng, ban, ngành" stays one. "… có liên quan và
    các …" names two.
    """
    text = collapse(nfc(text)).rstrip(".;")
    if not text:
        return ()
    parts = re.split(
        r"[,;]\s+(?=(?:các|Các|Ủy|Uỷ|Ban|Phòng|Công an|Hội|Mặt|MTTQ|UBND|HĐND|Trung tâm|Văn phòng|Đoàn|Sở|Bộ|Đảng|Trạm|Trường|Thường trực)\b)"
        r"|(?<=liên quan) và (?=các\b)",
        text,
    )
    agencies: list[str] = []
    for part in parts:
        if agencies and re.match(r"(?:các|Các) (?:ngành|ban)\b", part) and len(part.split()) <= 2:
            agencies[-1] += f", {part}"
        else:
            agencies.append(part.strip())
    return tuple(agencies)


def _from_table(document: Document, table: Node) -> Iterator[Assignment]:
    rows = [child for child in table.children if child.kind == "table_row"]
    roles = _column_roles([cell.column for row in rows[:1] for cell in row.cells])
    if "lead" not in roles.values() or "title" not in roles.values() or _only_watched(roles):
        return
    for row in rows:
        values: dict[str, str] = {}
        evidence: dict[str, Evidence] = {}
        for cell in row.cells:
            role = roles.get(cell.column, "")
            if role and cell.text and role not in values:
                values[role] = collapse(nfc(cell.text))
                if role == "funding" and (unit := _MONEY_COLUMN.search(nfc(cell.column))) and re.fullmatch(r"[\d.,]+", values[role]):
                    values[role] += f" {unit.group(1).lower()}"  # "Kinh phí (tỷ đồng)": the head says what the figure is of
                evidence[role] = Evidence(document.id, row.id, cell.spans)
        if "title" not in values or not values.keys() & {"lead", "coordinating"}:
            continue
        coordinating = values.pop("coordinating", "")
        title = values.pop("title")
        yield Assignment(
            issuer=document.metadata.issuer, document=document.id, node=row.id, kind=_matter(title), title=title,
            coordinating=split_agencies(coordinating), period=_period(title, values.get("start", "")), evidence=evidence, **values,
        )  # fmt: skip


_MONEY_COLUMN = re.compile(r"[(,]\s*(?:đơn vị(?: tính)?:?\s*)?((?:nghìn |ngàn |triệu |tỷ |tỉ )?đồng|triệu|tỷ|tỉ)\s*\)?", re.I)


def _only_watched(roles: dict[str, str]) -> bool:
    """Whether a table lists indicators and who follows them, which is no one's task."""
    titled = next(column for column, field in roles.items() if field == "title")
    lead = next(column for column, field in roles.items() if field == "lead")
    return "chi tieu" in fold(titled) and "theo doi" in fold(lead)


def _column_roles(columns: Sequence[str]) -> dict[str, str]:
    """The field that each column fills; the first time column starts and the next finishes, where not named."""
    roles: dict[str, str] = {}
    for column in columns:
        name = fold(column)
        kind = column_kind(column)
        if kind == "task" and "title" not in roles.values():
            roles[column] = "title"
        elif kind == "agency":
            directs = re.search(r"chi dao|lanh dao|^(?:nguoi|dong chi|can bo) ", name)
            field = "coordinating" if "phoi hop" in name else "director" if directs else "lead"
            if field not in roles.values():
                roles[column] = field
        elif kind == "time" and re.match(r"ket qua|san pham", name):
            roles[column] = "result"
        elif kind == "time":
            roles[column] = "finish" if re.search(r"hoan thanh|thoi han|ket thuc|tien do|trinh", name) else "start"
        elif kind == "funding":
            roles[column] = "funding"
        elif re.search(r"ket qua|san pham", name):
            roles[column] = "result"
    if "finish" not in roles.values():
        lone = [column for column, field in roles.items() if field == "start"]
        if len(lone) == 1 and not re.search(r"trien khai|bat dau", fold(lone[0])):
            roles[lone[0]] = "finish"
    return roles


def _from_sentences(document: Document, node: Node) -> Iterator[Assignment]:
    """ "Giao … chủ trì, phối hợp với … <làm gì>", and "Chủ trì, phối hợp với …" below the agency that it is said to."""
    said = nfc(node.text).lower()
    if "chủ trì" not in said and not re.search(r"giao|yêu cầu|phân công", said):
        return
    reading = Composed(document, node)
    if (led := _led_after(document, node, reading)) is not None:
        yield led
        return
    places = list(sentences(reading.text))
    for place, (start, end) in enumerate(places):
        sentence = reading.text[start:end].strip()
        begin = start + (len(reading.text[start:end]) - len(reading.text[start:end].lstrip()))
        lifted = re.match(r"[-+*•\s]*(?:\(?[\w.]{1,6}[).]\s+)?", sentence)
        skip = lifted.end() if lifted else 0
        subject = _subject_above(document, node)
        text = sentence[skip:]
        implied = subject is not None and re.match(r"Chủ trì\b", text)
        agency = re.split(r",?\s+(?:chủ trì|có trách nhiệm|phối hợp)\b", nfc(subject.heading))[0] if subject else ""
        probe = f"{agency} chủ trì{text[7:]}" if implied else text
        called = "chủ trì" in probe.lower()
        match = _ORDER.search(probe) if called else _CHARGED.match(probe)
        if match is None or len(match.group("lead")) > 120 or not match.group("what"):
            continue
        made = _ordered(document, node, reading, match, (begin, begin + len(sentence)), subject if implied else None)
        made = made if made.finish else _finished_by(made, reading, places[place + 1 : place + 2])
        # Where no one is called the lead, it is a task only if it says who helps or by when.
        if called or made.finish or made.coordinating:
            yield made


def _finished_by(made: Assignment, reading: Composed, following: Sequence[tuple[int, int]]) -> Assignment:
    """An order whose deadline is the next sentence: "Hoàn thành trước ngày 30/11/2025."."""
    for start, end in following:
        sentence = reading.text[start:end]
        deadline = _DEADLINE.search(sentence)
        if deadline and re.match(r"\s*(?:Hoàn thành|Xong|Thời (?:gian|hạn)|Trình|Báo cáo kết quả)\b", sentence):
            evidence = {**made.evidence, "finish": reading.evidence(start, end)}
            return replace(made, finish=deadline.group(), evidence=evidence)
    return made


def _deadline(text: str) -> str:
    """The time by which a task is to be done: that of its end rather than of its beginning, else the first one."""
    ends = [
        match for match in _DEADLINE.finditer(text) if re.search(r"\b(?:hoàn thành|xong)\b[^;.]{0,40}$", text[: match.start()])
    ]
    found = ends[0] if ends else _DEADLINE.search(text)
    return found.group() if found else ""


def _led_after(document: Document, node: Node, reading: Composed) -> Assignment | None:
    """The task of an item whose last words say who leads it."""
    match = _LED_AFTER.search(reading.text)
    label = len(nfc(node.label)) if reading.text.startswith(nfc(node.label)) else 0
    title = reading.text[label : match.start()].strip(" -+*•.;,") if match else ""
    if match is None or "chủ trì" in title or len(title.split()) < 3:
        return None
    start = reading.text.index(title)
    finish = _deadline(title)
    directed = _DIRECTED.search(title)
    if directed:
        title = title[: directed.start()]
    director = reading.evidence(start + directed.start("who"), start + directed.end("who")) if directed else None
    proof = reading.evidence(start, start + len(title))
    who = reading.evidence(match.start("lead"), match.end())
    return Assignment(
        issuer=document.metadata.issuer,
        document=document.id,
        node=node.id,
        kind=_matter(title),
        title=collapse(title),
        director=collapse(directed.group("who")) if directed else "",
        lead=collapse(match.group("lead")),
        coordinating=split_agencies(match.group("others") or ""),
        finish=finish,
        evidence={
            "title": proof,
            "lead": who,
            "coordinating": who,
            "finish": proof,
            **({"director": director} if director else {}),
        },
    )


def _subject_above(document: Document, node: Node) -> Node | None:
    current = document.parents.get(node.id)
    while current is not None:
        parent = document.nodes[current]
        if parent.heading and _SUBJECT_HEAD.match(nfc(parent.heading)):
            return parent
        current = document.parents.get(current)
    return None


def _ordered(
    document: Document, node: Node, reading: Composed, match: re.Match[str], where: tuple[int, int], subject: Node | None
) -> Assignment:
    proof = reading.evidence(*where)
    lead_proof = Evidence(document.id, subject.id, subject.spans) if subject else proof
    finish = _deadline(match.group("what"))
    lead = re.sub(r"^(?:Giao|giao|Yêu cầu|Phân công)\s+(?:cho\s+)?", "", match.group("lead")).strip(" ,")
    return Assignment(
        issuer=document.metadata.issuer,
        document=document.id,
        node=node.id,
        kind="nhiệm vụ",
        title=collapse(nfc(match.group("what"))).rstrip(".;"),
        lead=collapse(nfc(lead)),
        coordinating=split_agencies(match.group("others") or ""),
        finish=finish,
        evidence={"title": proof, "lead": lead_proof, "coordinating": proof, "finish": proof},
    )
