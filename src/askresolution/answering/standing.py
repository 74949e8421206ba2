"""Whether a question and a sentence speak of what is aimed at or of what was reached: target and result are told apart."""

from __future__ import annotations

import re
from functools import lru_cache

from askresolution.vietnamese import fold

#: Headings under which documents of the genre set aims, and under which they report.
_AIM_HEADING = re.compile(
    r"\b(?:muc tieu|chi tieu|(?<!thuc hien )nhiem vu|giai phap|phuong huong|dinh huong|quan diem|noi dung chuong trinh|khau dot pha|to chuc thuc hien)\b"
)
_RESULT_HEADING = re.compile(
    r"\b(?:ket qua|han che|ton tai|tinh hinh|danh gia|uu diem|nguyen nhan|khuyet diem|bai hoc|thanh tuu)\b"
)
_AIM = re.compile(r"\b(?:phấn đấu|đến năm 20\d\d|chỉ tiêu|mục tiêu|trở lên|sẽ)\b", re.I)
_RESULT = re.compile(r"\b(?:ước đạt|đã|đạt được|cùng kỳ|trong năm|trong nhiệm kỳ, |hiện nay|hiện có|hiện trạng)\b", re.I)
_ASKS_AIM = re.compile(
    r" (?:phan dau|dat ra|dat muc tieu|muc tieu|chi tieu|dich|cai dich|nham toi|huong toi|du kien|muon|se|sap|sap toi|toi day|nhiem ky toi|nhiem ky moi|dinh|phai dat|can dat|den (?:het )?(?:nam )?20\d\d"
    r"|targets?|goals?|aims?|plan(?:s|ned)?|by 20\d\d|will|intends?|wants?|hopes?) "
)
_ASKS_RESULT = re.compile(
    r" (?:da|ket qua|thuc te|dat duoc|thuc hien duoc|uoc dat|hien nay|hien tai|hien co|hien|dang|vua qua|vua roi|nam qua|nam vua|nhiem ky qua|nhiem ky vua|roi"
    r"|did|was|were|achieved|reached|currently|now|has|have|had|actual) "
)


#: Words for the state reached, none of which is spelt like another word without diacritics ("đang" is like "đảng").
_NOW = re.compile(
    r" (?:hien nay|hien tai|hien co|(?<!thuc )(?<!phat )(?<!the )(?<!bieu )(?<!cai )hien|(?<!ngay )(?<!nam )(?<!viec )nay|9 thang|ca nam|nam 20\d\d dat|thuc te|da dat|dat duoc|ket qua"
    r"|currently|now|actual(?:ly)?|so far|achieved|reached) "
)


@lru_cache(maxsize=8192)
def speaks_of(text: str, headings: str) -> str:
    """ "aim", "result" or "" for a sentence under (folded) headings; its own words count before its place."""
    aim, result = bool(_AIM.search(text)), bool(_RESULT.search(text))
    if aim != result:
        return "aim" if aim else "result"
    aim, result = bool(_AIM_HEADING.search(headings)), bool(_RESULT_HEADING.search(headings))
    return "" if aim == result else "aim" if aim else "result"


def asks_of(folded: str) -> str:
    """ "aim", "result" or "" for a folded question with blanks around."""
    aim, result = bool(_ASKS_AIM.search(folded)), bool(_ASKS_RESULT.search(folded))
    return "" if aim == result else "aim" if aim else "result"


def asks_aim_and_result(folded: str) -> bool:
    """Whether a folded question sets what is reached beside what is aimed at: "hiện có mấy …, tới 2030 muốn mấy …?"."""
    return bool(_ASKS_AIM.search(folded) and _NOW.search(folded))


def other_standing(asked: str, text: str, headings: str) -> bool:
    """Whether a sentence tells an aim where a result is asked for, or the other way round."""
    wanted, own = asks_of(asked), speaks_of(text, fold(headings))
    return bool(wanted and own and wanted != own)
