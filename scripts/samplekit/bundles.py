"""Archives of documents, and a document inside a document."""

import gzip
import io
import tarfile
import zipfile

from . import docx
from .model import LEVELS, Cell, Sample, Table, block, target, tree

TITLE = ("2024年项目支出绩效目标表", "title")
OLE = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
EMBEDDED = "word/embeddings/Microsoft_Word_Document1.docx"


def form(unit, what, budget, rows):
    """A small project form: its bytes and what it holds."""
    rows = tree(rows)
    table = Table([1600, 1900, 3600, 2600])
    table.add("项目名称", Cell(what, 3)).add("主管部门", unit, "年度资金总额（万元）", budget)
    table.extend(block(rows, [*LEVELS, ("指标值", 1, target)]))
    return docx.document(TITLE, table), (rows, 2024, unit, what, budget)


def parts(data):
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def with_embedded(inner):
    """A covering letter with a document in it, as Word embeds one."""
    shown = f'<w:p><w:r><w:object><o:OLEObject {OLE} Type="Embed" ProgID="Word.Document.12" r:id="rId9"/></w:object></w:r></w:p>'
    link = f'<Relationship Id="rId9" Type="{docx.OFFICE}/package" Target="embeddings/Microsoft_Word_Document1.docx"/></Relationships>'
    letter = []
    for path, text in parts(docx.document(("关于报送绩效目标的函", "title"), "现将绩效目标表随函报送，请审核。", shown)):
        text = text.replace(b"</Relationships>", link.encode()) if path.endswith("document.xml.rels") else text
        letter.append((path, text))
    return docx.package([*letter, (EMBEDDED, inner)])


def chinese_zip(files):
    """A zip as Chinese Windows writes it: names in GBK, and no flag that says so."""
    places = [(f"{number}".rjust(len(name.encode("gbk")), "#"), name.encode("gbk"), data) for number, (name, data) in enumerate(files)]
    out = docx.package([(place, data) for place, _, data in places])
    for place, name, _ in places:
        out = out.replace(place.encode(), name)
    return out


def county_zip():
    """A bureau's form, another's in a zip of its own, a third's inside a letter."""
    one, one_is = form("青枫县教育服务中心", "校舍安全排查", "12.00", """
产出指标 | 数量指标 | 排查校舍 | ≥36所
效益指标 | 社会效益指标 | 安全知识知晓率 | ≥90%
""")
    two, two_is = form("青枫县水利服务中心", "灌渠清淤", "45.50", """
产出指标 | 数量指标 | 清淤长度 | ≥18公里
" | 时效指标 | 完成时间 | 2024年11月底前
""")
    three, three_is = form("青枫县文化馆", "下乡演出", "8.60", """
产出指标 | 数量指标 | 演出场次 | ≥40场
满意度指标 | 服务对象满意度指标 | 观众满意度 | ≥92%
""")
    files = [("教育局/目标表.docx", one), ("水利局/报送材料.zip", chinese_zip([("目标表.docx", two)])), ("说明/报送函.docx", with_embedded(three))]
    sample = Sample("county-bundle.zip", "a zip with names in GBK: a form, a form in a zip in it, a form embedded in a letter", chinese_zip(files))
    return sample.form(*one_is).form(*two_is).form(*three_is)


def county_tar():
    """A form in a packed tar file."""
    data, is_ = form("松陌县农业技术站", "测土配方施肥", "30.00", """
产出指标 | 数量指标 | 取样点数 | ≥200个
" | 质量指标 | 样品合格率 | ≥98%
""")
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("农业局/目标表.docx")
        info.size, info.mtime = len(data), 1704067200
        archive.addfile(info, io.BytesIO(data))
    packed = gzip.compress(out.getvalue(), mtime=0)
    return Sample("county-bundle.tar.gz", "a form in a tar file packed with gzip", packed).form(*is_)


def make():
    """The samples of this family."""
    return [county_zip(), county_tar()]
