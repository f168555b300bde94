"""What offices of other provinces do with the forms: words of their own, years side by side, halves with their own values."""

from . import docx
from .model import LEVELS, Cell, Sample, Table, block, more, target, tree

SIX = [1300, 1300, 1300, 2300, 1500, 1500]


def staff_and_budget():
    """Department target: staff and budget as label and value, two pairs a row, under captions over the whole width."""
    unit = "澄岚县残疾人联合会"
    rows = tree("""
产出指标 | 数量指标 | 康复服务人数 | ≥1500人
" | 质量指标 | 辅具适配率 | ≥90%
效益指标 | 社会效益指标 | 残疾人就业率 | 逐步提高
满意度指标 | 满意度指标 | 残疾人满意度 | ≥85%
""")
    table = Table([2200, 2600, 2200, 2600]).extend(
        [
            ["部门名称", Cell(unit, 3)],
            ["联系人", "样例甲", "联系电话", "000-0000"],
            [Cell("部门基本信息", 4)],
            ["部门所属领域", "社会保障", "直属单位包括", "县残疾人服务中心"],
            ["内设职能部门", "办公室、业务股", "编制控制数", "12"],
            ["在职人员总数", "11", "其中：行政编制人数", "6"],
            [Cell("当年预算情况（万元）", 4)],
            ["收入预算合计", "380.5", "其中：上级财政拨款", "80"],
            ["本级财政安排", "300.5", "其他资金", "0"],
            ["支出预算合计", "380.5", "其中：人员经费", "210"],
            ["公用经费", "30.5", "项目经费", "140"],
            [Cell("年度绩效指标", 4)],
        ]
    )
    table.extend(block(rows, [*LEVELS, ("目标值", 1, target)]))
    items = [("部门整体支出绩效目标表", "title"), ("（2024年度）", "title"), table]
    about = "department target with staff and budget in pairs of label and value under captions over the whole width"
    return Sample("staff-and-budget.docx", about, docx.document(*items)).form(rows, 2024, unit, "", "380.5")


def years_side_by_side():
    """Last year's value and the targets of three years: the title's year tells which is the indicator's."""
    unit, what = "青枫县就业服务中心", "职业技能提升"
    rows = tree("""
产出指标 | 数量指标 | 培训人次 | 4000人次 | 3600人次 | 5000人次 | 6000人次
" | 质量指标 | 培训合格率 | ≥90% | 88% | ≥91% | ≥92%
效益指标 | 社会效益指标 | 就业率 | ≥80% | 79% | ≥82% | ≥85%
""")
    table = Table([1200, 1200, 1500, 1200, 1200, 1200, 1200]).extend(
        [
            ["项目名称", Cell(what, 6)],
            ["主管部门", Cell(unit, 2), Cell("项目年限", 2), Cell("3年", 2)],
            ["年度总体目标", Cell("培训4000人次。", 6)],
        ]
    )
    years = [("2022年实际值", 1, more(0)), ("2023年指标值", 1, target), ("2024年指标值", 1, more(1)), ("2025年指标值", 1, more(2))]
    table.extend(block(rows, [*LEVELS, *years]))
    items = [("2023年项目支出绩效目标表", "title"), table]
    about = "last year's actual value and the targets of three years side by side; the title says that 2023 is meant"
    return Sample("years-side-by-side.docx", about, docx.document(*items, wide=True)).form(rows, 2023, unit, what, "")


def halves_with_own_values():
    """Side by side under 实施期指标值 and 年度指标值, with sources of money in both halves."""
    unit, what = "临澜区自然资源局", "矿山修复"
    life = tree("""
产出指标 | 数量指标 | 修复面积 | 200亩
" | 质量指标 | 成活率 | ≥85%
效益指标 | 生态效益指标 | 植被覆盖 | 提高
""")
    year = tree("""
产出指标 | 数量指标 | 修复面积 | 100亩
" | 质量指标 | 成活率 | ≥80%
效益指标 | 生态效益指标 | 植被覆盖 | 提高
""")
    table = Table([900, 1200, 1200, 1500, 1200, 1200, 1500, 1200]).extend(
        [
            [Cell("项目名称", 2), Cell(what, 6)],
            [Cell("主管部门及代码", 2), Cell(f"{unit}[168]", 2), "实施单位", Cell("矿山修复中心", 3)],
            [Cell("资金情况\n（万元）", 2, 3), Cell("实施期资金总额", 1), "800", Cell("年度资金总额", 2), Cell("400", 2)],
            ["其中：中央财政拨款", "500", Cell("其中：中央财政拨款", 2), Cell("250", 2)],
            ["市县财政拨款", "300", Cell("市县财政拨款", 2), Cell("150", 2)],
            [Cell("总体目标", 2, 2), Cell("实施期目标", 2), Cell("年度目标", 4)],
            [Cell("修复矿山200亩。", 2), Cell("修复矿山100亩。", 4)],
        ]
    )
    head = ["一级指标", "二级指标", "三级指标", "实施期指标值", "二级指标", "三级指标", "年度指标值"]
    table.add(Cell("绩效指标", 1, 4), *head)
    for n, (left, right) in enumerate(zip(life, year, strict=True)):
        first = [Cell("产出指标", 1, 2)] if n == 0 else [Cell("效益指标")] if n == 2 else []
        table.add(*first, left.level2, left.name, left.target, right.level2, right.name, right.target)
    items = [("项目支出绩效目标表", "title"), ("（2022年度）", "title"), table]
    about = "two halves side by side (family 7) whose value columns say 实施期指标值 and 年度指标值; money in both halves"
    sample = Sample("halves-with-own-values.docx", about, docx.document(*items, wide=True))
    pairs = [(half, period) for left, right in zip(life, year, strict=True) for half, period in ((left, "lifetime"), (right, "annual"))]
    sample.form([], 2022, f"{unit}[168]", what, "400")
    for row, period in pairs:
        sample.more_rows([row], period)
    return sample


def strange_labels():
    """Labels of header and columns that no mapping knows: their values are kept as fields, they are reported."""
    unit, what = "松陌县气象局", "人工影响天气"
    rows = tree("""
产出指标 | 数量指标 | 作业次数 | ≥30次 | 一线 | 000-0000001 | 农业股
效益指标 | 经济效益指标 | 减灾效益 | ≥100万元 | 二线 | 000-0000001 | 农业股
""")
    table = Table([1100, 1100, 1500, 1400, 1200, 1500, 1200]).extend(
        [
            ["项目名称", Cell(what, 2), "主管部门", Cell(unit, 3)],
            ["预算金额", Cell("20万元", 2), "火炮型号", Cell("三七高炮", 3)],
            ["作业天窗", Cell("全年", 2), "立项依据", Cell("气象条例", 3)],
        ]
    )
    table.extend(block(rows, [*LEVELS, ("指标值", 1, target), ("作业梯队", 1, more(0)), ("联系电话", 1, more(1)), ("喷洒科组", 1, more(2))]))
    table.add(Cell("部门单位负责人签字："), Cell("", 2), Cell("填报日期：2022年11月8日", 4))
    items = [("2023年项目支出绩效目标表", "title"), table]
    about = "header and column labels that no mapping knows, a column of telephone numbers beside them, a row of signatures"
    return Sample("strange-labels.docx", about, docx.document(*items, wide=True)).form(rows, 2023, unit, what, "20万元")


def transfer_under_a_plain_title():
    """A transfer form under 资金绩效目标申报表: the central department tells it."""
    what = "林草生态保护资金"
    rows = tree("""
产出指标 | 数量指标 | 管护面积 | 20万亩 | 60万亩
效益指标 | 生态效益指标 | 森林覆盖率 | ≥41% | ≥42%
""")
    table = Table(SIX).extend(
        [
            ["专项名称", Cell(what, 5)],
            ["中央主管部门", Cell("国家样例局", 2), "专项实施期", Cell("2021-2023年", 2)],
            ["省级财政部门", Cell("省财政部门", 2), "省级主管部门", Cell("省样例局", 2)],
            [Cell("资金情况\n（万元）", 1, 2), "实施期金额", "900", "年度金额", Cell("300", 2)],
            ["其中：中央补助", "900", "其中：中央补助", Cell("300", 2)],
        ]
    )
    columns = [*LEVELS, ("实施期指标值", 1, more(0)), ("年度指标值", 1, target)]
    table.extend(block(rows, columns, "绩效指标"))
    items = [("林草生态保护资金绩效目标申报表", "title"), ("（2021年度）", "title"), table]
    about = "a transfer form (family 24) under a title that project forms have too, with values for life and year"
    sample = Sample("transfer-plain-title.docx", about, docx.document(*items))
    sample.form([], 2021, "省样例局", what, "300")
    for row in rows:
        life = tree(f"{row.level1} | {row.level2} | {row.name} | {row.at(0)}")
        sample.more_rows(life, "lifetime").more_rows([row])
    return sample


def double_spaced_page():
    """A page's text with a blank line behind each cell; blank and merged-away cells are left out."""
    what = "农村饮水安全巩固提升"
    rows = tree("""
产出指标 | 数量指标 | 新建管网长度 | 12公里
" | " | 覆盖服务人口 | 万人
" | 质量指标 | 工程验收合格率 | ≧ %
效益指标 | 社会效益指标 | 受益村庄数量 | ≥18个
""")
    head = ["2020年省级水利发展资金绩效目标表", "(2020)年度", "专项(项目)名称", what, "市级财政部门", "云溪市财政部门", "区级主管部门", "临澜区水利局"]
    head += ["资金情况(万元)", "资金总额", "其中:财政拨款", "500", "其他资金", "总体目标", "改善饮水条件。", "绩效指标"]
    cells = [*head, "一级指标", "二级指标", "三级指标", "指标值"]
    last = ("", "")
    for n, row in enumerate(rows, 1):
        cells += [row.level1] * (row.level1 != last[0]) + [row.level2] * ((row.level1, row.level2) != last)
        cells += [f"指标{n}:{row.name}", row.target]
        last = (row.level1, row.level2)
    about = "the text of a page with a blank line behind each cell, blank and merged-away cells left out"
    return Sample("double-spaced-page.txt", about, ("\n\n".join(cells) + "\n").encode()).form(rows, 2020, "", what, "")


def make():
    """The samples of this family."""
    return [
        staff_and_budget(),
        years_side_by_side(),
        halves_with_own_values(),
        strange_labels(),
        transfer_under_a_plain_title(),
        double_spaced_page(),
    ]
