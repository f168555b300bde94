"""Self-evaluation and monitoring forms: layouts 4, 8, 9, 10, 11, 12, 16, 22 and 23."""

from . import docx
from .model import LEVELS, Cell, Sample, Table, block, more, name, target, tree

FOOT = "填表人：样例甲    填报日期：2024年3月15日    联系电话：000-0000    单位负责人签字："
SCORED = [("年度指标值", 1, target), ("实际完成值", 1, more(0)), ("分值", 1, more(1)), ("得分", 1, more(2)), ("偏差原因分析及改进措施", 1, more(3))]
MONEY_HEADS = ["年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "执行率", "得分"]


def broken(label):
    """`数量指标` as a narrow column shows it."""
    return label[:-2] + "\v" + label[-2:] if label.endswith("指标") and len(label) > 2 else label


def numbered(rows):
    """Each row's name behind `指标1：`, counted within its level 2."""
    places = {}
    for row in rows:
        key = (row.level1, row.level2)
        places[key] = places.get(key, 0) + 1
        yield id(row), f"指标{places[key]}：{row.name}"


def department():
    """Layout 4."""
    unit = "云溪市卫生健康局"
    rows = tree("""
产出指标 | 数量指标 | 免费孕前优生检查 | ≥1,200对 | 1,268对 | 12 | 12 |
" | " | 培训乡村医生 | ≥260人次 | 243人次 | 10 | 9.3 | 部分人员因防汛值守未能参训，次年补训
" | 质量指标 | 家庭医生签约服务规范率 | ≥90% | 93.5% | 10 | 10 |
" | 时效指标 | 突发公共卫生事件处置及时率 | 100% | 100% | 8 | 8 |
" | 成本指标 | “三公”经费控制 | ≤12.5万元 | 11.86万元 | 10 | 10 |
效益指标 | 经济效益指标 | 减少群众就医支出 | 有所减少 | 有所减少 | 8 | 7 | 缺少量化依据
" | 社会效益指标 | 居民健康素养水平 | ≥28% | 30.2% | 8 | 8 |
" | 生态效益指标 | 医疗废物集中处置率 | =100% | 100% | 7 | 7 |
" | 可持续影响指标 | 基层医疗服务能力 | 持续提升 | 持续提升 | 7 | 7 |
满意度指标 | 服务对象满意度指标 | 患者满意度 | ≥90% | 91% | 10 | 10 |
""")
    table = Table([700, 900, 1100, 2200, 1500, 1500, 900, 900, 2300]).extend(
        [
            [Cell("部门（单位）名称", 2), Cell(unit, 7)],
            [Cell("年度预算\v申请\v（万元）", 1, 5), Cell("", 2), *MONEY_HEADS],
            [Cell("年度资金总额：", 2), "1,250.00", "1,318.40", "1,282.36", "10", "97.27%", "9.7"],
            [Cell("按收入性质分：", 5), Cell("按支出性质分：", 3)],
            [Cell("其中：一般公共预算：1,218.40", 5), Cell("其中：基本支出：836.20", 3)],
            [Cell("政府性基金拨款：100.00", 5), Cell("项目支出：482.20", 3)],
            [Cell("年度\v总体\v目标", 1, 2), Cell("预期目标", 4), Cell("实际完成情况", 4)],
            [Cell("加强基层医疗服务体系建设。\n提高公共卫生服务水平。", 4), Cell("基层医疗服务体系建设任务基本完成。\n公共卫生服务水平稳步提高。", 4)],
        ]
    )
    columns = [("一级\v指标", 1, None), ("二级\v指标", 1, None), ("三级指标", 1, name), *SCORED]
    table.extend(block(rows, columns, "绩\n效\n指\n标", broken, broken))
    table.add(Cell("总分", 6), "100", "98", "")
    items = [("部门整体支出绩效自评表", "title"), ("（2023年度）", "title"), table, FOOT]
    about = "a department's self-evaluation: money matrix, labels broken over lines, a 总分 row"
    sample = Sample("self-evaluation-department.docx", about, docx.document(*items, wide=True))
    return sample.form(rows, 2023, unit, "", "1,318.40")


def project_head(project, unit, total, done, rate, points, kinds=("其中：当年财政拨款", "      上年结转资金", "      其他资金")):
    """The head of a project self-evaluation of nine columns: names, money matrix, objective."""
    rows = [
        [Cell("项目名称", 2), Cell(project, 7)],
        [Cell("主管部门", 2), Cell(unit, 3), Cell("实施单位", 2), Cell(unit, 2)],
        [Cell("项目资金\v（万元）", 1, 2 + len(kinds)), Cell("", 2), *MONEY_HEADS],
        [Cell("年度资金总额", 2), total, total, done, "10", rate, points],
        [Cell(kinds[0], 2), total, total, done, "—", rate, "—"],
    ]
    for kind in kinds[1:]:
        rows.append([Cell(kind, 2), "", "", "", "—", "", "—"])
    return rows


def objective(expected, actual, left=4, right=4):
    """Expected and reached."""
    return [[Cell("年度总体目标", 1, 2), Cell("预期目标", left), Cell("实际完成情况", right)], [Cell(expected, left), Cell(actual, right)]]


NINE = [700, 1100, 1200, 2300, 1400, 1400, 800, 800, 2200]


def project():
    """Layout 8."""
    unit, what = "青枫县文化旅游局", "非物质文化遗产保护经费"
    rows = tree("""
产出指标 | 数量指标 | 举办非遗展演活动 | ≥20场 | 22场 | 15 | 15 |
" | " | 扶持非遗传承人 | 36人 | 36人 | 15 | 15 |
" | 质量指标 | 经费支出合规性 | 严格执行财经制度 | 严格执行财经制度 | 10 | 10 |
" | 时效指标 | 资金拨付及时率 | ≥95% | 90% | 5 | 4 | 部分票据滞后
" | 成本指标 | 项目总成本 | ≤60万元 | 57.6万元 | 5 | 5 |
效益指标 | 社会效益指标 | 观众人次 | ≥1.5万人次 | 16,300人次 | 20 | 20 |
" | 可持续影响指标 | 非遗传承体系 | 逐步完善 | 逐步完善 | 10 | 9 | 
满意度指标 | 服务对象满意度指标 | 观众满意度 | ≥90% | 94% | 10 | 10 |
""")
    names = dict(numbered(rows))
    points = {"产出指标": "50分", "效益指标": "30分", "满意度指标": "10分"}
    table = Table(NINE).extend(project_head(what, unit, "60", "57.60", "96%", "9.6"))
    table.extend(objective("目标1：完成年度展演任务。\n目标2：落实传承人补助。", "展演任务全部完成，传承人补助已发放。"))
    columns = [*LEVELS[:2], ("三级指标", 1, lambda row: names[id(row)]), *SCORED]
    table.extend(block(rows, columns, "绩\v效\v指\v标", lambda label: f"{label}\n({points[label]})"))
    table.add(Cell("总分", 6), "100", "97.6", "")
    items = [("项目支出绩效自评表", "title"), ("(2023年度)", "title"), table, FOOT]
    about = "a project's self-evaluation: `产出指标 (50分)`, `指标1：…`, 90 points for the indicators and 10 for 执行率"
    return Sample("self-evaluation-project.docx", about, docx.document(*items, wide=True)).form(rows, 2023, unit, what, "60")


def score_before_value():
    """Layout 9."""
    unit, what = "临澜区粮食和物资储备局", "应急物资轮换项目"
    rows = tree("""
产出指标 | 数量指标 | 轮换大米 | ≥800吨 | 10 | 820吨 | 10 |
" | " | 轮换食用油 | ≥60吨 | 10 | 60吨 | 10 |
" | 质量指标 | 入库粮食质量合格率 | 100% | 15 | 100% | 15 |
" | 时效指标 | 轮换架空期 | ≤4个月 | 10 | 3.5个月 | 10 |
" | 成本指标 | 轮换费用 | ≤96元/吨 | 5 | 94.2元/吨 | 5 |
效益指标 | 社会效益指标 | 粮食市场供应 | 平稳有序 | 30 | 平稳有序 | 28 | 信息采集点偏少
满意度指标 | 服务对象满意度指标 | 承储企业满意度 | ≧90% | 10 | 95% | 10 |
""")
    table = Table(NINE).extend(project_head(what, unit, "88.50", "86.20", "97.4%", "9.74"))
    table.extend(objective("按计划完成储备粮油轮换。", "储备粮油轮换全部完成。"))
    columns = [*LEVELS, ("分值", 1, more(0)), ("年度指标值(A)", 1, target), ("全年实际值(B)", 1, more(1)), ("得分", 1, more(2)), ("未完成原因分析", 1, more(3))]
    table.extend(block(rows, columns, "绩效指标"))
    table.add(Cell("总分", 4), "100", "", "", "97.74", "")
    items = [("2023年度项目支出绩效自评表", "title"), table, FOOT]
    return Sample("score-before-value.docx", "the score column stands before the value columns", docx.document(*items, wide=True)).form(
        rows, 2023, unit, what, "88.50"
    )


def starred_details():
    """Layout 9 with a fourth level: a scored row behind a star, its details without a score below it."""
    unit, what = "松陌县疾病预防控制中心", "重点传染病防控项目"
    rows = tree("""
产出指标 | 数量指标 | 免疫规划接种 | | 20 | | 19.5 |
" | " | 接种疫苗 | ≥3.2万剂次 | | 3.1万剂次 | | 适龄儿童减少
" | " | 查漏补种 | ≥1,100人 | | 1,126人 | |
" | 质量指标 | 接种率 | ≥95% | 20 | 96.1% | 20 |
" | 时效指标 | 疫情报告时间 | ≤2小时 | 10 | 1.5小时 | 10 |
效益指标 | 社会效益指标 | 传染病发病率 | 低于全市平均 | 30 | 低于全市平均 | 30 |
满意度指标 | 服务对象满意度指标 | 接种家长满意度 | ≥90% | 10 | 93% | 10 |
""")
    table = Table(NINE).extend(project_head(what, unit, "45.00", "44.10", "98%", "9.8"))
    table.extend(objective("提高疫苗接种率，及时处置疫情。", "接种率达标，疫情处置及时。"))
    label = lambda row: ("★" if row.name == "免疫规划接种" else "") + row.name  # noqa: E731
    columns = [*LEVELS[:2], ("三级指标", 1, label), ("分值", 1, more(0)), ("年度指标值(A)", 1, target), ("全年实际值(B)", 1, more(1)), ("得分", 1, more(2)), ("未完成原因分析", 1, more(3))]
    table.extend(block(rows, columns, "绩效指标"))
    table.add(Cell("总分", 4), "100", "", "", "99.3", "")
    items = [("2023年度项目支出绩效自评表", "title"), table, FOOT]
    return Sample("starred-details.docx", "a scored row behind ★ over detail rows without a score", docx.document(*items, wide=True)).form(
        rows, 2023, unit, what, "45.00"
    )


def repeated_goals():
    """Layout 10: the block comes again for each yearly goal."""
    unit, what = "松陌县交通运输局", "农村公路养护项目"
    first = tree("""
产出指标 | 数量指标 | 日常养护里程 | 1,286公里 | 1,286公里 | 20
" | 质量指标 | 优良中等路率 | ≥85% | 86.3% | 10
效益指标 | 社会效益指标 | 农村客车通达率 | 100% | 100% | 10
""")
    second = tree("""
产出指标 | 数量指标 | 改造危桥 | 6座 | 5座 | 16.7
" | 时效指标 | 汛期抢通时间 | ≤24小时 | 18小时 | 10
满意度指标 | 服务对象满意度指标 | 沿线群众满意度 | ≥90% | 92% | 10
""")
    table = Table([1600, 1300, 1500, 2400, 1700, 1700, 900]).extend(
        [
            ["单位名称", Cell(unit, 3), "填报日期", Cell("2024年2月28日", 2)],
            ["项目名称", Cell(what, 6)],
            [Cell("预算执行情况（万元）\n（20分）", 1, 2), "", "预算数(A)", "执行数(B)", "执行率(B/A)", Cell("得分", 2)],
            ["年度财政资金总额", "460", "446.2", "97%", Cell("19.4", 2)],
        ]
    )
    columns = [*LEVELS, ("年初目标值(A)", 1, target), ("实际完成值(B)", 1, more(0)), ("得分", 1, more(1))]
    for number, (words, rows) in enumerate([("加强日常养护。", first), ("消除桥梁安全隐患。", second)], 1):
        table.add(f"年度绩效目标{number}\n（40分）", Cell(words, 6))
        table.extend(block(rows, columns, "年度绩效指标"))
    table.add(Cell("总分", 6), "96.1")
    items = [("2023年度农村公路养护项目自评表", "title"), table]
    sample = Sample("repeated-goals.docx", "the indicator block comes again for each yearly goal", docx.document(*items))
    return sample.form(first, 2023, unit, what, "460").more_rows(second)


def operator_value_unit():
    """Layout 11."""
    unit, what = "澄岚县文化馆", "公共文化场馆免费开放"
    rows = tree("""
产出指标 | 数量指标 | 开放天数 | ≥300天 | ≥ | 300 | 天 | 310 | 20 | 20 |
" | " | 公益讲座次数 | =12场 | = | 12 | 场 | 12 | 10 | 10 |
" | 质量指标 | 活动安全达标率 | ≥98% | ≥ | 98 | % | 100 | 10 | 10 |
" | 时效指标 | 经费支付时间 | 定性按月支付 | 定性 | 按月支付 |  | 按月支付 | 10 | 9 | 年初到位偏晚
效益指标 | 社会效益指标 | 服务群众 | ≥5万人次 | ≥ | 5 | 万人次 | 5.6 | 20 | 20 |
" | 可持续影响指标 | 管理机制健全性 | 定性好 | 定性 | 好 |  | 好 | 10 | 10 |
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% | ≥ | 95 | % | 96 | 10 | 10 |
""")
    heads = ["指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"]
    table = Table([900, 1100, 1200, 2100, 1000, 1200, 900, 1000, 800, 800, 2000]).extend(
        [
            [Cell("项目名称", 2), Cell(what, 9)],
            [Cell("主管部门", 2), Cell(unit, 3), Cell("实施单位（盖章）", 2), Cell(unit, 4)],
            [Cell("预算执行情况\v（10分）", 2, 2), Cell("年度预算数（万元）", 2), Cell("预算执行数（万元）", 3), Cell("执行率", 2), Cell("得分", 2)],
            [Cell("24.00", 2), Cell("24.00", 3), Cell("100%", 2), Cell("10", 2)],
        ]
    )
    table.extend(block(rows, [*LEVELS, *((head, 1, more(place)) for place, head in enumerate(heads))], "绩效指标\v（90分）"))
    table.add(Cell("合计", 8), "100", "99", "")
    for label, words in [("评价结论", "项目完成情况良好。"), ("存在问题", "经费到位时间偏晚。"), ("改进措施", "提前做好资金计划。")]:
        table.add(Cell(label, 2), Cell(words, 9))
    items = [("部门预算项目支出绩效自评表（2022年度）", "title"), table, "项目负责人：样例乙      财务负责人：样例丙"]
    about = "operator, value and unit in three columns; 合计, 评价结论, 存在问题 and 改进措施 below"
    return Sample("operator-value-unit.docx", about, docx.document(*items, wide=True)).form(rows, 2022, unit, what, "24.00")


def two_row_heading():
    """Layout 12."""
    unit, what = "青枫县农业农村局", "高标准农田建设项目"
    rows = tree("""
产出指标 | 数量指标 | 建设高标准农田 | ≧1.5万亩 | ≧ | 1.5 | 万亩 | 1.5 | 30 | 30 |
" | 质量指标 | 项目验收合格率 | ═100% | ═ | 100 | % | 100 | 10 | 10 |
" | 时效指标 | 完工时间 | ﹦12月 | ﹦ | 12 | 月 | 12 | 10 | 8 | 雨季停工
效益指标 | 经济效益指标 | 亩均增产 | ≧60公斤 | ≧ | 60 | 公斤 | 62 | 15 | 15 |
" | 生态效益指标 | 节水率 | ≧10% | ≧ | 10 | % | 11.2 | 15 | 13 |
满意度指标 | 服务对象满意度指标 | 受益农户满意度 | ≧90% | ≧ | 90 | % | 94 | 10 | 10 |
""")
    tail = ["实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    heading = [
        [Cell("年度指标值", 6), *(Cell(head, 1, 2) for head in tail)],
        [Cell(head) for head in ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]],
    ]
    heads = ["指标性质", "指标值", "度量单位", *tail]
    table = Table([1200, 1300, 2300, 1000, 1000, 1000, 1200, 800, 800, 2200]).extend(
        [
            ["项目名称", Cell(what, 9)],
            ["主管部门", Cell(unit, 4), "实施单位", Cell(unit, 4)],
            [Cell("项目资金\v（万元）", 1, 2), Cell("年初预算数", 2), Cell("全年预算数", 2), Cell("全年执行数", 2), "执行率", Cell("得分", 2)],
            [Cell("2,250", 2), Cell("2,250", 2), Cell("2,205", 2), "98%", Cell("10", 2)],
        ]
    )
    table.extend(block(rows, [*LEVELS, *((head, 1, more(place)) for place, head in enumerate(heads))], heading=heading))
    table.add(Cell("总分", 7), "100", "96", "优")
    items = [("2023年度项目支出绩效自评表", "title"), table]
    return Sample("two-row-heading.docx", "a heading of two rows: 年度指标值 over six columns; operators ≧ ═ ﹦", docx.document(*items, wide=True)).form(
        rows, 2023, unit, what, "2,250"
    )


def flat_list():
    """Layout 16."""
    unit, what = "云溪市市场监督管理局", "食品安全抽检项目"
    rows = tree("""
 | | 抽检批次 | ≥2600批次 | 批次 | ≥ | 2600 | 2618 | 1.00 | 30 | 30
 | | 不合格食品处置率 | =100% | % | = | 100 | 100 | 1.00 | 20 | 20
 | | 检验报告出具时间 | ≤20工作日 | 工作日 | ≤ | 20 | 18 | 1.00 | 15 | 15
 | | 单批次抽检成本 | ≤620元 | 元 | ≤ | 620 | 608 | 1.00 | 15 | 15
 | | 消费者满意度 | ≥85% | % | ≥ | 85 | 82 | 0.96 | 10 | 9.6
""")
    heads = ["计量单位", "指标性质", "指标值", "全年完成值", "得分系数", "权重", "得分"]
    table = Table([2600, 1100, 1000, 1200, 1200, 1000, 900, 900]).extend(
        [
            ["项目名称", Cell(what, 7)],
            ["主管部门", Cell(unit, 3), Cell("实施单位", 1), Cell("云溪市食品检验所", 3)],
            ["指标名称", *heads],
            *([row.name, *row.more] for row in rows),
            [Cell("合计", 6), "90", "89.6"],
        ]
    )
    items = [("2023年度项目支出绩效自评表", "title"), table]
    return Sample("flat-list.docx", "a flat list of indicators, no levels", docx.document(*items)).form(rows, 2023, unit, what, "")


def evaluation_score_sheet():
    """Layout 22."""
    unit, what = "临澜区民政局", "居家养老服务项目"
    rows = tree("""
决策 | 项目立项 | 立项依据充分性 | 充分 | 充分 | 5
" | 绩效目标 | 绩效目标合理性 | 合理 | 较合理 | 4
过程 | 资金管理 | 预算执行率 | 100% | 98.2% | 9.8
" | 组织实施 | 制度执行有效性 | 有效 | 有效 | 10
产出 | 产出数量 | 服务老人 | ≥2,300人 | 2,356人 | 20
" | 产出质量 | 服务达标率 | ≥95% | 96% | 20
效益 | 社会效益 | 老人满意度 | ≥90% | 93.4% | 30
""")
    points = {"决策": "10", "过程": "20", "产出": "40", "效益": "30"}
    firsts = []
    table = Table([1000, 800, 1200, 800, 2000, 1300, 1300, 900])
    table.add("项目名称", Cell(what, 3), "主管部门", Cell(unit, 3))
    table.add("一级指标", "权重", "二级指标", "分值", "三级指标", "目标值", "实际完成值", "得分")
    for row in rows:
        line = []
        if row.level1 not in firsts:
            firsts.append(row.level1)
            height = sum(other.level1 == row.level1 for other in rows)
            line = [Cell(row.level1, 1, height), Cell(points[row.level1], 1, height)]
        table.add(*line, row.level2, str(int(points[row.level1]) // sum(o.level1 == row.level1 for o in rows)), row.name, row.target, *row.more)
    table.add("合计", "100", "", "100", "", "", "", "98.8")
    items = [("2023年居家养老服务项目绩效评价评分表", "title"), table]
    about = "an evaluation's score sheet: 决策, 过程, 产出, 效益 are another scheme than a target form's"
    return Sample("evaluation-score-sheet.docx", about, docx.document(*items)).form(rows, 2023, unit, what, "")


def monitoring():
    """Layout 23."""
    unit, what = "澄岚县林业局", "森林防火项目"
    rows = tree("""
产出指标 | 数量指标 | 聘用护林员 | ≥120名 | 118名 | 120名 | | | √ | | | √ | | | 2名已列入补聘计划
" | " | 新建防火隔离带 | ≥15公里 | 9.2公里 | 15公里 | | | | | | √ | | |
" | 质量指标 | 火情当日扑灭率 | 100% | 100% | 100% | | | | | | √ | | |
" | 时效指标 | 隔离带完工时间 | 2024年11月底前 | 进行中 | 2024年11月 | √ | | | | | | √ | |
效益指标 | 生态效益指标 | 森林火灾受害率 | ≤0.9‰ | 0.1‰ | 0.2‰ | | | | | | √ | | |
满意度指标 | 服务对象满意度指标 | 林区群众满意度 | ≥85% | —— | 88% | | | | | √ | | √ | | 年底统一调查
""")
    tall = ["一级指标", "二级指标", "三级指标", "年度指标值", "1-7月执行数", "全年预计执行数"]
    causes, chances = ["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他"], ["确定能", "有可能", "完全不可能"]
    heading = [
        [*(Cell(head, 1, 2) for head in tall), Cell("偏差原因分析", 5), Cell("完成目标可能性", 3), Cell("备注", 1, 2)],
        [Cell(head) for head in causes + chances],
    ]
    columns = [*LEVELS, ("", 1, target), *(("", 1, more(place)) for place in range(11))]
    table = Table([900, 1000, 1500, 1300, 1100, 1200, *[600] * 8, 1300])
    table.add(Cell("项目名称", 2), Cell(what, 13))
    table.add(Cell("主管部门", 2), Cell(unit, 4), Cell("实施单位", 4), Cell(unit, 5))
    table.extend(block(rows, columns, heading=heading))
    items = [("2024年项目支出绩效运行监控表", "title"), table]
    about = "mid-year monitoring: a heading of two rows, ticks in one of several columns"
    return Sample("monitoring-ticks.docx", about, docx.document(*items, wide=True)).form(rows, 2024, unit, what, "")


def make():
    """The samples of this family."""
    return [
        department(),
        project(),
        score_before_value(),
        starred_details(),
        repeated_goals(),
        operator_value_unit(),
        two_row_heading(),
        flat_list(),
        evaluation_score_sheet(),
        monitoring(),
    ]
