"""What a question wants: a role, a time, a figure, a list, a cause … Patterns over folded words, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from askresolution.retrieval.understanding import SIGNER


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of question and the patterns that show it in Vietnamese (folded) or English."""

    name: str
    pattern: re.Pattern[str]


def _intent(name: str, vietnamese: str, english: str) -> Intent:
    return Intent(name, re.compile(rf"\b(?:{vietnamese})\b|\b(?:{english})\b"))


INTENTS: tuple[Intent, ...] = (
    _intent("signer", *SIGNER),
    _intent("director", r"(?:ai|nguoi nao|dong chi nao|lanh dao nao) (?:la nguoi )?(?:truc tiep )?chi dao|(?:ai|(?:nguoi|dong chi|lanh dao|can bo|ong|ba|vi|sep|chuc vu|chuc danh)(?: \w+){0,2} nao)\b.{0,25}\bchi dao|nguoi chi dao|do ai chi dao|ai chi dao|dong chi nao phu trach|chi dao xay dung|lanh dao chi dao", r"who directs?|directed by|directing official|who is directing|director"),
    _intent("coordinating", r"phoi hop|lam cung|cung lam|lam chung|cung (?:tham gia|thuc hien|trien khai|giup|lo)|chung tay|(?:cung|lam|ket hop|di) voi (?:ai|nhung ai|co quan nao|don vi nao|ben nao)|phu (?:giup|mot tay)|giup (?:suc|mot tay)|ben nao (?:giup|ho tro)", r"coordinat\w*|cooperat\w*|work(?:s|ing)? (?:together )?with|who (?:else )?(?:helps?|assists?|supports?)|(?:assisting|supporting|partner) (?:agenc\w+|bod\w+|offices?|units?)"),
    _intent("lead", r"chu tri|thuoc ve (?:ai|(?:co quan|don vi|phong|ban|nganh|bo phan|to chuc) nao)|trach nhiem chinh|(?:phan cong|giao) (?:cho )?(?:ai|(?:co quan|don vi|phong|ban|bo phan) nao)|(?:ai|nao) (?:dam trach|dam nhiem|duoc phan cong|cam trich|cam dau|ganh|nhan viec)|(?:viec|nhiem vu) (?:nay )?cua (?:ai|(?:co quan|don vi|phong|ban) nao)|\bai\b.{0,25}\bchiu trach nhiem|(?:phong|ban|co quan|don vi|to chuc|bo phan|khoi|nganh) nao\b.{0,25}\b(?:dung dau|dau moi|soan|lam|lo|chiu|giao|phu trach|dam nhiem|dam nhan)|giao (?:cho )?(?:\w+ ){0,2}nao|ben nao (?:di|phai|se|dung ra|chiu|lo|lam|nhan|duoc giao)|dung dau|(?<!phan )dau moi|phu trach|(?:ai|co quan nao|don vi nao|phong nao|ban nao|to chuc nao) (?:se |phai |duoc giao )?(?:lam|thuc hien|dam nhan|dung ra|lo|xay dung|trien khai|tham muu|chiu trach nhiem|quan ly|lanh dao)|giao (?:cho )?(?:ai|co quan nao|don vi nao|phong nao)|ai chiu trach nhiem|trach nhiem (?:cua )?ai|duoc giao cho ai", r"oversees?|leads?|leading|in charge|drafts?|drafting|responsible|who runs|who is tasked|assigned to|head(?:s|ed)?(?: up)?"),
    _intent("deadline", r"khi nao|bao gio|luc nao|thoi han|han chot|\bhan\b(?! che| muc| han)|thoi gian (?:hoan|trien khai|thuc hien|nao)|hoan thanh truoc|nam nao|thang nao|quy nao|ngay nao|moc thoi gian|den dau nam|bao lau|xong truoc|thoi diem|(?:thang|nam|ngay|quy|mung|vao thu) may(?! (?:trieu|ty|ti|dong|nghin|ngan|nguoi|ho|lan|vu|tan|ha|con|cai|buoi|suat)\b)|hom nao|may gio|bao lau", r"when|by when|deadline|due|what (?:is the )?(?:target )?(?:year|date|month|quarter|time)|target (?:year|date)|which (?:year|quarter|month)|how long (?:do|does|did|has|have|had|can|may|must|until|ago|after|before|(?:will|would|is|was) (?:it|this|that|they|he|she|the \w+(?: \w+)?) (?:take|last|run|valid|in force|open|given|allowed))|timeline|until"),
    _intent("funding", r"kinh phi|(?:ton|het|mat|chi|can|bo ra|du toan|tri gia)(?: (?:het|khoang|chung|tam|co|mat|tong cong))* (?:bao nhieu|may|nhieu|nhiu|bn) (?:tien|ty|ti|trieu|dong)|(?:chi|dau tu|bo|danh|rot) bao nhieu (?:cho|vao|de|nham)|(?:bao nhieu|may) (?:tien |dong )?von\b|muc dau tu|nguon (?:luc|von|kinh phi|tien)|\b(?:tien|von)\b.{0,170}\b(?:o dau|lay tu dau|lay dau|tu dau|dau ra)\b|ngan sach nao", r"what (?:sum|amount of money|budget)|fund(?:ing|ed|s)?|budget of (?:the |this )?(?:\w+ ){0,4}(?:scheme|plan|project|programme|task)|how much (?:does|do|will|would) .{0,170}cost|cost of|financ\w+|source of money|paid for|pays for"),
    _intent("result", r"san pham (?:cua|phai|ban giao|dau ra)\b.{0,170}\bgi|dau ra\b.{0,100}\bgi|ket qua (?:phai|can|ban giao)(?: \w+){0,2} gi|phai (?:nop|ban giao)(?: \w+){0,2} gi", r"deliverables?|expected (?:product|output)s?"),
    _intent("compare", r"so sanh|co (?:\w+ )?(?:khop|giong|trung|lech|venh|mau thuan) (?:\w+ )?(?:khong|ko|chua)|khop nhau|venh nhau|giong nhau|khac nhau|khac gi|chenh|cao hon|thap hon|som hon|muon hon|nhanh hon|truoc hon|gap hon|nhieu hon|it hon|giua (?:cac|hai|ba) xa|(?:xa|noi|phuong|ben|don vi|dia phuong|cho) nao (?:\w+ ){0,5}(?:cao|thap|nhieu|it|lon|hon)\b|moi xa|tung xa|doi chieu|ba xa|cac xa|hai xa|so voi|(?:bao nhieu|may|muc nao|the nao|muc \w+)\b.*\b(?:20\d\d|sang nam|nhiem ky toi)\b.*\b(?:bao nhieu|may|the nao)", r"how (?:did|has|have) .{3,80} chang(?:e|ed)|compar\w+|differ\w*|versus|vs|higher|lower|between the (?:two|three)|which commune|each commune|\beach\b|all three"),
    _intent("footnote", r"chu thich|ghi chu so|cuoc chu|footnote", r"footnotes?|endnotes?"),
    _intent("identifier", r"(?:nghi quyet|quyet dinh|chi thi|ket luan|ke hoach|nghi dinh|van ban|quy dinh|to trinh|cong van|thong tu|thong bao|(?<!ky )luat|de an) (?:(?:so )?(?:nao|may|gi)|so bao nhieu)|so hieu|\bso (?:va )?ngay (?:thang )?(?:ban hanh |ky )?(?:cua )?(?:van ban|nghi quyet|ket luan|quyet dinh|chi thi|ke hoach|to trinh|chuong trinh|bao cao)|so may|(?:^|\bcho biet )so (?:nghi quyet|ket luan|quyet dinh|chi thi|ke hoach|to trinh|nghi dinh|van ban|cong van|thong tu)|so van ban|so bao nhieu|van ban so", r"which (?:resolution|decision|directive|decree|document|law|plan|regulation|conclusion)|what (?:resolution|decision|directive|decree)|document number|number of the"),
    _intent("cause", r"vi sao|tai sao|nguyen nhan|ly do|do dau|tai dau|loi (?:do|tai|cua)|^ ?sao (?!cho)|vi dau|do nguyen nhan", r"why|causes?|reasons?|blames?|blamed"),
    _intent("number", r"bao nhieu|bao (?:tien|ty|trieu|dong|nguoi)|(?:^|(?<=tong ))so (?!hieu|may|nao|van ban|ky|quyet|bao)\w+|(?<!thang )(?<!nam )(?<!ngay )(?<!quy )(?<!vao thu )may(?! gio)|may (?:trieu|ty|ti|dong|nghin|ngan|nguoi|ho|vu|tan|ha|buoi|suat)\b|ty le|ti le|phan tram|so luong|tong so|muc (?:bao nhieu|nao)|dat (?:muc )?bao|gia tri|con so|dien tich|(?<!cong )dan so|nang suat|thu nhap|tong thu|tong chi", r"how (?:many|much|large|big|high|long|far|old)|what (?:\w+ )?(?:salary|wage|fee|price|tuition)|what (?:percent\w*|share|proportion|number|amount|rate|area|population|value|is the (?:area|population|rate|target(?! year| date)|total))|percentage|total"),
    _intent("list", r"(?:lam|lo|soan|phu trach|chu tri|duoc giao|om|ganh|dam nhan) (?:nhung |cac |may |bao nhieu )?(?:de an|ke hoach|nhiem vu)\b|lam (?:nhung )?(?:viec )?gi|(?:nhiem vu|viec) (?:gi|nao)|nhung (?:gi|\w+(?: \w+){0,5} (?:nao|gi))|liet ke|gom (?:nhung|cac)|cac \w+(?: \w+){0,5} (?:nao|gi|gom)|(?:ke|neu) (?:ten|ra|het|du|cho|giup)|danh sach|bao gom|nao\b.*\bnhung|gom (?:co |nhung |\w+ )?gi|la nhung|(?:nhung|cac) (?:han che|ton tai|khuyet diem|ket qua|giai phap|bai hoc|khau dot pha|de an|du an|cong trinh)\b(?!.* (?:bao nhieu|khi nao|ai) )|^(?:cho (?:toi |em |minh )?(?:hoi|biet) )?(?:hai|ba|bon|nam|sau|bay|tam|chin|muoi|\d{1,2}) (?!nam\b|thang\b|20\d\d)[a-z]\w*(?: \w+){0,9} (?:la gi|la nhung|la cai nao|gom|ten gi|ten la)|(?:hai|ba|bon|nam|sau|bay|\d{1,2}) (?:khau|nhiem vu|dot pha|chi tieu|nhom|giai phap|muc tieu|bai hoc|noi dung|de an|ke hoach|cong trinh|du an|tru cot|linh vuc)\b.{0,60}\b(?:gi|nao)", r"list|what are|which (?:\w+ ){0,3}(?:are|were|do|does)|name (?:all|the)|enumerate|name every"),
    _intent("overview", r"tom tat|van tat|net (?:chinh|lon|co ban|chung)|(?:vai|may|nhung) net|so luoc|so bo ve|diem (?:nhanh|lai|qua)|noi gon|noi ngan|\btom (?:giup|lai|gon|cho)|muc dich(?: va|,)? yeu cau|muc dich (?:gi|la gi|cua)|nham muc dich|tong quan|noi dung chinh|khai quat|noi (?:gi|ve dieu gi) ve|de cap (?:gi|den)|noi ve (?:gi|dieu gi|van de gi)|ve (?:van de|viec|dieu) gi|ve gi|gioi thieu|y chinh|dinh huong|phuong huong|nhung noi dung (?:gi|nao)|noi dung gi|noi (?:cai )?gi|tap trung vao (?:nhung |cac )?(?:mang|linh vuc|noi dung|viec|nhom)|dai y|tom gon|tom luoc|noi dung (?:cua|ve)|cac phan chinh|bo cuc|nhin chung|cai nhin|diem qua|tinh hinh .{3,60} (?:ra sao|the nao)|nhung mat (?:\w+ ){0,4}(?:nao|gi)|nhung diem|diem (?:chinh|chu yeu|cot loi|quan trong)|trinh bay (?:muc|phan|chuong|noi dung|tom tat|ngan gon)", r"summar\w+|briefly|in brief|the gist|overview|main points|outline|key points|what does .* (?:say|cover|contain)|brief"),
    _intent("name", r"ten (?:la )?gi|ho ten|ho va ten|la ai|ten ai|ten nguoi|dong chi nao|ong nao|ba nao|ai la|ai lam|ai dang|ai giu", r"who is|who was|whose|name of the (?:person|chair\w*|secretary|director|head|principal)|what is .* name"),
    _intent("definition", r"viet tat|nghia la gi|la viet tat|viet day du|ten day du|la gi\b", r"stands? for(?! (?:the|re|elections?)\b)|abbreviat\w+|what is meant|meaning of|mean by|full name"),
)  # fmt: skip


#: "mấy con hẻm", "mấy cái lò" only say that there are some, where something else is asked.
_SOME = re.compile(r"\bmay\b")
#: "Giáo dục của xã thế nào?", and nothing more precise, asks for the whole picture.
_HOW = re.compile(r"\b(?:the nao|ra sao|nhu nao|toi dau(?: roi)?|den dau(?: roi)?|kieu gi|sao roi)(?: (?:vay|the|a|nhi|roi|ha|trong .{3,30}|o .{3,30}))?$|noi chung chung|^(?:how (?:is|was|are|were|did|does|has|have)\b)")
#: "Mấy bài học", "mấy khâu đột phá": who asks how many there are wants to hear them.
_HOW_MANY_OF = re.compile(r"\bmay (?:bai hoc|khau|mui|nhom|giai phap|nguyen nhan|dot pha|diem nghen|han che|noi dung|nhiem vu|tru cot)\b")
#: "Ở mấy điểm dân cư nào", "mấy xã, xã nào": a plural, of which the names are asked.
_WHICH_OF_SEVERAL = re.compile(r"\bmay (?:\w+ ){1,5}(?<!hom )(?<!luc )(?<!khi )(?<!ngay )(?<!nam )(?<!thang )(?<!the )nao\b(?! nhat)")
_HOW_MANY_AND_WHICH = re.compile(r"\bmay (?P<thing>\w+)\b.{0,25}\b(?P=thing) nao\b")
#: "Vào năm bao nhiêu", "ký ngày bao nhiêu": a time, no figure.
_YEAR_ASKED = re.compile(r"\b(?:(?:vao|den|toi|tu|truoc|la|cuoi|dau) nam|(?:vao |den |tu |truoc |ky |hanh |la )(?:ngay|thang)) (?:bao nhieu|may|nhieu)\b")
_ELSE = frozenset(("signer", "director", "lead", "coordinating", "deadline", "cause", "name", "funding"))


def intents(folded: str) -> frozenset[str]:
    """Names of the intents that a folded question shows; several may hold at once."""
    found = {intent.name for intent in INTENTS if intent.pattern.search(folded)}
    if _HOW_MANY_OF.search(folded):
        found = (found - {"number"}) | {"list"}
    if _YEAR_ASKED.search(folded):
        found.add("deadline")
        if not _BY_NAME["number"].pattern.search(_YEAR_ASKED.sub(" ", folded)):
            found.discard("number")
    if _WHICH_OF_SEVERAL.search(folded):
        found.add("list")
        if not _BY_NAME["number"].pattern.search(_WHICH_OF_SEVERAL.sub(" ", folded)):
            found.discard("number")
    elif _HOW_MANY_AND_WHICH.search(folded):
        found.add("list")
    if not found and _HOW.search(folded):
        found.add("overview")
    if "number" in found and found & _ELSE and not _BY_NAME["number"].pattern.search(_SOME.sub("cac", folded)):
        found.discard("number")
    return frozenset(found)


_BY_NAME = {intent.name: intent for intent in INTENTS}
