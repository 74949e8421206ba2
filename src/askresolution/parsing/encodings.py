"""Bytes → text: UTF-8 and UTF-16, and the legacy encodings of Vietnamese, converted or refused by name.

TCVN3 (fonts .VnTime) and VNI (fonts VNI-Times) put Vietnamese letters on the code points of Latin letters:
read as Windows-1252 they are garbage. They are recognised by how much better the converted text looks.
"""

from __future__ import annotations

import re

from askresolution.errors import SourceError
from askresolution.vietnamese import fold, is_syllable, nfc

_TCVN3 = {
    0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ", 0xA8: "ă", 0xA9: "â", 0xAA: "ê",
    0xAB: "ô", 0xAC: "ơ", 0xAD: "ư", 0xAE: "đ", 0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ", 0xBB: "ằ",
    0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ", 0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ", 0xCC: "è",
    0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ", 0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ", 0xD7: "ì",
    0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị", 0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ", 0xE5: "ồ",
    0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ", 0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ", 0xEF: "ù",
    0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ", 0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự", 0xFA: "ỳ",
    0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
}  # fmt: skip

_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_LETTERS = re.compile(r"[^\W\d_]+")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text and the name of its encoding. Raises SourceError for binary data and unknown encodings."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding, name), encoding
    if b"\x00" in data:
        raise SourceError(
            f"{name}: là tệp nhị phân (có byte 0), không phải văn bản; cần .txt mã UTF-8, .docx, .pdf, .html hoặc .md"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, name)
    return _double_encoded(text)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).lstrip("\ufeff") if encoding != "utf-8" else data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise SourceError(f"{name}: ghi là {encoding} nhưng bị hỏng ở byte {exc.start}; hãy lưu lại tệp dưới dạng UTF-8") from exc


def _double_encoded(text: str) -> tuple[str, str]:
    """UTF-8 that holds the letters of a legacy font (text pasted from .VnTime or VNI-Times documents)."""
    sample = text[:20000]
    plain = _vietnamese_share(sample)
    if plain > 0.55 or len(_LETTERS.findall(sample)) < 20:
        return text, "utf-8"
    options = {"TCVN3": tcvn3(sample), "VNI": vni(sample)}
    best = max(options, key=lambda key: _vietnamese_share(options[key]))
    if _vietnamese_share(options[best]) > max(0.7, plain + 0.2):
        return (tcvn3(text) if best == "TCVN3" else vni(text)), best
    return text, "utf-8"


def _legacy(data: bytes, name: str) -> tuple[str, str]:
    latin = data.decode("cp1252", errors="replace")
    if sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in data[:100000]) > len(data[:100000]) * 0.01:
        raise SourceError(f"{name}: là tệp nhị phân, không phải văn bản; cần .txt mã UTF-8, .docx, .pdf, .html hoặc .md")
    options = {
        "Windows-1258": nfc(data.decode("cp1258", errors="replace")),
        "TCVN3": tcvn3(data.decode("latin-1")),
        "VNI": vni(latin),
    }
    shares = {key: _vietnamese_share(text[:20000]) for key, text in options.items()}
    best = max(shares, key=lambda key: shares[key])
    if shares[best] < 0.6:
        raise SourceError(
            f"{name}: không phải UTF-8 và cũng không nhận ra bảng mã cũ (TCVN3, VNI, Windows-1258); "
            "hãy mở tệp và lưu lại dưới dạng UTF-8"
        )
    return options[best], best


def tcvn3(text: str) -> str:
    """Text whose code points are TCVN3 bytes, as Unicode."""
    return text.translate(_TCVN3)


def vni(text: str) -> str:
    """Text in VNI (two-character letters on Windows-1252), as Unicode."""
    out: list[str] = []
    for char in text:
        lower = char.lower()
        base = out[-1] if out else ""
        if base and base[-1].lower() in "aăâeêioôơuưy" and len(base) == 1:
            mark = _vni_mark(base.lower(), lower)
            if mark is not None:
                composed = nfc(mark)
                out[-1] = composed.upper() if base.isupper() else composed
                continue
        single = _VNI_SINGLE.get(lower)
        out.append((single.upper() if char.isupper() else single) if single else char)
    return nfc("".join(out))


def _vni_mark(base: str, mark: str) -> str | None:
    if mark in _VNI_TONES:
        return base + _VNI_TONES[mark]
    if base in "aeo" and mark in _VNI_CIRCUMFLEX:
        return {"a": "â", "e": "ê", "o": "ô"}[base] + _VNI_CIRCUMFLEX[mark]
    if base == "a" and mark in _VNI_BREVE:
        return "ă" + _VNI_BREVE[mark]
    return None


def _vietnamese_share(text: str) -> float:
    """Share of words that are Vietnamese syllables in plain letters of the language; 0 to 1."""
    found = _LETTERS.findall(text)[:4000]
    if not found:
        return 0.0
    good = sum(_is_vietnamese(word) for word in found)
    return good / len(found)


def _is_vietnamese(word: str) -> bool:
    folded = fold(word)
    return folded.isascii() and is_syllable(folded) and (word.islower() or word.isupper() or word.istitle())
