"""XML Spreadsheet 2003: what Excel 2003 and many budget systems write under the name .xml or .xls."""

import re
from xml.sax.saxutils import escape

from .model import Cell, Sample, Table, block, name, target, tree

LEVELS = [("一级指标", 1, None), ("二级指标", 1, None), ("三级指标", 1, name)]
NUMBER = re.compile(r"\d+(\.\d+)?")
PERCENT = re.compile(r"\d+%")
STYLES = (
    '<Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>'
    '<Style ss:ID="s1"><Alignment ss:WrapText="1"/></Style>'
    '<Style ss:ID="s2" ss:Parent="Default"><NumberFormat ss:Format="0%"/></Style>'
    '<Style ss:ID="s3"><NumberFormat ss:Format="Short Date"/></Style></Styles>'
)


def data(text):
    """A cell's style and value: numbers, rates and dates are stored as such and shown by their format."""
    if PERCENT.fullmatch(text):
        return ' ss:StyleID="s2"', f'<Data ss:Type="Number">{int(text[:-1]) / 100:g}</Data>'
    if NUMBER.fullmatch(text):
        return "", f'<Data ss:Type="Number">{text}</Data>'
    day = re.fullmatch(r"(\d{4})/(\d{1,2})/(\d{1,2})", text)
    if day:
        year, month, date = day.groups()
        return ' ss:StyleID="s3"', f'<Data ss:Type="DateTime">{year}-{month:0>2}-{date:0>2}T00:00:00.000</Data>'
    shown = escape(text).replace("\n", "&#10;")
    return ' ss:StyleID="s1"', f'<Data ss:Type="String">{shown}</Data>' if text else ""


def sheet(title, table, visible=True):
    """One worksheet; a covered cell is left out and the next one says its place, as Excel writes it."""
    rows = []
    for line in table.laid_out():
        cells, expected = [], 0
        for column, cell, printed in line:
            if not printed:
                continue
            style, value = data(cell.text)
            place = "" if column == expected else f' ss:Index="{column + 1}"'
            across = f' ss:MergeAcross="{cell.cols - 1}"' if cell.cols > 1 else ""
            down = f' ss:MergeDown="{cell.rows - 1}"' if cell.rows > 1 else ""
            cells.append(f"<Cell{place}{across}{down}{style}>{value}</Cell>")
            expected = column + cell.cols
        rows.append(f"<Row>{''.join(cells)}</Row>")
    shown = "" if visible else "<Visible>SheetHidden</Visible>"
    options = f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{shown}<Selected/></WorksheetOptions>'
    return f'<Worksheet ss:Name="{escape(title)}"><Table>{"".join(rows)}</Table>{options}</Worksheet>'


def workbook(*sheets):
    """The bytes of a workbook."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    return f"{head}<Workbook {names}>{STYLES}{''.join(sheets)}</Workbook>\n".encode()


def xml_spreadsheet():
    """A project target as a worksheet; 100% is stored as 1 and a date as a day."""
    unit, what = "松陌县卫生监督所", "公共场所卫生监测"
    rows = tree("""
产出指标 | 数量指标 | 监测公共场所 | 260
" | " | 抽检样品 | ≥1,200份
" | 质量指标 | 监测完成率 | 100%
" | 时效指标 | 报告完成日期 | 2024/11/30
" | 成本指标 | 监测费用 | ≤18.6万元
效益指标 | 社会效益指标 | 不合格场所整改率 | 95%
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90%
""")
    table = Table([1] * 6).extend(
        [
            [Cell("项目支出绩效目标表", 6)],
            [Cell("（2024年度）", 6)],
            [Cell("项目名称", 2), Cell(what, 4)],
            [Cell("主管部门", 2), Cell(unit, 2), "实施单位", unit],
            [Cell("项目资金\n（万元）", 2, 2), Cell("年度资金总额", 2), Cell("18.6", 2)],
            [Cell("其中：财政拨款", 2), Cell("18.6", 2)],
            ["年度目标", Cell("完成年度监测任务。", 5)],
        ]
    )
    table.extend(block(rows, [*LEVELS, ("指标值", 2, target)], "绩效指标"))
    notes = Table([1, 1]).add("填表说明", "按项目填写。")
    about = "XML Spreadsheet 2003: numbers, rates and dates are stored as such and shown by their formats; a second, hidden sheet"
    return Sample("xml-spreadsheet.xml", about, workbook(sheet("目标表", table), sheet("说明", notes, visible=False))).form(rows, 2024, unit, what, "18.6")


def make():
    """The samples of this family."""
    return [xml_spreadsheet()]
