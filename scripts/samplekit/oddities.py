"""Files that are no form, no table, no document, or not read by this program."""

from . import docx
from .hunan import EMERGENCY, department_form
from .model import Cell, Sample, Table


def prose_only():
    """Layout 25."""
    words = [
        ("2024年部门整体支出绩效目标说明", "title"),
        "一、部门概况。青枫县气象服务站负责全县公共气象服务和气象灾害预警信息发布。",
        "二、绩效目标。产出指标：数量指标方面，全年发布预警信息不少于60期；质量指标方面，晴雨预报准确率达到88%以上；时效指标方面，预警信息在10分钟内发布。",
        "三、效益指标：社会效益方面，公众预警信息覆盖率达到95%；满意度方面，公众满意度达到85分以上。",
    ]
    return Sample("prose-only.docx", "indicators written as paragraphs: no table, so no rows are read", docx.document(*words))


def no_form():
    """A table about something else."""
    table = Table([1500, 2500, 2500, 2000]).add("序号", "会议室", "可容纳人数", "备注")
    for line in [("1", "一号会议室", "40", "有投影"), ("2", "二号会议室", "16", ""), ("3", "多功能厅", "120", "需提前预约")]:
        table.add(*line)
    table.add(Cell("合计", 2), "176", "")
    return Sample("no-form.docx", "a table that is no performance form: reported whole", docx.document(("会议室一览表", "title"), table))


def unknown_form():
    """A form of a kind of its own: docs/mappings.md writes its mapping."""
    table = Table([1500, 1700, 2600, 1600, 1000, 1300])
    table.add("责任单位", Cell("松陌县市场监督管理局", 2), "重点工作", Cell("食品安全放心县创建", 2))
    table.add("工作方向", "工作类别", "考核事项", "年度要求", "分数", "责任科室")
    table.add(Cell("产出", rows=3), Cell("数量", rows=2), "食品抽检批次", "≥1,200批次", "30", "食品科")
    table.add("农贸市场快检室", "6个", "20", "食品科")
    table.add("时效", "问题食品处置", "24小时内", "20", "稽查科")
    table.add("满意度", "群众满意度", "群众食品安全满意度", "≥85%", "30", "办公室")
    about = "a form that no mapping knows: `docs/mappings.md` writes one for it"
    return Sample("unknown-form.docx", about, docx.document(("2024年县直单位重点工作责任书", "title"), table))


def truncated():
    """The first half of a sound document."""
    whole = docx.document(*department_form(*EMERGENCY))
    return Sample("broken-truncated.docx", "a .docx cut in half: rejected with a reason", whole[: len(whole) // 2])


def scanned():
    """A picture of a page: a grey frame in a PDF, no text."""
    width, height = 24, 34
    rows = []
    for y in range(height):
        rows.append("".join("40" if x in (2, 21) or y in (2, 31) or (y % 6 == 2 and 2 < x < 21) else "F0" for x in range(width)))
    picture = ("\n".join(rows) + ">").encode()
    page = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode /Length %d >>\nstream\n%s\nendstream"
        % (width, height, len(picture), picture),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return Sample("scanned-report.pdf", "a scanned page as PDF: a format that is known and not read", out)


def make():
    """The samples of this family."""
    return [prose_only(), no_form(), unknown_form(), truncated(), scanned()]
