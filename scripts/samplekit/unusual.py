"""Forms whose columns and levels stand elsewhere than in most: in groups, on rows of their own, behind names."""

from . import docx
from .model import LEVELS, Cell, Sample, Table, block, more, target, tree


def columns_in_groups():
    """A list of projects, a row each: level 1 over level 2 over name and value."""
    unit = "澄陌县图书馆"
    projects = [("图书购置", "30", "新增藏书5000册。"), ("全民阅读", "8", "举办讲座12场。")]
    groups = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标")]
    cells = [
        [("购书册数", "≥5,000册"), ("图书合格率", "100%"), ("阅读氛围", "有所提升"), ("读者满意度", "≥90%")],
        [("讲座场次", "12场"), ("到场率", "不低于80%"), ("参与人次", "≥1,200人次"), ("听众满意度", "≥90%")],
    ]
    table = Table([1200, 1200, 900, 1500] + [1000] * 8)
    table.add(
        Cell("单位", 1, 3), Cell("项目", 1, 3), Cell("预算数\n（万元）", 1, 3), Cell("年度目标", 1, 3),
        Cell("产出指标", 4), Cell("效益指标", 2), Cell("满意度指标", 2),
    )
    table.add(*(Cell(level2, 2) for _, level2 in groups))
    table.add(*["指标内容", "指标值"] * 4)
    for n, ((what, money, goal), row) in enumerate(zip(projects, cells, strict=True)):
        table.add(*([Cell(unit, 1, 2)] if n == 0 else []), what, money, goal, *(text for pair in row for text in pair))
    about = "a list of projects, a row each, with level 1 over level 2 over name and value; heads of one word (单位, 项目)"
    items = [("2024年部门预算项目支出绩效目标表", "title"), table]
    sample = Sample("columns-in-groups.docx", about, docx.document(*items, wide=True))
    for (what, money, _), row in zip(projects, cells, strict=True):
        lines = [f"{one} | {two} | {name} | {value}" for (one, two), (name, value) in zip(groups, row, strict=True)]
        sample.form(tree("\n".join(lines)), 2024, unit, what, money)
    return sample


def levels_on_rows():
    """A flat self-evaluation whose levels stand on rows of their own."""
    what = "数字城管运维"
    table = Table([2600, 1400, 1400, 1000, 1000, 1600])
    table.add("项目名称", Cell(what, 2), "项目单位", Cell("松陌市城市管理指挥中心", 2))
    table.add("指标名称", "目标值", "实际值", "分值", "得分", "备注")
    rows = tree("""
一、产出指标 | （一）数量指标 | 采集案件数 | ≥3万件 | 3.2万件 | 20 | 20
" | （二）质量指标 | 结案率 | ≥95% | 96% | 30 | 30
二、效益指标 | （一）社会效益指标 | 市容环境 | 明显改善 | 明显改善 | 30 | 29
三、满意度指标 | | 市民满意度 | ≥90% | 91% | 20 | 20
""")
    last = ("", "")
    for row in rows:
        if row.level1 != last[0]:
            table.add(Cell(row.level1, 6))
        if row.level2 and (row.level1, row.level2) != last:
            table.add(Cell(row.level2, 6))
        last = (row.level1, row.level2)
        table.add(row.name, row.target, row.at(0), row.at(1), row.at(2), "")
    table.add("合计", "", "", "100", "99", "")
    about = "a self-evaluation without level columns: the names of levels stand on rows of their own over the indicators"
    items = [("2023年度项目绩效自评表", "title"), table]
    return Sample("levels-on-rows.docx", about, docx.document(*items)).form(rows, 2023, "", what, "")


def weights_behind_names():
    """Weights in brackets behind names; a year and a quantity stand there too, and are none."""
    unit, what = "临岚县林业局", "湿地保护"
    rows = tree("""
产出指标 | 数量指标 | 湿地保护面积 | ≥300亩 | 310亩 | 25 | 25
" | 数量指标 | 补植株数（2023） | ≥2,000株 | 2,100株 | | 15
" | 质量指标 | 监测覆盖率 | 100% | 100% | 10 | 10
效益指标 | 生态效益指标 | 保护区面积（25亩） | 不减少 | 不减少 | | 40
""")
    table = Table([1100, 1300, 2200, 1400, 1400, 1000])
    table.add("项目名称", Cell(what, 2), "主管部门", Cell(unit, 2))
    table.add(Cell("资金情况\n（万元）", 1, 2), "年初预算数", "全年预算数", "全年执行数", "结余金额", "偏差率")
    table.add("60", "60", "54", "6", "10%")
    dressed = lambda row: f"{row.name}（{row.at(1)}）" if row.at(1) else row.name
    columns = [*LEVELS[:2], ("三级指标（分值）", 1, dressed), ("年度指标值", 1, target), ("实际完成值", 1, more(0)), ("评价得分", 1, more(2))]
    table.extend(block(rows, columns))
    table.add(Cell("总分", 5), "90")
    table.add("审核", "样例甲", Cell("复核：样例乙", 2), Cell("填报日期：2024年3月1日", 2))
    about = "weights in brackets behind names, beside a year and a quantity there; balances in the money table; 评价得分 is the only score"
    items = [("项目支出绩效自评表", "title"), ("（2023年度）", "title"), table]
    return Sample("weights-behind-names.docx", about, docx.document(*items)).form(rows, 2023, unit, what, "60")


def make():
    """The samples of this family."""
    return [columns_in_groups(), levels_on_rows(), weights_behind_names()]
