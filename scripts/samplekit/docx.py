"""A small WordprocessingML writer: what Word writes for tables, and no more."""

import io
import zipfile
import zlib
from xml.sax.saxutils import escape

from .model import Table

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FONT = '<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋" w:hint="eastAsia"/>'
REVISION = 'w:id="{}" w:author="样例" w:date="2024-01-05T09:00:00Z"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text, extra="", tag="w:t"):
    """One run; line breaks and tabs become their elements."""
    parts = []
    for number, piece in enumerate(text.split("\v")):
        if number:
            parts.append("<w:br/>")
        for place, bit in enumerate(piece.split("\t")):
            if place:
                parts.append("<w:tab/>")
            if bit:
                parts.append(f'<{tag} xml:space="preserve">{escape(bit)}</{tag}>')
    return f"<w:r><w:rPr>{FONT}{extra}</w:rPr>{''.join(parts)}</w:r>"


def runs(text, extra=""):
    """The text over one to three runs, as spelling marks and input methods leave it; which, the text decides."""
    if not text:
        return ""
    pieces = 1 + zlib.crc32(text.encode()) % 3
    step = max(1, -(-len(text) // pieces))
    return "".join(run(text[start : start + step], extra) for start in range(0, len(text), step))


def paragraph(text="", style="", inner=None):
    """One paragraph."""
    props = {
        "title": '<w:pPr><w:jc w:val="center"/></w:pPr>',
        "page": "<w:pPr><w:pageBreakBefore/></w:pPr>",
        "title-page": '<w:pPr><w:pageBreakBefore/><w:jc w:val="center"/></w:pPr>',
    }.get(style, "")
    extra = '<w:b/><w:sz w:val="32"/>' if style.startswith("title") else '<w:sz w:val="21"/>'
    return f"<w:p>{props}{runs(text, extra) if inner is None else inner}</w:p>"


def control(xml, title="样例控件"):
    """A content control around blocks, rows, cells or runs."""
    return f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/></w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>'


def cell_blocks(cell, deleted):
    """What stands inside a cell."""
    if cell.content is not None:
        return "".join(body(item) for item in cell.content) + "<w:p/>"
    blocks = []
    for text in cell.text.split("\n"):
        if deleted:
            inner = f"<w:del {REVISION.format(9)}>{run(text, tag='w:delText')}</w:del>" if text else ""
            blocks.append(paragraph(inner=inner))
        else:
            blocks.append(paragraph(text))
    if cell.marked:
        hidden, _, gone = cell.marked.partition("/")
        inner = run(hidden, "<w:vanish/>") + (f"<w:del {REVISION.format(8)}>{run(gone, tag='w:delText')}</w:del>" if gone else "")
        blocks[-1] = blocks[-1].replace("</w:p>", inner + "</w:p>")
    return "".join(blocks)


def cell_xml(cell, width, printed, deleted):
    """One w:tc."""
    props = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if cell.cols > 1:
        props.append(f'<w:gridSpan w:val="{cell.cols}"/>')
    if cell.rows > 1:
        props.append('<w:vMerge w:val="restart"/>' if printed else "<w:vMerge/>")
    if cell.open_edges:
        edges = "".join(f'<w:{edge} w:val="nil"/>' for edge in ("top", "bottom") if edge in cell.open_edges)
        props.append(f"<w:tcBorders>{edges}</w:tcBorders>")
    props.append('<w:vAlign w:val="center"/>')
    blocks = cell_blocks(cell, deleted) if printed else "<w:p/>"
    xml = f"<w:tc><w:tcPr>{''.join(props)}</w:tcPr>{blocks}</w:tc>"
    return control(xml) if cell.wrap == "control" and printed else xml


def table(value):
    """One w:tbl."""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in value.widths)
    rows = []
    for number, line in enumerate(value.laid_out()):
        deleted = number in value.deleted
        cells = "".join(
            cell_xml(cell, sum(value.widths[column : column + cell.cols]), printed, deleted) for column, cell, printed in line
        )
        props = f"<w:trPr><w:del {REVISION.format(7)}/></w:trPr>" if deleted else ""
        row = f"<w:tr>{props}{cells}</w:tr>"
        rows.append(control(row) if number in value.controlled else row)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(value.widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def body(item):
    """A table, a paragraph (text, or (text, style)), or XML that begins with `<w:`."""
    if isinstance(item, Table):
        return table(item)
    if isinstance(item, tuple):
        return paragraph(*item)
    return item if item.startswith("<w:") else paragraph(item)


def package(parts):
    """A .zip with fixed times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in parts:
            info = zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, text)
    return target.getvalue()


def document(*items, footer="", wide=False):
    """The bytes of a .docx; tables that follow one another are kept apart by an empty paragraph."""
    blocks, last = [], None
    for item in items:
        if isinstance(item, Table) and isinstance(last, Table):
            blocks.append("<w:p/>")
        blocks.append(body(item))
        last = item
    size = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if wide else '<w:pgSz w:w="11906" w:h="16838"/>'
    reference = '<w:footerReference w:type="default" r:id="rId2"/>' if footer else ""
    section = f'<w:sectPr>{reference}{size}<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    main = f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(blocks)}{section}</w:body></w:document>"
    styles = f'{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{FONT}<w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>'
    kinds = [("/word/document.xml", "document.main"), ("/word/styles.xml", "styles")]
    links = [("rId1", "styles", "styles.xml")]
    parts = [("word/document.xml", main), ("word/styles.xml", styles)]
    if footer:
        kinds.append(("/word/footer1.xml", "footer"))
        links.append(("rId2", "footer", "footer1.xml"))
        parts.append(("word/footer1.xml", f"{HEAD}<w:ftr {NAMESPACES}>{paragraph(footer)}</w:ftr>"))
    types = "".join(f'<Override PartName="{path}" ContentType="{CONTENT}.{kind}+xml"/>' for path, kind in kinds)
    content_types = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    first = [("[Content_Types].xml", content_types), ("_rels/.rels", relations([("rId1", "officeDocument", "word/document.xml")]))]
    return package([*first, *parts, ("word/_rels/document.xml.rels", relations(links))])


def relations(links):
    """A relationships part."""
    inner = "".join(f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{path}"/>' for key, kind, path in links)
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
