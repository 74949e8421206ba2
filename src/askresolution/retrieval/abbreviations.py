"""Abbreviations: those of the genre, and those that the corpus itself defines ("Phòng cháy, chữa cháy (PCCC)")."""

from __future__ import annotations

import re
from collections.abc import Iterable

from askresolution.vietnamese import fold, nfc

#: Abbreviations of the genre and of everyday typing, folded, with their expansions.
GENRE: dict[str, tuple[str, ...]] = {
    "ubnd": ("ủy ban nhân dân",), "hdnd": ("hội đồng nhân dân",), "mttq": ("mặt trận tổ quốc",),
    "ubmttq": ("ủy ban mặt trận tổ quốc",), "ubkt": ("ủy ban kiểm tra",), "bch": ("ban chấp hành",),
    "btv": ("ban thường vụ",), "bcd": ("ban chỉ đạo",), "gpmb": ("giải phóng mặt bằng",),
    "tthc": ("thủ tục hành chính",), "antt": ("an ninh trật tự",), "ttatxh": ("trật tự an toàn xã hội",),
    "ttatgt": ("trật tự an toàn giao thông",), "atgt": ("an toàn giao thông",), "pccc": ("phòng cháy chữa cháy",),
    "cnch": ("cứu nạn cứu hộ",), "tkcn": ("tìm kiếm cứu nạn",), "pctt": ("phòng chống thiên tai",),
    "ntm": ("nông thôn mới",), "ocop": ("mỗi xã một sản phẩm",), "bhxh": ("bảo hiểm xã hội",),
    "bhyt": ("bảo hiểm y tế",), "khcn": ("khoa học công nghệ",), "kh&cn": ("khoa học và công nghệ",),
    "cds": ("chuyển đổi số",), "cchc": ("cải cách hành chính",), "kcn": ("khu công nghiệp",),
    "ccn": ("cụm công nghiệp",), "thcs": ("trung học cơ sở",), "thpt": ("trung học phổ thông",),
    "gddt": ("giáo dục và đào tạo",), "gd&dt": ("giáo dục và đào tạo",), "ktxh": ("kinh tế xã hội",),
    "vhxh": ("văn hóa xã hội",), "qpan": ("quốc phòng an ninh",), "cthd": ("chương trình hành động",),
    "dtc": ("đầu tư công",), "nsnn": ("ngân sách nhà nước",), "ns": ("ngân sách",), "htx": ("hợp tác xã",),
    "sxkd": ("sản xuất kinh doanh",), "dn": ("doanh nghiệp",), "tdtt": ("thể dục thể thao",),
    "attp": ("an toàn thực phẩm",), "nvqs": ("nghĩa vụ quân sự",), "dqtv": ("dân quân tự vệ",),
    "ccb": ("cựu chiến binh",), "lhpn": ("liên hiệp phụ nữ",), "ldld": ("liên đoàn lao động",),
    "cbcc": ("cán bộ công chức",), "cccc": ("công chức",), "ttpvhcc": ("trung tâm phục vụ hành chính công",),
    "tthcc": ("trung tâm phục vụ hành chính công",), "bvmt": ("bảo vệ môi trường",), "tnmt": ("tài nguyên môi trường",),
    "qsdd": ("quyền sử dụng đất",), "gcn": ("giấy chứng nhận",), "gcnqsdd": ("giấy chứng nhận quyền sử dụng đất",),
    "xdcb": ("xây dựng cơ bản",), "gtnt": ("giao thông nông thôn",), "btxh": ("bảo trợ xã hội",),
    "asxh": ("an sinh xã hội",), "ldtbxh": ("lao động thương binh xã hội",), "cnttt": ("công nghệ thông tin",),
    "cntt": ("công nghệ thông tin",), "dvc": ("dịch vụ công",), "dvctt": ("dịch vụ công trực tuyến",),
    "tp": ("thành phố",), "nq": ("nghị quyết",), "qd": ("quyết định",), "hpn": ("hội phụ nữ",), "hnd": ("hội nông dân",),
    "dtn": ("đoàn thanh niên",), "bqp": ("bộ quốc phòng",), "bct": ("bộ chính trị",), "tw": ("trung ương",),
    "ubndtp": ("ủy ban nhân dân thành phố",), "sxnn": ("sản xuất nông nghiệp",), "cnxd": ("công nghiệp xây dựng",),
    "tmdv": ("thương mại dịch vụ",), "ttcn": ("tiểu thủ công nghiệp",), "cn": ("công nghiệp",), "nn": ("nông nghiệp",),
    "tt": ("thông tin", "trung tâm"), "vbqppl": ("văn bản quy phạm pháp luật",), "tsvm": ("trong sạch vững mạnh",),
    "dv": ("đảng viên", "đơn vị", "dịch vụ"), "ubtv": ("ủy ban thường vụ",), "ubtvqh": ("ủy ban thường vụ quốc hội",), "cq": ("cơ quan",), "xh": ("xã hội",), "kt": ("kinh tế", "kiểm tra"),
    "mt": ("môi trường",), "gd": ("giáo dục",), "yt": ("y tế",), "vh": ("văn hóa",), "ct": ("chủ tịch", "chỉ tiêu"),
    "pct": ("phó chủ tịch",), "bt": ("bí thư",), "pbt": ("phó bí thư",), "kh": ("kế hoạch",), "da": ("đề án",),
    "nk": ("nhiệm kỳ",), "bq": ("bình quân",), "tndn": ("thu nhập",), "sp": ("sản phẩm",), "gtsx": ("giá trị sản xuất",),
    "qp": ("quốc phòng",), "an": ("an ninh",), "kq": ("kết quả",), "bc": ("báo cáo",), "kl": ("kết luận",), "nv": ("nhiệm vụ",),
    "du": ("đảng ủy",), "kp": ("kinh phí",), "hs": ("hồ sơ", "học sinh"), "ktr": ("kiểm tra",),
    "dvsn": ("đơn vị sự nghiệp",), "vphc": ("vi phạm hành chính",), "kktt": ("kinh tế tập thể",), "vsmt": ("vệ sinh môi trường",),
    "bhtn": ("bảo hiểm thất nghiệp",), "qlnn": ("quản lý nhà nước",), "cb": ("cán bộ", "chi bộ"), "nd": ("nhân dân",),
    "tk": ("tài khoản",), "gv": ("giáo viên",), "tdp": ("tổ dân phố",), "kdc": ("khu dân cư",), "nvh": ("nhà văn hóa",),
    "tyt": ("trạm y tế",), "dtts": ("dân tộc thiểu số",), "nts": ("nuôi trồng thủy sản",), "vsattp": ("vệ sinh an toàn thực phẩm",),
    "cnscd": ("công nghệ số cộng đồng",), "gpxd": ("giấy phép xây dựng",), "dh": ("đại hội", "đại học"), "cd": ("cao đẳng", "công đoàn"), "hn": ("hội nghị",), "cc": ("cơ cấu",), "th": ("tiểu học", "thực hiện"), "mn": ("mầm non",),
}  # fmt: skip

#: How people type on a phone, folded → what they mean.
TEENCODE: dict[str, str] = {
    "ko": "không", "k": "không", "hok": "không", "khong": "không", "kg": "không", "dc": "được", "đc": "được",
    "bn": "bao nhiêu", "bnhieu": "bao nhiêu", "bnhiu": "bao nhiêu", "bao nhiu": "bao nhiêu", "j": "gì", "z": "vậy", "ntn": "như thế nào", "vs": "với",
    "ng": "người", "bh": "bao giờ", "cx": "cũng", "lm": "làm", "trc": "trước", "ms": "mới", "nhiu": "nhiêu",
    "wa": "quá", "sd": "sử dụng", "xd": "xây dựng", "ph": "phối hợp", "p/h": "phối hợp", "thg": "tháng", "hqua": "hiệu quả",
    "td": "tín dụng", "ttin": "thông tin", "cty": "công ty", "tphố": "thành phố", "ngta": "người ta", "hđộng": "hoạt động",
}  # fmt: skip

_DEFINED = re.compile(r"((?:[^\W\d_]+[,\s/-]+){1,9})\(\s?([A-ZĐ][A-ZĐ&]{1,9})\s?\)")
_CALLED = re.compile(r"([^.;()“”]{6,90}?)\s*\(?(?:gọi tắt là|viết tắt là|sau đây gọi là)\s+“?([A-ZĐ][\wĐ ]{1,40}?)”?[\).,;]")


def defined_in(text: str) -> dict[str, str]:
    """Abbreviations that a text defines, with what they stand for: initials in brackets after their words."""
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(nfc(text)):
        words = re.findall(r"[^\W\d_]+", match.group(1))
        short = match.group(2).replace("&", "")
        for count in range(len(short), len(short) + 3):
            phrase = words[-count:]
            if len(phrase) == count and _abbreviates(short, phrase):
                found[match.group(2)] = " ".join(phrase)
                break
    return found


def _abbreviates(short: str, words: list[str]) -> bool:
    """Whether letters are the initials of the words, in order; words may be left out."""
    initials = iter(word[0].upper() for word in words)
    return words[0][0].upper() == short[0] and all(letter in initials for letter in short.upper())


class Abbreviations:
    """Expansions by folded abbreviation, and abbreviations by folded expansion."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._expansions: dict[str, tuple[str, ...]] = dict(GENRE)
        self.defined: dict[str, str] = {}
        for text in texts:
            for short, long in defined_in(text).items():
                self.defined.setdefault(short, long)
                key = fold(short)
                known = self._expansions.get(key, ())
                if fold(long) not in map(fold, known):
                    self._expansions[key] = (long, *known)
        self._shorts = {fold(long): short for short, longs in self._expansions.items() for long in longs if len(short) > 2}

    def expansions(self, token: str) -> tuple[str, ...]:
        """What a folded token may stand for; empty when it is no abbreviation."""
        return self._expansions.get(token, ())

    def shorts_of(self, phrase: str) -> list[str]:
        """The abbreviation of a folded phrase as a whole: "hoi dong nhan dan" is written "HĐND"."""
        short = self._shorts.get(phrase)
        return [short] if short else []

    def shorts_in(self, words: list[str]) -> list[str]:
        """Abbreviations whose expansion occurs among the folded words, in full and in order."""
        found = []
        for start in range(len(words)):
            for length in range(2, min(8, len(words) - start) + 1):
                short = self._shorts.get(" ".join(words[start : start + length]))
                if short:
                    found.append(short)
        return found
