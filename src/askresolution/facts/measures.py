"""Figures in running text: comparator, value, unit, change, basis and period, as the genre writes them.

"đạt trên 195 triệu đồng/ha", "tăng bình quân 10% trở lên", "từ 02 đến 04 trường học", "bằng 136,42% dự toán".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"\d+(?:[.,]\d+)*(?:/\d+(?:[.,]\d+)*)?(?![\d/]|-(?-i:[A-ZĐ])|[.,]\d|(?-i:[A-ZĐ]))"
#: Words before a value, and the relation that each states.
_BEFORE = (
    (">=", r"từ|ít nhất|tối thiểu(?: là)?|không dưới|không thấp hơn|ít nhất là"),
    ("<=", r"không quá|không vượt quá|tối đa(?: là)?|nhiều nhất|không cao hơn"),
    (">", r"trên|hơn|cao hơn|lớn hơn"),
    ("<", r"dưới|thấp hơn|nhỏ hơn|chưa đến"),
    ("~", r"khoảng|gần|xấp xỉ|ước khoảng|trên dưới"),
)
_ANY_BEFORE = "|".join(sorted((word for _, words in _BEFORE for word in words.split("|")), key=len, reverse=True))
_COUNTED = (
    r"tổ chức cơ sở đảng|tổ chức đảng|chi bộ|đảng viên|đồng chí|cán bộ|công chức|hội viên|đoàn viên|người|hộ kinh doanh|hộ nghèo|hộ dân|hộ|khẩu|"
    r"lao động|doanh nghiệp|hợp tác xã|tổ hợp tác|khu công nghiệp|cụm công nghiệp|khu dân cư|khu|cụm|dự án|công trình|mô hình|"
    r"sản phẩm OCOP|sản phẩm|trường học|trường|phòng học thông minh|phòng học|cơ sở giáo dục|cơ sở|nhà đa năng|nhà văn hóa|nhà máy|nhà|lớp|học sinh|giường bệnh|"
    r"bác sĩ|trạm y tế|thôn|xã|phường|làng|bản|buôn|ấp|xóm|khu phố|chi hội|chi đoàn|tổ dân phố|tuyến đường|tuyến|cuộc|hội nghị|buổi|lượt khách|lượt người|lượt|vụ|con|cây|đàn ong|đàn|"
    r"nghị quyết|đề án|kế hoạch|chỉ tiêu|hồ sơ|đơn|tiêu chí|điểm|mét|ý kiến|suất|máy|thiết bị|tàu|lồng|bè|vùng|mã số|nhiệm vụ|việc làm|"
    r"bé trai|trẻ|em|danh hiệu|giải|câu lạc bộ|tổ"
)
_PLAIN = (
    r"%|‰|(?:nghìn |ngàn |triệu |tỷ |tỉ |trăm )*(?:đồng|USD|đô la(?: Mỹ)?)|(?:nghìn|triệu|tỷ|tỉ)\b(?! (?:lượt|con|cây|người|tấn))|"
    r"(?:nghìn |triệu |vạn )?(?:tấn|tạ|kg|gram|ha|héc-ta|km2|km²|km|m2|m²|m3|m³|lít|kWh|MW)\b"
)
_UNIT = rf"(?:(?:nghìn |triệu |vạn |trăm )?(?:{_COUNTED})\b|{_PLAIN})(?:/\s?(?:\d[\d.]*\s?)?[^\W\d_]+2?(?: (?:gái|trai|dân|người|viên|vị))?)*"
_VERB = (
    r"(?:ước tính |ước |dự kiến |phấn đấu |cơ bản |đã |(?<!thực )(?<!thể )hiện |sẽ |đều )*(?:(?:đạt|chiếm)(?: tỷ lệ| tỉ lệ| tỷ trọng| mức| bình quân| được| giá trị| khoảng(?= khoảng))*|"
    r"(?:tăng|giảm)(?: trưởng| bình quân| trung bình| hằng năm| hàng năm| thêm| lên| xuống| còn)*|"
    r"vượt(?: mức)?|bằng|duy trì(?: ở mức)?|ở mức|xuống(?: còn)?|lên(?: đến| tới)?|còn|là|có|ước|thu hút|=|:)"
)
MEASURE = re.compile(
    rf"(?:(?P<verb>(?<!\w){_VERB})\s*)?(?:\b(?P<before>{_ANY_BEFORE})\s+)?(?<![\w.,/-])(?P<value>{_NUMBER})(?:\s?%(?=\s?(?:đến|tới|-|–)\s?\d))?"
    rf"(?:\s?(?:đến|tới|-|–)\s?(?P<upper>{_NUMBER}))?\s?(?P<unit>{_UNIT})?(?P<after>\s+trở (?:lên|xuống)\b)?",
    re.I,
)
#: Words right before a number that make it a date, a label or a name and no value.
_NO_VALUE = re.compile(
    r"(?:\b(?:năm|tháng|ngày|quý|(?<!dân )số|thứ|khóa|khoá|lần|nhiệm kỳ|giai đoạn|điều|khoản|mức độ|cấp độ|lớp|khối|hạng|loại|đề án|quốc lộ|đường|tỉnh|chỉ thị|quy định|"
    r"nghị quyết|kết luận|tuổi|phiên bản|ban công tác)|\d\s?[,–-])\s*$",
    re.I,
)
#: "giảm từ 2,2% (2021) xuống dưới 1% (2025)": the first figure is where the change began and no value.
_LEAVES = re.compile(r"\b(?:tăng|giảm)(?: dần)?\s+từ\s+$", re.I)
_ARRIVES = re.compile(r"\s*(?:\([^)]{1,20}\)|(?:năm|vào năm|đầu nhiệm kỳ)[^,;.]{0,20}?)?\s*(?:xuống|lên|còn|đến)\b", re.I)
_YEARS = r"\d{4}(?:\s?[-–]\s?\d{4})?"
PERIOD = (
    rf"(?:(?:đến hết|đến cuối|đến|từ|trong|vào|trước|hết|cuối|tính đến|bình quân|ước)\s+)*(?:trong\s+)?"
    rf"(?:(?:năm|nhiệm kỳ|giai đoạn|quý [IVX]+(?:/| năm )|tháng \d{{1,2}}(?:/| năm ))\s?{_YEARS}|ngày \d{{1,2}}/\d{{1,2}}/\d{{4}}|"
    r"(?:\d{1,2}|ba|sáu|chín) tháng(?! tuổi)(?: (?:đầu|cuối) năm(?: \d{4})?)?|tháng \d{1,2}(?![\d/])|hằng năm|hàng năm|mỗi năm|cả năm(?: \d{4})?|khi (?:có )?đủ điều kiện)"
)
_BASIS = re.compile(
    r"\s*(?P<basis>(?:so với|so|tổng|kế hoạch|dự toán|chỉ tiêu|dân số|lực lượng|số |diện tích|mục tiêu|cùng kỳ|vốn|trên tổng)\b(?:(?! và (?:tăng|giảm|vượt|đạt))[^,;.()=:]){0,90})",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a text: `text[start:end]` holds it with its verb and comparator; `after` ends its basis.

    `comparator` is one of "=", ">=", ">", "<=", "<", "~", "between"; `value`, `unit`, `change` ("tăng bình quân",
    "bằng"; empty for a level) and `basis` ("so với cùng kỳ") are as printed.
    """

    comparator: str
    value: str
    unit: str
    change: str
    basis: str
    verb: str
    start: int
    end: int
    after: int


#: Words this far before a value can tell that it is none.
_REACH = 40


def measures(text: str) -> list[Measure]:
    """Every figure of a text that can be a value, in order; dates, document numbers and labels are none."""
    found = []
    for match in MEASURE.finditer(text):
        before = text[max(0, match.start("value") - _REACH) : match.start("value")]
        if match.group("before") is None and not match.group("verb") and _NO_VALUE.search(before):
            continue
        if _is_year(match) or (_LEAVES.search(before) and _ARRIVES.match(text, match.end())):
            continue
        found.append(_measure(text, match))
    return found


def _is_year(match: re.Match[str]) -> bool:
    return not match.group("unit") and bool(re.fullmatch(r"(?:19|20)\d\d", match.group("value")))


def _measure(text: str, match: re.Match[str]) -> Measure:
    value, unit = match.group("value"), match.group("unit") or ""
    percent = text[match.end("value") : match.end("value") + 2].lstrip().startswith("%")
    if match.group("upper"):
        value = text[match.start("value") : match.end("upper")]
    elif percent and not unit:
        unit = "%"
    verb = (match.group("verb") or "").strip()
    change = re.search(r"(?:tăng|giảm|vượt|bằng|=).*$", verb, re.I)
    level = re.search(r"(?:lên|xuống|còn)$", verb)
    basis = _BASIS.match(text, match.end())
    said, after = (basis.group("basis").strip(), basis.end()) if basis else ("", match.end())
    upward = re.search(r"\s*trở (lên|xuống)\b.*$", said)
    return Measure(
        comparator=_comparator(match, upward.group(1) if upward else ""),
        value=value,
        unit=unit,
        change=change.group().strip() if change and not level else "",
        basis=said[: upward.start()] if upward else said,
        verb=verb,
        start=match.start(),
        end=match.end(),
        after=after,
    )


def _comparator(match: re.Match[str], beyond: str) -> str:
    if match.group("upper"):
        return "between"
    said = (match.group("before") or "").lower()
    if said and said != "từ":
        return next(sign for sign, words in _BEFORE if re.fullmatch(words, said))
    beyond = beyond or (match.group("after") or "").strip().removeprefix("trở ")
    return {"lên": ">=", "xuống": "<="}.get(beyond, ">=" if said else "=")
