"""What can befall a form on its way: split, nested, joined, unmerged, unfilled, with people's names in it."""

from . import docx
from .hunan import FOOT, WIDTHS, as_docx, project_table
from .model import LEVELS, Cell, Sample, Table, block, more, target, tree


def split_over_pages():
    """The table is cut in two; title and heading come again on the second page, levels are printed again with 续."""
    unit, project = "临澜区水利局", "小型水库维修养护项目"
    rows = tree("""
产出指标 | 数量指标 | 维修养护小型水库 | ≥32座
" | " | 清理溢洪道长度 | ≥4.6公里
" | 质量指标 | 工程验收合格率 | 100%
" | 时效指标 | 汛前完成任务 | 2024年3月31日前
" | 成本指标 | 单座平均成本 | ≤2.5万元/座
效益指标 | 社会效益指标 | 保障下游人口 | 3.2万人
" | 生态效益指标 | 河道生态流量达标率 | ≥90%
" | 可持续影响指标 | 水库安全运行年限 | ≥5年
" | 社会公众或服务对象满意度指标 | 受益群众满意度 | ≥92%
""")
    first = project_table(project, "80", "保障小型水库安全度汛。", rows[:5], department=unit)
    second = Table(WIDTHS).extend(
        block(rows[5:], [*LEVELS, ("指标值及单位", 1, target), ("绩效标准", 1, more(0))], spine="本年度\n绩效指标")
    )
    title = "2024年项目支出绩效目标表"
    items = [(title, "title"), first, (title + "（续）", "title-page"), second, FOOT]
    return Sample(
        "split-over-pages.docx", "one form whose table goes on over the page with title and heading repeated", as_docx(items)
    ).form(rows, 2024, unit, project, "80")


def nested_and_content_controls():
    """The form stands in a cell of a layout table; parts are in content controls; a row and words are deleted or hidden."""
    unit, project = "澄岚县图书馆", "公共图书馆免费开放经费"
    kept = tree("""
产出指标 | 数量指标 | 免费开放天数 | ≥300天
" | " | 新增藏书 | ≥5000册
" | 质量指标 | 图书加工合格率 | ≥98%
效益指标 | 社会效益指标 | 年接待读者 | ≥6万人次
" | 社会公众或服务对象满意度指标 | 读者满意度 | ≥95%
""")
    printed = kept[:3] + tree("产出指标 | 质量指标 | 已删除的指标 | ≥1次") + kept[3:]
    form = project_table(project, "26.8", "保障图书馆全年免费开放。", printed, department=unit)
    head = 6
    form.deleted.add(head + 4)
    form.controlled.add(head + 2)
    form.rows[head + 1][-2].wrap = "control"
    form.rows[head + 3][-2].marked = "（此处为隐藏文字）/≥90%"
    form.rows[1][1].wrap = "control"
    layout = Table([9000]).add(Cell(content=[("2024年项目支出绩效目标表", "title"), form]))
    items = [docx.control(docx.paragraph("附件2")), layout, FOOT]
    return Sample(
        "nested-and-content-controls.docx",
        "the form is nested in a layout table; content controls, a row deleted under revision marks, hidden text",
        as_docx(items),
    ).form(kept, 2024, unit, project, "26.8")


def many_forms_one_table():
    """Three project forms stand back to back in one table, each under a title row."""
    unit = "松陌县城市管理局"
    projects = [
        (
            "城区生活垃圾清运项目",
            "560.00",
            "城区生活垃圾日产日清。",
            tree("""
产出指标 | 数量指标 | 清运生活垃圾 | ≥3.6万吨
" | 质量指标 | 无害化处理率 | 100%
" | 成本指标 | 吨清运成本 | ≤155.5元/吨
效益指标 | 生态效益指标 | 渗滤液达标排放率 | 100%
" | 社会公众或服务对象满意度指标 | 市民满意度 | ≥85%
"""),
        ),
        (
            "市政路灯电费",
            "138.00",
            "保障城区道路照明。",
            tree("""
产出指标 | 数量指标 | 路灯盏数 | 6,200盏
" | 质量指标 | 亮灯率 | ≥98%
" | 时效指标 | 电费缴纳及时率 | 100%
效益指标 | 社会效益指标 | 夜间出行安全 | 有效保障
"""),
        ),
        (
            "公园绿地养护项目",
            "96.50",
            "提升公园绿地管养水平。",
            tree("""
产出指标 | 数量指标 | 养护绿地面积 | ≥42.5万平方米
" | 质量指标 | 苗木成活率 | ≥95%
效益指标 | 生态效益指标 | 建成区绿化覆盖率 | 38%-40%
" | 社会公众或服务对象满意度指标 | 游客满意度 | 90分以上
"""),
        ),
    ]
    table = Table(WIDTHS)
    sample = Sample("many-forms-one-table.docx", "three project forms back to back in one table", b"")
    for project, budget, objective, rows in projects:
        table.add(Cell("2024年项目支出绩效目标表", 6))
        table.extend(project_table(project, budget, objective, rows, department=unit).rows)
        sample.form(rows, 2024, unit, project, budget)
    sample.data = as_docx([table, FOOT])
    return sample


def middle_label():
    """Merges are drawn, not made: each level's label stands in the middle row of its span, the other cells are blank."""
    unit, project = "青枫县教育局", "义务教育薄弱环节改善项目"
    rows = tree("""
产出指标 | 数量指标 | 改造校舍面积 | ≥12000平方米
" | " | 购置课桌椅 | ≥2400套
" | " | 建设录播教室 | 6间
" | 质量指标 | 工程验收合格率 | 100%
" | " | 设备质量合格率 | ≥99%
" | " | 招标程序合规率 | 100%
" | 时效指标 | 开学前投入使用 | 2024年8月31日前
效益指标 | 社会效益指标 | 惠及学生 | ≥0.86万人
" | " | 消除大班额 | 12个
" | " | 就近入学率 | ≥96%
" | 生态效益指标 | 建筑垃圾规范处置率 | 100%
" | 可持续影响指标 | 校舍安全使用年限 | ≥30年
满意度指标 | 服务对象满意度指标 | 家长满意度 | ≥90%
""")
    table = project_table(project, "640.00", "改善农村学校办学条件。", rows, department=unit)
    first = len(table.rows) - len(rows)
    for level in (0, 1):
        spread_label(table, first, level, rows)
    items = [("2024年项目支出绩效目标表", "title"), table, FOOT]
    return Sample(
        "middle-label.docx", "level labels printed in the middle row of their span, cells not merged", as_docx(items)
    ).form(rows, 2024, unit, project, "640.00")


def spread_label(table, first, level, rows):
    """Breaks a level's merged cells up; the label moves to the middle row."""
    for place in range(len(rows)):
        line = table.rows[first + place]
        seen = [cell for cell in line if cell.cols == 1]
        cell = next((c for c in seen if c.text == (rows[place].level1, rows[place].level2)[level]), None)
        if cell is None or cell.rows == 1:
            continue
        height, label = cell.rows, cell.text
        at = line.index(cell)
        for step in range(height):
            edges = ("top" if step else "") + ("bottom" if step < height - 1 else "")
            blank = Cell(label if step == height // 2 else "", 1, open_edges=edges)
            if step == 0:
                line[at] = blank
            else:
                table.rows[first + place + step].insert(min(at, level), blank)


def blank_template():
    """A form that nobody has filled in yet."""
    rows = tree("""
产出指标 | 数量指标 | …… | ≥**个
" | 质量指标 | …… | ≥**%
" | 时效指标 | …… |
" | 成本指标 | …… | ≤**万元
效益指标 | 经济效益指标 | …… |
" | 社会效益指标 | …… |
" | 生态效益指标 | …… |
" | 可持续影响指标 | …… |
" | 社会公众或服务对象满意度指标 | …… | ≥**%
""")
    items = [("    年项目支出绩效目标表", "title"), project_table("", "", "", rows, superior=""), "填表人：     联系电话：     填报日期：   年  月  日"]
    return Sample("blank-template.docx", "an unfilled form: blanks, ……, ≥**%", as_docx(items)).form(rows)


def contacts():
    """Names and numbers of people in the foot, in cells and in the page footer. The number is put together here, from pieces."""
    number = "138" + "0000" + "9" * 2 + "00"
    unit, project = "云溪市文化馆", "群众文化活动经费"
    rows = tree("""
产出指标 | 数量指标 | 举办群众文化活动 | ≥48场
" | 质量指标 | 活动安全率 | 100%
效益指标 | 社会效益指标 | 参与群众 | ≥2万人次
" | 社会公众或服务对象满意度指标 | 群众满意度 | ≥90%
""")
    table = project_table(project, "18.00", "丰富群众文化生活。", rows, department=unit)
    table.rows.insert(2, [Cell("项目负责人及电话"), Cell(f"样例乙 {number}", 3), Cell("联系人"), Cell("样例丙")])
    table.add(Cell(f"审核人：样例丁      联系电话：{number}", 6))
    foot = f"填表人：样例甲   联系电话：{number}  填报日期：2024年1月12日  单位负责人签字：样例戊"
    items = [("2024年项目支出绩效目标表", "title"), table, foot]
    data = docx.document(*items, footer=f"经办：样例甲 {number}")
    return Sample("contacts.docx", "names and phone numbers in cells, in the foot and in the page footer", data).form(
        rows, 2024, unit, project, "18.00"
    )


def make():
    """The samples of this kind."""
    return [
        split_over_pages(),
        nested_and_content_controls(),
        many_forms_one_table(),
        middle_label(),
        blank_template(),
        contacts(),
    ]
