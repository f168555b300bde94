"""Forms as departments of eleven provinces publish them: the real labels and cells, invented offices, projects and numbers."""

from . import docx
from .model import LEVELS, Cell, Sample, Table, block, more, name, same_runs, target, tree

SIX = [1000, 1100, 1400, 2600, 1600, 1600]
NINE = [700, 1100, 1200, 2300, 1400, 1400, 800, 800, 2200]


def anhui_target():
    """Project target; the money block holds label and amount in one cell."""
    unit, what = "[000]临澜区残疾人联合会", "残疾人居家照料补助"
    rows = tree("""
产出指标 | 数量指标 | 照料服务人数 | ≥1800人
" | " | 覆盖乡镇街道数量 | =22个
" | " | 发放护理用品 | ≥400件
" | 质量指标 | 服务合格率 | 1
" | 时效指标 | 服务完成时间 | 2023年12月前
" | 成本指标 | 人均补助标准 | ≤400元
效益指标 | 社会效益 | 减轻家庭照料负担 | 明显减轻
" | 可持续影响 | 服务网络持续运行 | 长期
满意度指标 | 服务对象满意度 | 残疾人及家属满意度 | ≥90%
""")
    table = Table(SIX).extend(
        [
            [Cell("项目名称", 2), Cell(what, 4)],
            [Cell("主管部门及代码", 2), Cell(unit, 2), "实施单位", "临澜区残疾人联合会"],
            [Cell("项目来源", 2), Cell("本级申报项目", 2), "项目期", "3年"],
            [Cell("项目资金\n(万元)", 2, 3), Cell(" 年度资金总额: ", 2), Cell("80", 2)],
            [Cell("  其中:财政拨款 ", 2), Cell("80", 2)],
            [Cell("        其他资金 ", 2), Cell("  0.00 ", 2)],
            [Cell("立项依据", 2), Cell("依据残疾人居家照料实施方案。", 4)],
            ["年度\n目标", Cell("为重度残疾人提供居家照料服务。", 5)],
        ]
    )
    columns = [("一级\n指标", 1, None), ("二级指标", 1, None), ("三级指标", 1, name), ("指标值", 2, target)]
    table.extend(block(rows, columns, "绩\n效\n指\n标"))
    items = [("项目支出绩效目标表", "title"), (" (2023年度)", "title"), "项目责任人:样例甲 单位(盖章):", table]
    about = "Anhui, project target (family 1): 项目来源, 项目期 and 立项依据; 主管部门及代码 with the code before the name"
    return Sample("published-anhui-target.docx", about, docx.document(*items)).form(rows, 2023, unit, what, "80")


def anhui_evaluation():
    """Project self-evaluation: the score stands in the level's cell, a preprinted row of dots after each level 2."""
    unit, what = "云溪市园林绿化中心", "公园保洁经费"
    rows = tree("""
产出指标 | 数量指标 | 保洁公园的个数 | ≥6个 | 6个 | 12 | 12 |
" | " | 保洁人员数量 | ≥24人 | 32人 | 12 | 12 |
" | " | …… | | | | |
" | 质量指标 | 经费支出合规性 | 严格执行相关财经法规制度 | 严格执行相关财经法规制度 | 10 | 10 |
" | " | …… | | | | |
" | 时效指标 | 保洁完成及时率 | 100% | 98% | 8 | 7.8 | 雨雪天气
" | 成本指标 | 保洁总费用 | ≤100万元 | 100万元 | 8 | 8 |
效益指标 | 生态效益指标 | 公园环境 | 整洁 | 整洁 | 30 | 30 |
满意度指标 | 服务对象满意度指标 | 游客满意度 | ≥90% | 93% | 10 | 10 |
""")
    points = {"产出指标": "产\n出\n指\n标\n(50分)", "效益指标": "效益指标\n(30分)", "满意度指标": "满意度\n指标\n(10分)"}
    labels, seen = {}, {}
    for row in rows:
        key = (row.level1, row.level2)
        seen[key] = seen.get(key, 0) + 1
        labels[id(row)] = row.name if row.name == "……" else f"指标{seen[key]}：{row.name}"
    heads = ["年初预算数", "全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "得分"]
    table = Table(NINE).extend(
        [
            [Cell("项目名称", 2), Cell(what, 7)],
            [Cell("主管部门", 2), Cell("云溪市城市管理局", 3), Cell("实施单位", 2), Cell(unit, 2)],
            [Cell("项目资金\n(万元)", 1, 5), Cell("", 2), *heads],
            [Cell("年度资金总额: ", 2), "100", "100", "100", "10", "100%", "10"],
            [Cell(" 其中:本年财政拨款", 2), "100", "100", "100", "-", "", "-"],
            [Cell("    上年结转资金", 2), "", "", "", "-", "", "-"],
            [Cell("       其他资金", 2), "", "", "", "-", "", "-"],
            [Cell("年度总体目标完成情况", 1, 2), Cell("预期目标", 4), Cell("实际完成情况", 4)],
            [Cell("支持公园保洁，巩固创建成果。", 4), Cell("完成公园保洁，巩固了创建成果。", 4)],
        ]
    )
    tail = [("年度指标值", 1, target), ("实际完成值", 1, more(0)), ("分值", 1, more(1)), ("得分", 1, more(2)), ("偏差原因分析及改进措施", 1, more(3))]
    columns = [("一级\n指标", 1, None), ("二级指标", 1, None), ("三级指标", 1, lambda row: labels[id(row)]), *tail]
    table.extend(block(rows, columns, "年度绩效指标完成情况", level1=points.get))
    table.add(Cell("总分", 6), "100", "99.8", "")
    items = [("项目支出绩效自评表 ", "title"), ("(2021年度)", "title"), table]
    about = "Anhui, project self-evaluation (family 8): four lines of money, 年度总体目标完成情况, rows of dots, 产出指标 letter by letter"
    return Sample("published-anhui-evaluation.docx", about, docx.document(*items, wide=True)).form(rows, 2021, "云溪市城市管理局", what, "100")


def chongqing_target():
    """Key project target: three fields a row, a flat list of indicators."""
    unit, what = "青枫县石桥街道办事处", "背街小巷日常维护经费"
    rows = tree("""
 | | 维护老集镇个数 | =1个 | 20 | = | 1 | 个
 | | 清扫保洁面积 | ≥1712486平方米 | 20 | ≥ | 1712486 | 平方米
 | | 公厕运行完好率 | ≥95% | 20 | ≥ | 95 | %
 | | 维护费用总额 | ≤243.02万元 | 20 | ≤ | 243.02 | 万元
 | | 居民满意度 | ≥90% | 20 | ≥ | 90 | %
""")
    table = Table([1500, 1600, 1500, 1500, 1500, 1700]).extend(
        [
            ["预算单位", unit, "项目主管部门", unit, "项目名称", what],
            ["项目预计\n开始时间", "1/1/2021", "预计完成时间", "12/31/2021", "项目申报金额\n(万元)", "243.02"],
            ["项目属性", "延续项目", "项目分类", "常年性", "支出分类", "重点专项"],
            ["政策依据", Cell("街道办〔2020〕4号", 5)],
            ["项目理由", Cell("", 5)],
            ["项目概况", Cell("用于维护老集镇1个、标准5万元/年；背街小巷设施维护；共计2430200元。", 5)],
            ["项目支出明细", Cell("维修(护)费1980200元;委托业务费450000元", 5)],
            ["项目\n实施进度计划", Cell("2021年12月31日前完成", 5)],
            ["项目中期规划绩效目标", Cell("", 5)],
            ["项目当年绩效目标", Cell("完成1个老集镇的维护，完成背街小巷的管护。", 5)],
            [Cell("绩效指标", 1, len(rows) + 1), "指标", "指标权重", "指标性质", "指标值", "度量单位"],
            *([row.name, *row.more] for row in rows),
        ]
    )
    items = [(f"{unit}2021年重点项目绩效目标表", "title"), table]
    about = "Chongqing, key project target (family 16): three labels a row, a flat list headed 指标, dates as 1/1/2021"
    return Sample("published-chongqing-target.docx", about, docx.document(*items)).form(rows, 2021, unit, what, "243.02")


def treasury_bond_target():
    """Bond project target: title and year are rows of the table."""
    unit, what = "松陌县城市管理委员会", "疫情期间病媒防治和环境清洁费用"
    rows = tree("""
产出指标 | 数量指标 | 清扫保洁道路面积 | 134.6088万平方米
" | " | 清扫保洁道路条数 | 48条
" | " | 生活垃圾运输车辆 | 28辆
" | 质量指标 | 垃圾无害化处理率 | 100%
" | 时效指标 | 环境卫生专项考核 | 1次/月
" | " | 各项费用使用周期 | 2020年1月--2020年11月
" | 成本指标 | 人工成本 | ≤62万/月
效益指标 | 社会效益指标 | 清扫保洁覆盖率 | ≥99%
" | 可持续影响指标 | 保障期限 | 2020年1月--2020年11月
满意度指标 | 服务对象满意度指标 | 周围群众满意度 | ≥90%
""")
    table = Table([900, 1300, 1700, 2600, 1700, 900]).extend(
        [
            [Cell("抗疫特别国债项目绩效目标表(打捆项目)", 6)],
            [Cell("(2020年度)", 6)],
            [Cell("项目名称", 2), Cell(what, 4)],
            [Cell("主管预算部门", 2), Cell(unit, 2), "项目预算金额\n(万元)", "565.2"],
            ["绩           效           目           标", Cell("1.做好环境清洁消杀工作。\n2.达到干净整洁、日产日清的效果。", 5)],
        ]
    )
    table.extend(block(rows, [*LEVELS, ("指标值", 2, target)], "绩           效           指           标"))
    about = "an anti-epidemic treasury bond's project target (family 1): title and year inside the table, labels spaced out"
    return Sample("published-bond-target.docx", about, docx.document(table)).form(rows, 2020, unit, what, "565.2")


def gansu_target():
    """Provincial project target: two forms in one document, cost as a level 1 with unit words behind the values."""
    unit = "澄岚县文化和旅游局"
    first = tree("""
产出指标 | 数量指标 | 免费开放天数 | =300天
" | 质量指标 | 博物馆绩效考核指标完成率 | =100百分比
" | 时效指标 | 各项工作完成及时率 | ≥99百分比
成本指标 | 经济成本指标 | 资金使用效率 | =100百分比
" | 社会成本指标 | 对当地文物保护、文化传承影响 | 长远
" | 生态环境成本指标 | 提升博物馆绿化水平 | 提升
效益指标 | 经济效益指标 | 为当地提供就业岗位 | 增加岗位
" | 社会效益指标 | 免费开放接待观众人数 | =30000人次
" | 生态效益指标 | 历史文化传承环保意识时限 | 长远
满意度指标 | 服务对象满意度 | 服务对象满意度 | ≥99百分比
""")
    second = tree("""
产出指标 | 数量指标 | 改造展厅 | =2个
" | 质量指标 | 验收合格率 | =100百分比
成本指标 | 经济成本指标 | 展厅改造费用 | ≤174.78万元
效益指标 | 社会效益指标 | 观众人数 | ≥40000人次
满意度指标 | 服务对象满意度 | 观众满意度 | ≥95百分比
""")
    about = "Gansu, provincial project target (family 17): a long head, 成本指标 as a level 1, 百分比 as a unit, two forms in one document"
    sample = Sample("published-gansu-target.docx", about, b"")
    items = []
    for parent, what, total, rows in [
        ("文化事业发展专项资金", "博物馆免费开放补助资金", "20万元", first),
        ("公共文化服务体系建设专项资金", "博物馆提升改造项目", "174.78万元", second),
    ]:
        table = Table([1700, 2000, 2600, 2600]).extend(
            [
                ["一级项目名称", parent, "二级项目名称", what],
                ["项目类型", "新增项目", "项目分类", "专项工作经费"],
                ["资金用途", "业务类项目", "项目主管部门", unit],
                ["项目开始日期", "2023-01-01", "项目完成日期", "2023-12-31"],
                ["项目总投资", total, "中央补助安排", "0"],
                ["省级财政安排", "0", "其他资金", total],
                ["预算申报数", total, "资金性质", "一般公共预算"],
                ["基本情况", Cell("保障博物馆正常运转", 3)],
                ["项目立项必要性", Cell("保障各项业务正常运行", 3)],
                ["保证项目实施的制度措施", Cell("博物馆绩效考核", 3)],
                ["项目实施计划", Cell("组织实施", 3)],
                ["组织实施单位", "澄岚县文物保护中心", "监督管理单位", unit],
                ["项目实施单位", Cell("澄岚县博物馆", 3)],
                ["政策依据", "〔2022〕8号", "其他依据", ""],
                ["需要说明的其他问题", Cell("", 3)],
                ["年度绩效目标", Cell("进一步提高免费开放服务水平", 3)],
            ]
        )
        columns = [("一级指标", 1, None), ("二级指标", 1, None), ("三级指标", 1, name), ("指标目标值", 1, target)]
        table.extend(block(rows, columns))
        items += [("省级部门预算项目支出绩效目标表", "title"), ("（2023年度）", "title"), table]
        sample.form(rows, 2023, unit, what, total)
    sample.data = docx.document(*items)
    return sample


def hebei_grades():
    """Four grades, several forms on one page, each numbered and named by the file that allots the money."""
    first = tree("""
产出指标 | | 救助覆盖率 | 100% | 困难群众基本生活救助是否应救尽救 | 90% | 85% | 85% | 按临时救助标准评价
" | | 救助资金按标准发放的比率 | 90% | 救助标准与经济社会发展水平相适应 | 80% | 70% | 70% | 按临时救助标准评价
效果指标 | | 救助对象对救助工作满意度(%) | 85% | 问卷调查中满意的救助对象所占的比率 | 80% | 70% | 70% | 按服务对象满意度评价
""")
    second = tree("""
产出指标 | | 资金拨付及时率 | 100% | 资金是否按时拨付 | 95% | 90% | 90% | 按工作计划评价
效果指标 | | 残疾人生活改善程度 | 明显 | 抽样调查 | 较好 | 一般 | 较差 | 按抽样结果评价
""")
    about = "Hebei, four grades (family 19): several forms on one page, numbered, named by the letter that allots the money"
    sample = Sample("published-hebei-grades.docx", about, b"")
    items = [("2019年预算项目绩效目标", "title")]
    for number, (letter, words, rows) in enumerate(
        [("青财社〔2018〕26号提前下达困难群众救助补助预算指标", "保障困难群众的基本生活", first), ("青财社〔2018〕31号残疾人生活补贴", "改善残疾人生活", second)], 1
    ):
        table = Table([1300, 1800, 2400, 800, 800, 800, 800, 1700])
        table.add("绩效目标", Cell(words, 7))
        table.add(*(Cell(head, 1, 2) for head in ["绩效指标分类", "绩效指标", "绩效指标描述"]), Cell("绩效指标评价标准", 4), Cell("评价标准确定依据", 1, 2))
        table.add(*"优良中差")
        firsts = same_runs([row.level1 for row in rows])
        for place, row in enumerate(rows):
            level1 = [Cell(row.level1, 1, firsts[place])] if firsts[place] else []
            table.add(*level1, row.name, row.at(0), row.target, *row.more[1:])
        items += [f"{number}、{letter}绩效目标表", table]
        sample.form(rows, 2019)
    sample.data = docx.document(*items)
    return sample


def heilongjiang_blank():
    """An application form that nobody filled in: head, money by source, money by item, targets."""
    rows = tree("""
 | 目标完成程度 | 1. |
 | " | 2. |
 | 项目实施效益 | 1. |
""")
    kinds = ["1.重大课题(规划)□ 2.网络运行维护□ 3.考核奖励□", "4.大型培训□ 5.其他□"]
    heads = ["上年度预算安排", "上年度实际执行", "本年度申请金额"]
    table = Table([1200, 1600, 1900, 1700, 1700, 1700]).extend(
        [
            [Cell("项目基本情况", 1, 4), "项目名称", "", "项目负责人", Cell("", 2)],
            ["联系电话", Cell("", 4)],
            ["项目类别", Cell("\n".join(kinds), 4)],
            ["项目属性", Cell("新增项目□ 延续项目□", 2), "项目计划\n实施时间", "年 月 日 至 年 月 日"],
            [Cell("项目申请原因(包括设立依据、可行性及必要性)", 2), Cell("", 4)],
            [Cell("项目资金情况", 1, 5), Cell("资金来源\n(万元)", 1, 5), "项目", *heads],
            ["合计", "*", "*", "*"],
            ["财政拨款", "——", "——", ""],
            ["政府性基金拨款", "-—", "——", ""],
            ["其他资金", "-—", "——", ""],
            [Cell("绩效目标情况", 1, 2), Cell("预期目标", 1, 2), "内容", Cell("部门(单位)申报", 3)],
            ["预期效果", Cell("", 3)],
            [Cell("绩效\n指标", 1, 5), Cell("指标名称", 2), *(Cell(head, 1, 2) for head in ("上年度\n实际水平", "本年度\n计划水平", "指标内容/计算公式"))],
            ["二级指标", "三级指标"],
            ["目标完成程度", "1.", "", "", ""],
            ["", "2.", "", "", ""],
            ["项目实施效益", "1.", "", "", ""],
        ]
    )
    items = ["附1:", ("云溪市部门预算项目支出绩效目标申报表", "title"), ("( 年度)", "title"), "编制单位(盖章):", table]
    about = "Heilongjiang, a blank application form: money by source, 上年度实际水平 and 本年度计划水平, two levels; its rows are placeholders"
    return Sample("published-heilongjiang-blank.docx", about, docx.document(*items)).form(rows, budget="*")


def hubei_budget_detail(old):
    """Municipal project target with its budget: costs by item; 一级指标 holds what is a level 2 elsewhere."""
    unit, what = ("云溪市图书馆", "图书馆资源购置和信息共享专项经费") if old else ("云溪市机关事务服务中心", "办公大楼运行保障")
    rows = tree("""
数量指标 | 购置图书 | 购置图书 | ≥20000册 | 反映全年购书情况
" | 流动图书车出车 | 流动图书车出车 | ≥20次 | 反映送书下乡情况
质量指标 | 图书加工合格率 | 图书加工合格率 | ≥98% | 反映加工质量
成本指标 | 单册成本 | 单册成本 | ≤25元 | 反映购书成本
社会效益指标 | 到馆读者 | 到馆读者 | ≥12万人次 | 反映服务面
满意度指标 | 读者满意度 | 读者满意度 | ≥95% | 问卷调查
""" if old else """
数量指标 | 日常维修维护次数 | 日常维修维护次数 | ≥280次 | 反映全年维修维护情况
" | 安检巡察次数 | 安检巡察次数 | ≥200次 | 反映保卫巡检情况
质量指标 | 维修维护验收合格率 | 维修维护验收合格率 | >92% | 反映维修维护质量情况
" | 设备更新验收合格率 | 设备更新验收合格率 | ≥92% | 反映设备更新验收情况
成本指标 | 成本控制率 | 成本控制率 | 不超预算 | 反映成本控制情况
时效指标 | 故障处理时间 | 故障处理时间 | ≤2小时 | 反映维修速度
满意度指标 | 大楼服务对象满意度 | 大楼服务对象满意度 | ≥95% | 问卷调查
""")
    rows = [type(row)(row.level1, "", row.name, row.target, row.more) for row in rows]
    year, costs = (2020, [("流动图书车运行维护费", "5.00", "1.维修费5次*5000=25000元\n2.汽油20次*500=10000元", "4.60", "4.80"), ("图书购置", "60.00", "图书20000册*25=500000元", "55.00", "58.00")]) if old else (
        2022, [("保安服务费", "19.1", "依据招标文件", "19.1", "19.1"), ("水电气、维修维护费", "52.4", "各项费用据实结算", "37.288", "50.455")])
    total = "65.00" if old else "71.5"
    table = Table([1100, 1700, 1300, 2600, 1500, 1500]).extend(
        [
            ["项目名称", what, "项目类别" if old else "项目类型", "运行维护类" if old else "本级支出项目", "项目性质", "常年性项目"],
            ["立项依据", Cell("依据馆藏发展规划和有关文件。" if old else "三定方案", 5)],
            [Cell("项目预算", 1, len(costs) + 2), "成本构成", "金额", "测算(公式)依据", f"{year - 2}年实际执行数", f"{year - 1}年实际执行数"],
            *([*cost] for cost in costs),
            ["合计", total, "", "59.60" if old else "56.388", "62.80" if old else "69.555"],
            ["绩效目标", Cell("不断提高服务质量。", 5)],
        ]
    )
    measures = ["保障绩效目标实现措施", Cell("建立健全项目管理制度。", 5)]
    lines = [[Cell("绩效指标", 1, len(rows) + 1), "一级指标", "二级指标", "绩效标准", Cell("当年预期实现值", 2)]]
    firsts = same_runs([row.level1 for row in rows])
    for place, row in enumerate(rows):
        level1 = [Cell(row.level1, 1, firsts[place])] if firsts[place] else []
        lines.append([*level1, row.name, row.at(0), Cell(row.target, 2)])
    table.extend([*lines, measures] if old else [measures, *lines])
    table.add("主管部门\n审核意见", Cell("单位公章：   年   月   日", 5))
    head = [(f"云溪市{year}年市直部门预算项目支出绩效目标表", "title"), f" 申报单位: {unit}", "金额单位:万元"]
    key = "published-hubei-library.docx" if old else "published-hubei-offices.docx"
    about = ("Hubei, municipal project target of 2020 (family 20): costs by item with the two years before; 一级指标 is 数量指标 …, 二级指标 the name" if old
             else "the same of 2022: measures above the block, operators misread on the page restored, 主管部门审核意见 below")
    return Sample(key, about, docx.document(*head, table)).form(rows, year, unit, what, total)


def hubei_approval():
    """Project target as approved: last year and this year below 指标值; 产出指标 in the middle of its rows, not merged."""
    unit, what = "青枫县行政干部培训中心", "主体班培训"
    rows = tree("""
产出指标 | 数量指标 | 主体班培训人次 | 280人次
" | " | 邀请校外专家授课人次 | 25人次
" | " | 情景教学批次 | 6次
" | " | 开设课程数量 | 220
" | 质量指标 | 培训完成率 | 100%
" | " | 课程数量达标率 | 100%
" | 时效指标 | 及时完成率 | 100%
" | 成本指标 | 成本控制率 | 100%
满意度指标 | 服务对象满意度指标 | 培训学员对培训效果满意度 | ≥95%
""")
    table = Table([900, 1200, 1700, 2600, 1400, 1400, 1500]).extend(
        [
            ["项目名称", Cell(what, 3), "项目负责人", Cell("", 2)],
            ["项目金额", Cell("164万元", 2), Cell("其中：当年市级财政资金", 2), Cell("132万元", 2)],
            ["项目主管部门", Cell("", 2), "实施单位", Cell(unit, 3)],
            ["项目属性", Cell("持续性项目■ 新增性项目□", 3), "项目期", Cell("2022年", 2)],
            ["年度绩效目标\n（文字）", Cell("主体班培训280人次；开设课程数量220门。", 6)],
            [Cell("绩效指标", 1, len(rows) + 2), Cell("一级指标", 1, 2), Cell("二级指标", 1, 2), Cell("三级指标", 1, 2), Cell("指标值", 2), Cell("指标标准或依据", 1, 2)],
            ["2021年实际实现值", "预期2022年实现值"],
        ]
    )
    seconds = same_runs([(row.level1, row.level2) for row in rows])
    for place, row in enumerate(rows):
        level1 = row.level1 if place in (4, 8) else ""
        level2 = [Cell(row.level2, 1, seconds[place])] if seconds[place] else []
        table.add(level1, *level2, row.name, "", row.target, "")
    table.add(Cell("财政资金管理科室（盖章）\n年 月 日", 4), Cell("财政绩效管理科室（盖章）\n年 月 日", 3))
    items = [("项目支出绩效目标批复表", "title"), ("（2022年度）", "title"), table]
    about = "Hubei, project target as approved (family 18): last year's column blank, 产出指标 printed once in the middle, seals of two offices below"
    return Sample("published-hubei-approval.docx", about, docx.document(*items, wide=True)).form(rows, 2022, "", what, "164万元")


def region_target():
    """A subsidy's region target: values blank, 效果指标 as a level 1."""
    what = "残疾人事业发展补助资金"
    rows = tree("""
产出指标 | 数量指标 | 基本康复服务人数 |
" | " | 精神病患者提供服药补贴人数 | ≥1200人
" | " | 资助特校学生数 |
" | 质量指标 | 补助标准执行达标率 | 100%
" | " | 精神病患者服药率 | ≥85%
效果指标 | 社会效益指标 | 受助对象就业创业能力提升认可度 | ≥80%
" | 服务对象满意度指标 | 托养残疾人满意程度 | ≥90%
" | " | 接受教育创业补助扶持的残疾人满意度 |
""")
    goals = "\n".join(f"目标{n}：{words}" for n, words in enumerate(["为残疾人提供基本康复服务。", "对特殊学校残疾学生进行资助。", "扶持残疾人就业创业。"], 1))
    table = Table([900, 1100, 1500, 3200, 2000]).extend(
        [
            [Cell("专项名称", 2), Cell(what, 3)],
            [Cell("主管部门", 2), "省残疾人事务局", "资金额度", "462万"],
            ["年\n度\n总\n体\n目\n标", Cell(goals, 4)],
        ]
    )
    columns = [("一级\n指标", 1, None), ("二级指标", 1, None), ("三级指标", 1, name), ("指标值", 1, target)]
    table.extend(block(rows, columns, "绩\n效\n指\n标", level1=lambda label: "\n".join(label), level2=lambda label: label[:-2] + "\n" + label[-2:]))
    items = ["附件 2", (f"{what}区域绩效目标表", "title"), ("( 2019 年度)", "title"), table]
    about = "a subsidy's region target (family 24): 资金额度, 效果指标 as a level 1, blank values, labels letter by letter"
    return Sample("published-region-target.docx", about, docx.document(*items)).form(rows, 2019, "省残疾人事务局", what, "462万")


def sichuan_evaluation():
    """Two self-evaluations in one table, with what was done in words and the ways of asking for money by source."""
    unit = "澄岚县文化广播和旅游局"
    first = tree("""
产出指标 | 数量指标 | 免费开放天数 | ≥300天 | ≥ | 300 | 天 | 310 | 20 | 20 |
" | 质量指标 | 公益性讲座知晓率 | =100% | = | 100 | % | 100 | 20 | 20 |
效益指标 | 可持续影响指标 | 图书馆管理机制健全性 | 定性好坏 | 定性 | 好坏 | | 好坏 | 30 | 30 |
满意度指标 | 服务对象满意度指标 | 活动参与人员满意度 | ≥95% | ≥ | 95 | % | 95 | 10 | 10 |
" | " | 聘用人员满意度 | ≥95% | ≥ | 95 | % | 95 | 10 | 10 |
""")
    second = tree("""
产出指标 | 数量指标 | 购置服装套数 | ＝9套 | ＝ | 9 | 套 | 9 | 40 | 40 |
" | 成本指标 | 每套单价 | ≤4163元 | ≤ | 4163 | 元 | 4163 | 20 | 20 |
满意度指标 | 服务对象满意度指标 | 执法人员满意度 | ≥95% | ≥ | 95 | % | 96 | 30 | 29 |
""")
    about = "Sichuan, project self-evaluation (family 11): two forms in one table, each under a title row; goals and execution in words"
    sample = Sample("published-sichuan-evaluation.docx", about, b"")
    heads = ["指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"]
    table = Table([900, 1100, 1200, 2100, 1000, 1200, 900, 1000, 800, 800, 2000])
    for number, what, money, rows in [("000000", "图书馆免费开放", "20.00", first), ("000001", "执法服装购置", "3.75", second)]:
        title = f"00000022T{number}-{what}"
        table.add(Cell("部门预算项目支出绩效自评表(2022年度)", 11))
        table.extend(
            [
                [Cell("项目名称", 2), Cell(title, 9)],
                [Cell("主管部门", 2), Cell(unit, 3), Cell("实施单位\n(盖章)", 2), Cell(unit, 4)],
                [Cell("项目基本情况", 1, 3), Cell("1.项目年度目标完成情况", 2, 2), Cell("项目年度目标", 4), Cell("年度目标完成情况", 4)],
                [Cell("完成全年任务。", 4), Cell("全年任务已完成。\n", 4)],
                [Cell("2.项目实施内容及过程概述", 2), Cell("严格按照方案实施，报局党组会议讨论通过。", 8)],
                [Cell("预算执行情况(10分)", 1, 3), Cell("年度预算数(万元)", 2), Cell("年初预算", 2), Cell("调整后预算数", 2), Cell("预算执行数", 2), Cell("预算执行率", 2)],
                [Cell("总额", 2), Cell(money, 2), Cell(money, 2), Cell(money, 2), Cell("100.00%", 2)],
                [Cell("其中：财政资金", 2), Cell(money, 2), Cell(money, 2), Cell(money, 2), Cell("100.00%", 2)],
            ]
        )
        table.extend(block(rows, [*LEVELS, *((head, 1, more(place)) for place, head in enumerate(heads))], "绩效指标\n(90分)"))
        score = "100" if rows is first else "99"
        table.add(Cell("合计", 8), "100", score, "")
        for label, words in [("评价结论", "项目完成情况良好。"), ("存在问题", "经费到位时间偏晚。"), ("改进措施", "提前做好资金计划。")]:
            table.add(Cell(label, 2), Cell(words, 9))
        table.add(Cell("项目负责人：样例乙", 6), Cell("财务负责人：样例丙", 5))
        sample.form(rows, 2022, unit, title, money)
    sample.data = docx.document(table, wide=True)
    return sample


def yunnan_evaluation():
    """Self-evaluation whose page goes on with the spine and the heading again; a level without a row; values of two sorts."""
    unit, what = "青枫县农业农村局", "示范园农产品加工车间建设项目(续建)"
    rows = tree("""
产出指标 | 数量指标 | 1290.3平方米冷库建设及配套生产设备安装 | ≥1290.3平方米 | 1290.3平方米 | 10.3 | 10.3 |
" | " | 配套烘干杀菌设备购置及安装 | 550 | 20 | 9.3 | 9.3 |
" | " | 配套变压器3台 | 3 | | 9.3 | 9.3 |
" | 经济效益指标 | 奖补资金兑付率(%) | ≥100% | ≥100% | 10.8 | 10.8 |
" | 时效指标 | 任务完成时限(月) | 10 | 10 | 10.3 | 10.3 |
""")
    second = tree("""
效益指标 | 经济效益指标 | 带动村集体增收 | ≥10万元 | 12万元 | 15 | 15 |
" | 可持续影响指标 | 车间使用年限 | ≥10年 | 10年 | 15 | 15 |
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% | 96% | 10 | 10 |
""")
    heads = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    goals = "目标1：建设冷库1290.3平方米。目标2：购置烘干设备。目标3：配套变压器3台。"
    table = Table(NINE).extend(
        [
            [Cell("项目名称", 2), Cell(what, 7)],
            [Cell("主管部门", 2), Cell(unit, 3), Cell("实施单位", 2), Cell("青枫县国有资本管理中心", 2)],
            [Cell("项目资金\n(万元)", 1, 5), Cell("", 2), *heads],
            [Cell("年度资金总额", 2), "1100", "1100", "1100", "10", "100%", "10"],
            [Cell("其中：当年财政拨款", 2), "1100", "1100", "1100", "—", "100%", "—"],
            [Cell("上年结转资金", 2), "", "", "", "—", "", "—"],
            [Cell("其他资金", 2), "", "", "", "—", "", "—"],
            [Cell("年度总体目标", 1, 2), Cell("预期目标", 4), Cell("实际完成情况", 4)],
            [Cell(goals, 4), Cell(goals, 4)],
        ]
    )
    tail = [("年度指标值", 1, target), ("实际完成值", 1, more(0)), ("分值", 1, more(1)), ("得分", 1, more(2)), ("偏差原因分析及改进措施", 1, more(3))]
    lines = block(rows, [*LEVELS, *tail], "绩\n效\n指\n标", level1=lambda label: label + "(50分)")
    # 成本指标 stands in the form and nobody filled it in.
    lines[0][0].rows += 1
    lines[1][0].rows += 1
    lines.append([Cell("成本指标"), *[Cell("")] * 6])
    table.extend(lines)
    more_lines = block(second, [*LEVELS, *tail], None, level1=lambda label: label + ("(30分)" if label == "效益指标" else "(10分)"))[1:]
    more_lines[0].insert(0, Cell("绩\n效\n指\n标", 1, len(more_lines)))
    table.extend(more_lines)
    table.add(Cell("总分", 6), "100", "100", "")
    items = [("项目支出绩效自评表", "title"), ("(2022年度)", "title"), table]
    about = "Yunnan, project self-evaluation (family 8): the cell beside the block printed twice, a level 2 without a row, 经济效益指标 under 产出指标"
    return Sample("published-yunnan-evaluation.docx", about, docx.document(*items, wide=True)).form(rows + second, 2022, unit, what, "1100")


def make():
    """The samples of this family."""
    return [
        anhui_target(),
        anhui_evaluation(),
        chongqing_target(),
        treasury_bond_target(),
        gansu_target(),
        hebei_grades(),
        heilongjiang_blank(),
        hubei_budget_detail(old=True),
        hubei_budget_detail(old=False),
        hubei_approval(),
        region_target(),
        sichuan_evaluation(),
        yunnan_evaluation(),
    ]
