"""The same document in other formats: what a mutated model is written as, to compare what is read from each."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from . import docx
from .model import Cell, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Elements that a plain grid of text cannot say: a document that has one is not taken apart.
BEYOND = [f"{W}{tag}" for tag in ("sdt", "del", "vanish", "vMergeStart", "fldChar")]


def take_apart(data):
    """The paragraphs and tables of a plain .docx, or None where it says more than these can."""
    try:
        root = ElementTree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return None
    if any(root.find(f".//{tag}") is not None for tag in BEYOND):
        return None
    items = []
    for block in root.find(f"{W}body"):
        if block.tag == f"{W}p":
            items.append(text_of(block))
        elif block.tag == f"{W}tbl":
            if block.find(f".//{W}tbl") is not None:
                return None
            items.append(grid_of(block))
            if len({len(line) for line in items[-1]}) != 1:
                return None
    return items


def text_of(paragraph):
    """A paragraph's text; a line break is `\\v`."""
    signs = {f"{W}br": "\v", f"{W}tab": "\t"}
    return "".join(node.text or "" if node.tag == f"{W}t" else signs.get(node.tag, "") for node in paragraph.iter())


def grid_of(table):
    """A table as a grid: for each position the cell that covers it."""
    grid, above = [], {}
    for row in table.findall(f"{W}tr"):
        line, column = [], 0
        for cell in row.findall(f"{W}tc"):
            props = cell.find(f"{W}tcPr")
            span, merge = props.find(f"{W}gridSpan"), props.find(f"{W}vMerge")
            span = int(span.get(f"{W}val")) if span is not None else 1
            if merge is not None and merge.get(f"{W}val") != "restart":
                made = above[column]
            else:
                made = [("\n".join(text_of(p) for p in cell.findall(f"{W}p")))]
            above[column] = made
            line += [made] * span
            column += span
        grid.append(line)
    return grid


def table_of(grid):
    """A grid as a table of the model."""
    table, seen = Table([1000] * len(grid[0])), set()
    for line in grid:
        cells = []
        for column, made in enumerate(line):
            if id(made) in seen:
                continue
            seen.add(id(made))
            rows = sum(any(there is made for there in other) for other in grid)
            cells.append(Cell(made[0], sum(there is made for there in line), rows))
        table.add(*cells)
    return table


def as_docx(items):
    """The document as .docx."""
    return docx.document(*blocks(items))


def as_flat_opc(items):
    """The .docx as one XML file, as Word saves it."""
    parts = []
    package = zipfile.ZipFile(BytesIO(as_docx(items)))
    for name in package.namelist():
        if name != "[Content_Types].xml":
            body = re.sub(r"^<\?xml.*?\?>\s*", "", package.read(name).decode())
            kind = "application/vnd.openxmlformats-package.relationships+xml" if name.endswith(".rels") else "application/xml"
            parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="{kind}"><pkg:xmlData>{body}</pkg:xmlData></pkg:part>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
    return f'{head}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{"".join(parts)}</pkg:package>'.encode()


def as_wordml(items):
    """The document as Word 2003 XML."""
    body = "".join(docx.body(item) for item in blocks(items)).replace("w:vMerge", "w:vmerge")
    names = (
        'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
    return f"{head}<w:wordDocument {names}><w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


def as_html(items):
    """The document as Word's HTML, in GBK where that can say it."""
    out = []
    for item in blocks(items):
        if not isinstance(item, Table):
            out.append(html_paragraphs(item))
            continue
        rows = []
        for line in item.laid_out():
            cells = "".join(
                f'<td{span("colspan", cell.cols)}{span("rowspan", cell.rows)}>{html_paragraphs(cell.text)}</td>'
                for _, cell, printed in line
                if printed
            )
            rows.append(f"<tr>{cells}</tr>\n")
        out.append(f"<table border=1>{''.join(rows)}</table>")
    text = "\n".join(out)
    try:
        code, body = "gb2312", text.encode("gbk")
    except UnicodeEncodeError:
        code, body = "utf-8", text.encode()
    return f'<html><head><meta http-equiv=Content-Type content="text/html; charset={code}"></head><body>\n'.encode() + body + b"</body></html>"


def html_paragraphs(text):
    """Paragraphs that keep their white space."""
    inner = [escape(part).replace("\v", "<br>").replace("\t", "&#9;") for part in text.split("\n")]
    return "".join(f'<p class=MsoNormal style="white-space:pre-wrap">{part}</p>' for part in inner)


def span(name, count):
    """An attribute, where it says something."""
    return f" {name}={count}" if count > 1 else ""


def as_fodt(items):
    """The document as flat OpenDocument text."""
    out = []
    for item in blocks(items):
        if not isinstance(item, Table):
            out.append(odf_paragraphs(item))
            continue
        rows = []
        for line in item.laid_out():
            cells = []
            for _, cell, printed in line:
                covered = "<table:covered-table-cell/>"
                if printed:
                    spans = f'table:number-columns-spanned="{cell.cols}" table:number-rows-spanned="{cell.rows}"'
                    cells.append(f"<table:table-cell {spans}>{odf_paragraphs(cell.text)}</table:table-cell>")
                cells.append(covered * (cell.cols - printed))
            rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        columns = f'<table:table-column table:number-columns-repeated="{len(item.widths)}"/>'
        out.append(f"<table:table>{columns}{''.join(rows)}</table:table>")
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "text", "table")
    )
    body = f'<office:body><office:text>{"".join(out)}</office:text></office:body>'
    mime = 'office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.2"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {names} {mime}>{body}</office:document>'.encode()


def odf_paragraphs(text):
    """Paragraphs; ODF folds white space, so that more than one blank is counted."""

    def inline(part):
        part = escape(part).replace("\v", "<text:line-break/>").replace("\t", "<text:tab/>")
        return re.sub(r" {2,}|^ | $", lambda blanks: f'<text:s text:c="{len(blanks[0])}"/>', part)

    return "".join(f"<text:p>{inline(part)}</text:p>" for part in text.split("\n"))


def as_rtf(items):
    """The document as RTF, every character beyond ASCII by its number."""
    out = []
    for item in blocks(items):
        if not isinstance(item, Table):
            out.append("".join(f"\\pard {rtf(part)}\\par\n" for part in item.split("\n")))
            continue
        for line in item.laid_out():
            definition, content, edge = [], [], 0
            for _, cell, printed in line:
                edge += 1000 * cell.cols
                merge = "" if cell.rows == 1 else "\\clvmgf" if printed else "\\clvmrg"
                definition.append(f"{merge}\\cellx{edge}")
                content.append("\\par ".join(rtf(part) for part in cell.text.split("\n")) + "\\cell " if printed else "\\cell ")
            out.append(f"\\trowd{''.join(definition)}\\pard\\intbl {''.join(content)}\\row\n")
        out.append("\\pard ")
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\\uc1\n" + "".join(out) + "}").encode("ascii")


def rtf(text):
    """Text for RTF."""

    def sign(char):
        if char in "\\{}":
            return "\\" + char
        if char in "\v\t":
            return {"\v": "\\line ", "\t": "\\tab "}[char]
        if char < "\x80":
            return char
        units = char.encode("utf-16-le")
        numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
        return "".join(f"\\u{number}?" for number in numbers)

    return "".join(map(sign, text))


def blocks(items):
    """Grids as tables, kept apart by a paragraph; a document ends in one."""
    out = []
    for item in items:
        if isinstance(item, list):
            if out and isinstance(out[-1], Table):
                out.append("")
            item = table_of(item)
        out.append(item)
    return [*out, ""]


TWINS = {
    "docx": as_docx,
    "opc.xml": as_flat_opc,
    "wordml.xml": as_wordml,
    "html": as_html,
    "fodt": as_fodt,
    "rtf": as_rtf,
}

