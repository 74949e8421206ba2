"""What a reader finds in the documents, typed from their text: assignments and targets, one row each.

Nothing here comes from the program's output. Blanks are collapsed; letters are as printed, composed.
"""

from __future__ import annotations

from typing import NamedTuple


class Scheme(NamedTuple):
    """One scheme or plan of the action programme of xã Nguyễn Lương Bằng (II.3)."""

    kind: str
    title: str
    director: str
    lead: str
    coordinating: tuple[str, ...]
    period: str


class Row(NamedTuple):
    """One row of the appendix of the action programme of xã Nghi Dương."""

    label: str
    title: str
    lead: str
    coordinating: str
    start: str
    finish: str
    funding: str


class Aim(NamedTuple):
    """One target: item, indicator, change, comparator, value, unit, basis, period, part_of."""

    item: str
    indicator: str
    change: str
    comparator: str
    value: str
    unit: str
    basis: str
    period: str
    part_of: str


STANDING = "Phó Bí thư Thường trực Đảng uỷ"
CHAIR = "Phó Bí thư Đảng uỷ, Chủ tịch UBND xã"
_PARTY = (
    "Các cơ quan, tham mưu giúp việc Đảng uỷ",
    "các cơ quan, đơn vị có liên quan",
    "các chi bộ trực thuộc Đảng uỷ",
)
_DEPARTMENTS = ("Các phòng, ban chuyên môn thuộc UBND xã", "các cơ quan, đơn vị có liên quan")
_SECTORS = (
    "Các phòng, ban, ngành",
    "Uỷ ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội",
    "các cơ quan, đơn vị có liên quan",
)
_CELLS = "các chi bộ trực thuộc Đảng uỷ"
#: Said of every one of the twelve.
DRAFT_BY = "Hết tháng 11/2025"
START = "Cả nhiệm kỳ 2025 - 2030"

SCHEMES = (
    Scheme(
        "đề án", "Đề án “Nâng cao năng lực lãnh đạo, sức chiến đấu của các tổ chức đảng giai đoạn 2025 - 2030”",
        STANDING, "Ban Xây dựng Đảng Đảng uỷ", _PARTY, "giai đoạn 2025 - 2030",
    ),
    Scheme(
        "đề án",
        "Đề án “Đổi mới phương thức hoạt động của Uỷ ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội”",
        STANDING, "Cơ quan Uỷ ban Mặt trận Tổ quốc Việt Nam xã", _PARTY, "Cả nhiệm kỳ 2025 - 2030",
    ),
    Scheme(
        "đề án",
        "Đề án “Tăng cường ứng dụng tiến bộ khoa học công nghệ, nâng cao giá trị vùng sản xuất chuyên canh rau màu trên địa bàn xã”",
        CHAIR, "Phòng Kinh tế", _DEPARTMENTS, "Cả nhiệm kỳ 2025 - 2030",
    ),
    Scheme(
        "đề án",
        "Đề án “Phân loại, xử lý rác thải tại nguồn và thu gom, xử lý chất thải sinh hoạt trên địa bàn xã giai đoạn 2025 - 2030”",
        CHAIR, "Phòng Kinh tế", _DEPARTMENTS, "giai đoạn 2025 - 2030",
    ),
    Scheme(
        "đề án",
        "Đề án “Huy động nguồn lực đầu tư xây dựng hệ thống hạ tầng phát triển công nghiệp giai đoạn 2025 - 2030, định hướng đến năm 2035”",
        CHAIR, "Phòng Kinh tế", _DEPARTMENTS, "giai đoạn 2025 - 2030",
    ),
    Scheme(
        "đề án", "Đề án “Nâng cao chất lượng giáo dục xã Nguyễn Lương Bằng giai đoạn 2025 - 2030”",
        CHAIR, "Phòng Văn hoá - Xã hội", _SECTORS, "giai đoạn 2025 - 2030",
    ),
    Scheme(
        "đề án",
        "Đề án “Huy động các nguồn vốn đầu tư xây dựng, hoàn thiện hệ thống thiết chế văn hoá, thể thao trên địa bàn xã giai đoạn 2025 - 2030”",
        CHAIR, "Phòng Văn hoá - Xã hội", _SECTORS, "giai đoạn 2025 - 2030",
    ),
    Scheme(
        "đề án", "Đề án “Phát triển khoa học công nghệ, đổi mới, sáng tạo, chuyển đổi số giai đoạn 2025 - 2030”",
        CHAIR, "Phòng Văn hoá - Xã hội", _SECTORS, "giai đoạn 2025 - 2030",
    ),
    Scheme(
        "đề án",
        "Đề án “Nâng cao chất lượng, hiệu quả hoạt động của Trung tâm Phục vụ hành chính công xã Nguyễn Lương Bằng giai đoạn 2025 - 2030”",
        CHAIR, "Trung tâm Phục vụ hành chính công", (*_SECTORS, _CELLS), "giai đoạn 2025 - 2030",
    ),
    Scheme(
        "đề án",
        # "trận tự" is the document's own misprint.
        "Đề án “Thực hiện công tác xây dựng phong trào toàn dân bảo vệ an ninh Tổ quốc góp phần bảo đảm an ninh, trận tự trên địa bàn "
        "giai đoạn 2025 - 2030”",
        CHAIR, "Công an xã", (*_SECTORS, _CELLS), "giai đoạn 2025 - 2030",
    ),
    Scheme(
        "kế hoạch",
        # "kỷ luận" too.
        "Kế hoạch “Nâng cao chất lượng công tác kiểm tra, giám sát và thi hành kỷ luận Đảng của Đảng bộ xã Nguyễn Lương Bằng, "
        "nhiệm kỳ 2025 - 2030”",
        STANDING, "Cơ quan Uỷ ban Kiểm tra Đảng uỷ",
        ("Các cơ quan tham mưu, giúp việc Đảng uỷ", "Uỷ ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội",
         "các cơ quan, đơn vị có liên quan", _CELLS),
        "nhiệm kỳ 2025 - 2030",
    ),
    Scheme(
        "kế hoạch", "Kế hoạch thực hiện các công trình trọng điểm giai đoạn 2025 - 2030",
        CHAIR, "Phòng Kinh tế", _DEPARTMENTS, "giai đoạn 2025 - 2030",
    ),
)  # fmt: skip

_UBND, _ALL = "Ủy ban nhân dân xã", "Các cơ quan, đơn vị"
_CHI_BO = "Các chi bộ, đảng ủy trực thuộc"
_BOTH = "Ngân sách thành phố, ngân sách xã"
_WIDER = "Ngân sách thành phố, ngân sách xã, tổ chức, cá nhân"
_EACH = "Hằng năm"

APPENDIX = (
    Row("1.", "- Phấn đấu tỷ lệ kết nạp đảng viên mới hằng năm đạt từ 3% tổng số đảng viên trở lên. - Phấn đấu thành lập ít nhất 02 tổ chức cơ sở đảng "
        "trong doanh nghiệp ngoài nhà nước, hợp tác xã, đơn vị sự nghiệp công lập.", "Ban Xây dựng Đảng đảng ủy", _CHI_BO, "Năm 2025", "Năm 2030", _BOTH),
    Row("2.", "100% các tổ chức đảng trực thuộc được kiểm tra, giám sát trong nhiệm kỳ; thực hiện kiểm tra, giám sát chuyên đề đối với đảng viên, trong đó "
        "50% là người đứng đầu cấp ủy, cơ quan, đơn vị.", "Ủy ban Kiểm tra Đảng ủy", _CHI_BO, "Năm 2025", "Năm 2030", _BOTH),
    Row("3.", "Chỉ đạo thực hiện hoàn thành chỉ tiêu về hằng năm: thu ngân sách nhà nước trên địa bàn tăng bình quân từ 12% trở lên", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("4.", "Chỉ đạo thực hiện công tác giải ngân vốn đầu tư công bảo đảm giải ngân đạt 100%", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("5.", "Chỉ đạo xây dựng giao chỉ tiêu kinh tế - xã hội, giao dự toán thu – chi NS", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("6.", "Chỉ đạo triển khai thực hiện hoàn thành chỉ tiêu về giá trị sản xuất nông nghiệp, thủy sản", _UBND, _ALL, _EACH, _EACH, "TP, xã, tổ chức, cá nhân"),
    Row("7.", "Chỉ đạo thực hiện công tác phòng chống thiên tai, tìm kiếm cứu nạn và phòng thủ dân sự xã", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("8.", "Chỉ đạo việc tích tụ ruộng đất, xây dựng các vùng sản xuất hàng hóa tập trung, ứng dụng công nghệ cao; chuyển đổi cơ cấu cây trồng trên đất "
        "trồng lúa kém năng suất, kém hiệu quả khắc phục tình trạng bỏ ruộng không canh tác", _UBND, _ALL, _EACH, _EACH, "TP, xã, tổ chức, cá nhân"),
    Row("9.", "Chỉ đạo phân bổ và triển khai kế hoạch đầu tư công hằng năm", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("10.", "Thống kê đất đai hằng năm", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("11.", "Chỉ đạo công tác cấp Giấy chứng nhận quyền sử dụng đất ở lần đầu trên địa bàn xã hằng năm", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("12.", "Tăng cường công tác kiểm tra, phát hiện, xử lý các vi phạm về đất đai, xây dựng, thủy lợi, môi trường; giải quyết tranh chấp, đơn, thư phát "
        "sinh về đất đai", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("13.", "Chỉ đạo công tác phân loại, thu gom, xử lý, vận chuyển rác thải sinh hoạt trên địa bàn xã", _UBND, _ALL, _EACH, _EACH, _WIDER),
    Row("14.", "Chuyển đổi các hộ kinh doanh từ cá thể sang doanh nghiệp tư nhân", _UBND, _ALL, _EACH, _EACH, _WIDER),
    # The cell breaks after "2026-": a blank stands there in the reading text.
    Row("15.", "Triển khai tổ chức bầu cử đại biểu Quốc hội khóa XVI, HĐND các cấp nhiệm kỳ 2026- 2031", _UBND, _ALL, "Quý III/2025", "Quý I/2026", _BOTH),
    Row("16.", "Kiện toàn các chức danh do HĐND bầu nhiệm kỳ 2026-2031", _UBND, _ALL, "Quý I/2026", "Quý II/2026", _BOTH),
    Row("17.", "Triển khai thực hiện Đề án sắp xếp, sáp nhập thôn", _UBND, _ALL, "Theo chỉ đạo của Trung ương, thành phố", "", "Ngân sách thành phố"),
    Row("18.", "Nâng cao chất lượng giáo dục theo tinh thần Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo",
        _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("19.", "Xây dựng cơ sở vật chất, trang thiết bị dạy học, đội ngũ đáp ứng việc thực hiện chương trình giáo dục phổ thông 2018", _UBND, _ALL, "Hàng năm", "Hàng năm", _WIDER),
    Row("20.", "Bồi dưỡng giáo viên đáp ứng về trình độ chuyên môn, nghiệp vụ thực hiện chương trình giáo dục phổ thông 2018", _UBND, _ALL, "Hàng năm", "Hàng năm", _BOTH),
    Row("21.", "Xây dựng Chính quyền thân thiện", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("22.", "Hoàn thành phổ cập, xóa mù chữ", _UBND, _ALL, _EACH, _EACH, "Ngân sách TP, ngân sách xã"),
    Row("23.", "Xây dựng 70% trường học đạt chuẩn quốc gia mức độ 2", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("24.", "100% các trường học có 01 phòng học thông minh", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("25.", "Kế hoạch thực hiện tổng thể chương trình cải cách hành chính nhà nước giai đoạn 2026- 2030", _UBND, _ALL, "Năm 2026", "Năm 2030", _BOTH),
    Row("26.", "Hoàn thành 100% chỉ tiêu tuyển quân, nghĩa vụ công an nhân dân hằng năm", _UBND, _ALL, _EACH, _EACH, _BOTH),
    Row("27.", "Tỷ lệ điều tra phá án đạt 90% trở lên; không để hình thành điểm nóng, trọng điểm, phức tạp về an ninh trật tự", _UBND, _ALL, _EACH, _EACH, _BOTH),
)  # fmt: skip
#: Rows of the appendix that are a scheme or a plan by their titles; the others are tasks.
APPENDIX_KINDS = {"17.": "đề án", "25.": "kế hoạch"}

_TERM = "nhiệm kỳ 2025 - 2030"
_BY_2030 = "Đến năm 2030"
_RATED = "được đánh giá, xếp loại từ hoàn thành tốt nhiệm vụ trở lên"

#: Report 2025 of xã Nguyễn Lương Bằng, "I. CÁC CHỈ TIÊU NĂM 2026".
TARGETS_2026 = tuple(
    Aim(*row[:7], "năm 2026", row[7])
    for row in (
        ("1.", "tỷ lệ kết nạp đảng viên mới", "", ">=", "3", "%", "tổng số đảng viên Đảng bộ", ""),
        (
            "2.",
            "tổ chức cơ sở đảng, đảng viên được đánh giá xếp loại từ hoàn thành tốt nhiệm vụ trở lên",
            "",
            ">=",
            "90",
            "%",
            "",
            "",
        ),
        (
            "3.",
            "người đứng đầu cấp ủy, chính quyền xã đối thoại trực tiếp với Nhân dân theo quy định",
            "",
            "=",
            "100",
            "%",
            "",
            "",
        ),
        ("4.", "Tốc độ tăng tổng giá trị sản phẩm trên địa bàn", "", ">", "10", "%", "", ""),
        ("4.", "Nông nghiệp, thủy sản", "tăng", ">=", "1,5", "%", "", "Giá trị sản xuất các ngành"),
        ("4.", "Công nghiệp, xây dựng", "tăng", ">=", "15", "%", "", "Giá trị sản xuất các ngành"),
        ("4.", "Dịch vụ", "tăng", ">=", "12,0", "%", "so với năm 2025", "Giá trị sản xuất các ngành"),
        ("5.", "Thu nhập thực tế bình quân đầu người/năm", "", "=", "105", "triệu đồng", "", ""),
        (
            "6.",
            "Giá trị sản phẩm thu hoạch trên 01 ha đất trồng trọt và nuôi trồng thủy sản",
            "",
            ">",
            "195",
            "triệu đồng/ha",
            "",
            "",
        ),
        ("7.", "Tốc độ tăng tổng thu ngân sách trên địa bàn xã", "", ">", "10", "%", "", ""),
        ("8.", "Tỷ số giới tính khi sinh", "", "=", "117", "bé trai/100 bé gái", "", ""),
        ("9.", "Tỷ lệ lao động qua đào tạo", "tăng", ">=", "5", "%", "", ""),
        ("9.", "lao động có chứng chỉ", "", ">=", "32", "%", "", "Tỷ lệ lao động qua đào tạo"),
        ("10.", "Tỷ lệ lao động trong độ tuổi tham gia Bảo hiểm xã hội", "", "=", "55", "%", "", ""),
        ("10.", "tỷ lệ bao phủ Bảo hiểm y tế", "", "=", "96", "%", "dân số", ""),
        ("11.", "Tỷ lệ hộ nghèo của xã", "", "<", "0,2", "%", "", ""),
        ("12.", "thôn giữ vững và phát huy danh hiệu thôn văn hóa", "", "=", "14/14", "thôn", "", ""),
        ("12.", "số cơ quan, đơn vị, doanh nghiệp đạt danh hiệu cơ quan văn hóa", "", ">=", "85", "%", "", ""),
        ("12.", "số gia đình đạt danh hiệu gia đình văn hóa", "", "=", "97", "%", "", ""),
        ("13.", 'tập thể cơ quan, đơn vị đạt "Tập thể Lao động tiên tiến"', "", ">", "85", "%", "", ""),
        ("14.", "các trường học đều đạt chuẩn quốc gia", "", "=", "100", "%", "", ""),
        ("15.", "tỷ lệ dân số được sử dụng nước sạch", "", "=", "100", "%", "", ""),
        ("15.", "Tỷ lệ thu gom chất thải rắn sinh hoạt", "", "=", "98,5", "%", "", ""),
        ("16.", "Hoàn thành chỉ tiêu tuyển chọn và gọi công dân nhập ngũ", "", "=", "100", "%", "", ""),
        ("17.", "Tỷ lệ điều tra khám phá các loại tội phạm", "", ">", "75", "%", "", ""),
    )
)

#: Action programme of xã Nguyễn Lương Bằng, 1.2.1. and 1.2.2.
PROGRAMME_PARTY = (
    Aim("(1)", f"tổ chức đảng trực thuộc, đảng viên {_RATED}", "", ">", "90", "%", "", "Hằng năm", ""),
    Aim("(1)", "Đảng bộ xã hoàn thành tốt nhiệm vụ trở lên", "", "", "", "", "", "Hằng năm", ""),
    Aim("(2)", "tỷ lệ kết nạp đảng viên mới", "", ">=", "3", "%", "tổng số đảng viên", "hằng năm", ""),
    Aim(
        "(3)",
        "thành lập tổ chức đảng trong doanh nghiệp ngoài Nhà nước, hợp tác xã, đơn vị sự nghiệp công lập",
        "",
        ">=",
        "01",
        "tổ chức đảng",
        "",
        _TERM,
        "",
    ),
    Aim("(4)", "tổ chức đảng trực thuộc được kiểm tra, giám sát trong nhiệm kỳ", "", "=", "100", "%", "", _TERM, ""),
    Aim("(5)", "chính quyền xã được công nhận đạt chuẩn “Chính quyền thân thiện”", "", "", "", "", "", "đến năm 2027", ""),
    Aim("(6)", "Tỷ lệ giải quyết thủ tục hành chính đúng hạn", "", ">", "90", "%", "", _TERM, ""),
    Aim("(6)", "tỷ lệ hồ sơ trực tuyến mức độ 3, 4", "", ">", "80", "%", "", _TERM, ""),
    Aim(
        "(7)",
        "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội đạt hoàn thành tốt nhiệm vụ trở lên",
        "",
        "",
        "",
        "",
        "",
        _TERM,
        "",
    ),
)
PROGRAMME_ECONOMY = (
    Aim("(1)", "Thu ngân sách Nhà nước", "tăng bình quân", ">=", "10", "%", "", "hằng năm", ""),
    Aim("(2)", "tổng giá trị sản phẩm", "tăng bình quân", ">=", "10", "%", "", "Hằng năm", ""),
    Aim("(2)", "Nông nghiệp - thuỷ sản", "tăng bình quân", ">=", "2", "%", "", "Hằng năm", "tổng giá trị sản phẩm"),
    Aim("(2)", "Sản xuất công nghiệp - xây dựng", "tăng bình quân", ">=", "16", "%", "", "Hằng năm", "tổng giá trị sản phẩm"),
    Aim("(2)", "Dịch vụ, thương mại", "tăng bình quân", ">=", "10", "%", "", "Hằng năm", "tổng giá trị sản phẩm"),
    Aim(
        "(3)", "giá trị sản phẩm trên 1ha đất trồng trọt và nuôi trồng thuỷ sản", "", ">=", "230", "triệu đồng", "", _BY_2030, ""
    ),
    Aim("(4)", "thu nhập bình quân đầu người", "", ">", "150", "triệu đồng", "", "đến năm 2030", ""),
    Aim("(5)", "Vốn đầu tư từ nguồn Ngân sách cấp xã", "", "~", "250", "tỷ đồng", "", "giai đoạn 2026-2030", ""),
    Aim("(5)", "tỷ lệ giải ngân vốn đầu tư công cấp xã", "", ">", "95", "%", "", _TERM, ""),
    Aim("(6)", "hình thành khu công nghiệp", "", "=", "01", "khu công nghiệp", "", _BY_2030, ""),
    Aim("(6)", "tỷ lệ lấp đầy các cụm công nghiệp đang hoạt động", "", "=", "100", "%", "", _BY_2030, ""),
    Aim("(6)", "doanh nghiệp/1000 dân", "", ">=", "15", "doanh nghiệp/1000 dân", "", _BY_2030, ""),
    Aim("(7)", "hoàn thành nhiệm vụ xây dựng nông thôn mới", "", "", "", "", "", "Đến năm 2028", ""),
    Aim("(7)", "xây dựng đô thị", "", "", "", "", "", "khi có đủ điều kiện", ""),
    Aim(
        "(8)",
        "trường học trên địa bàn xã duy trì và nâng chuẩn theo tiêu chí trường đạt chuẩn quốc gia giai đoạn mới",
        "",
        "=",
        "100",
        "%",
        "",
        _BY_2030,
        "",
    ),
    Aim("(8)", "các trường được trang bị ít nhất 1 phòng học thông minh", "", "=", "100", "%", "", _BY_2030, ""),
    Aim("(8)", "Di chuyển, mở rộng trường học", "", "between", "02 đến 04", "trường học", "", _BY_2030, ""),
    Aim("(9)", "tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ", "", ">", "50", "%", "", "đến năm 2030", ""),
    Aim("(10)", "Trạm y tế đạt chuẩn Quốc gia theo tiêu chí Quốc gia về y tế xã", "", "", "", "", "", _BY_2030, ""),
    Aim(
        "(10)",
        "Thu hút dự án đầu tư xây dựng cơ sở y tế có quy mô tối thiểu 30 giường bệnh",
        "",
        "=",
        "01",
        "dự án",
        "",
        _BY_2030,
        "",
    ),
    Aim("(11)", "tỷ lệ lao động trong độ tuổi tham gia bảo hiểm xã hội", "", ">", "60", "%", "", _BY_2030, ""),
    Aim("(11)", "tỷ lệ người dân tham gia Bảo hiểm y tế", "", "=", "100", "%", "", _BY_2030, ""),
    Aim("(12)", "tỷ lệ gia đình văn hóa", "", ">=", "90", "%", "", "Hằng năm", ""),
    Aim("(12)", "giữ vững danh hiệu làng văn hoá", "", "=", "14/14", "thôn", "", "Hằng năm", ""),
    Aim("(13)", "Tỷ lệ số hộ dùng nước sạch", "", "=", "100", "%", "", _TERM, ""),
    Aim("(14)", "Tỷ lệ thu gom chất thải rắn sinh hoạt", "", ">", "90", "%", "", _TERM, ""),
    Aim("(15)", "không còn hộ nghèo theo chuẩn nghèo đa chiều", "", "", "", "", "", "đến năm 2028", ""),
    Aim("(16)", "Giữ vững an ninh chính trị, trật tự an toàn xã hội", "", "", "", "", "", _TERM, ""),
    Aim("(16)", "Tỷ lệ giải quyết tố giác, tin báo về tội phạm, kiến nghị khởi tố", "", ">", "95", "%", "", _TERM, ""),
    Aim("(17)", "hoàn thành các nhiệm vụ về công tác quốc phòng - quân sự địa phương", "", "", "", "", "", "Hằng năm", ""),
    Aim("(17)", "chỉ tiêu giao quân", "", "=", "100", "%", "", "Hằng năm", ""),
)

#: Political report of xã Nam Thanh Miện, part two, C.II.1. and C.II.2.
POLITICAL_PARTY = (
    Aim("(1)", "tỷ lệ kết nạp đảng viên mới", "", ">=", "1,5", "%", "tổng số đảng viên", "hằng năm", ""),
    Aim(
        "(2)",
        "thành lập tổ chức đảng trong doanh nghiệp ngoài nhà nước, hợp tác xã, đơn vị sự nghiệp ngoài công lập",
        "",
        ">=",
        "02",
        "tổ chức đảng",
        "",
        _TERM,
        "",
    ),
    Aim("(3)", "Đảng bộ hoàn thành tốt nhiệm vụ trở lên", "", "", "", "", "", "Hằng năm", ""),
    Aim("(3)", f"tổ chức đảng trực thuộc, đảng viên {_RATED}", "", ">", "90", "%", "", "Hằng năm", ""),
    Aim("(4)", "Tỷ lệ tổ chức đảng trực thuộc được kiểm tra, giám sát trong nhiệm kỳ", "", "=", "100", "%", "", _TERM, ""),
    Aim("(5)", "tỷ lệ giải quyết thủ tục hành chính đúng hạn", "", ">", "85", "%", "", "Hằng năm", ""),
    Aim("(5)", "tỷ lệ hồ sơ trực tuyến", "", ">", "88", "%", "", "Hằng năm", ""),
    Aim("(6)", "tỷ lệ hồ sơ thủ tục hành chính được xử lý trực tuyến", "", "=", "85", "%", "", _BY_2030, ""),
    Aim("(7)", "Chính quyền xã được công nhận chuẩn “Chính quyền thân thiện”", "", "", "", "", "", "năm 2027", ""),
    Aim("(8).", "UBMTTQ Việt Nam xã và các đoàn thể chính trị - xã hội đạt danh hiệu vững mạnh", "", "", "", "", "", _TERM, ""),
)
POLITICAL_ECONOMY = (
    Aim("(1)", "Thu ngân sách nhà nước trên địa bàn", "vượt", "=", "5", "%", "so với kế hoạch thành phố giao", _TERM, ""),
    Aim("(2)", "tổng giá trị sản phẩm trên địa bàn", "tăng bình quân", "=", "10,7", "%/năm", "", "Hằng năm", ""),
    Aim("(2)", "Khu vực Nông nghiệp, thuỷ sản", "tăng", "=", "4,8", "%", "", "Hằng năm", "tổng giá trị sản phẩm trên địa bàn"),
    Aim("(2)", "Khu vực Công nghiệp - xây dựng", "tăng", "=", "11,9", "%", "", "Hằng năm", "tổng giá trị sản phẩm trên địa bàn"),
    Aim("(2)", "Khu vực Dịch vụ", "tăng", "=", "15,5", "%", "", "Hằng năm", "tổng giá trị sản phẩm trên địa bàn"),
    Aim(
        "(3)", "giá trị sản phẩm trên 1 ha đất trồng trọt và nuôi trồng thủy sản", "", "=", "250", "triệu đồng", "", _BY_2030, ""
    ),
    Aim("(4)", "tỷ lệ giải ngân vốn đầu tư công cấp xã", "", ">=", "95", "%", "", "Hằng năm", ""),
    Aim("(5)", "hộ kinh doanh chuyển đổi thành doanh nghiệp", "", ">=", "05", "hộ kinh doanh", "", "Hằng năm", ""),
    Aim("(6)", "thu nhập bình quân đầu người trên địa bàn", "tăng hằng năm", "=", "10,7", "%", "", "Giai đoạn 2026 – 2030", ""),
    Aim("(7)", "xoá nghèo", "", "", "", "", "", "trước năm 2028", ""),
    Aim("(8)", "tỷ lệ gia đình được công nhận danh hiệu gia đình văn hóa", "", "=", "96", "%", "", "Hằng năm", ""),
    Aim("(8)", "các thôn giữ vững danh hiệu “làng văn hóa”", "", "=", "100", "%", "", "Hằng năm", ""),
    Aim("(9)", "tỷ lệ trường học các cấp đạt chuẩn Quốc gia", "", "=", "100", "%", "", _TERM, ""),
    Aim("(10)", "tỷ lệ cơ sở giáo dục được trang bị ít nhất 01 phòng học thông minh", "", "=", "100", "%", "", _BY_2030, ""),
    Aim("(10)", "mỗi cấp học mầm non, tiểu học, trung học cơ sở", "", ">=", "01", "nhà đa năng", "", _BY_2030, ""),
    Aim("(11)", "tỷ lệ dân số tham gia bảo hiểm y tế", "", ">=", "97", "%", "", _BY_2030, ""),
    Aim(
        "(12)",
        "Tỷ lệ người tham gia bảo hiểm xã hội",
        "",
        "=",
        "62,5",
        "%",
        "lực lượng lao động trong độ tuổi",
        "đến năm 2030",
        "",
    ),
    Aim(
        "(13)",
        "tỷ lệ trạm y tế xã đạt chuẩn Quốc gia theo Bộ tiêu chí Quốc gia về y tế xã",
        "",
        "=",
        "100",
        "%",
        "",
        _BY_2030,
        "",
    ),
    Aim("(14)", "xã đạt chuẩn nông thôn mới kiểu mẫu", "", "", "", "", "", _BY_2030, ""),
    Aim("(15)", "tỷ lệ dân số được sử dụng nước sạch", "", "=", "100", "%", "", "Hằng năm", ""),
    Aim("(16)", "tỷ lệ thu gom chất thải rắn sinh hoạt", "", "=", "100", "%", "", "Hằng năm", ""),
    Aim(
        "(17)",
        "hoàn thành chỉ tiêu tuyển chọn, gọi công dân nhập ngũ và tham gia nghĩa vụ công an nhân dân",
        "",
        "=",
        "100",
        "%",
        "",
        "Hằng năm",
        "",
    ),
)
