"""Target forms of other families: layouts 3, 5, 6, 7, 13, 14, 17, 18, 19, 20, 21 and 24."""

from . import docx
from .model import LEVELS, Cell, Sample, Table, block, more, name, same_runs, target, tree

FOOT = "填表人：样例甲　　联系电话：000-0000　　填报日期：2024年1月8日"


def cost_level_one():
    """Layout 17."""
    unit, what = "临澜区生态环境局", "空气质量自动监测站运行维护"
    rows = tree("""
成本指标 | 经济成本指标 | 单站年运维成本 | ≤12万元/站 | 合同价
" | 社会成本指标 | 占用公共用地 | 不新增 |
" | 生态环境成本指标 | 站房噪声 | ≤50分贝 | 功能区标准
产出指标 | 数量指标 | 运维监测站点 | =6个 |
" | 质量指标 | 数据有效率 | ≥90% | 监测技术规范
" | 时效指标 | 数据上传时间 | 每小时1次 |
效益指标 | 生态效益指标 | 空气质量优良天数比例 | ≥85.5% |
满意度指标 | 服务对象满意度指标 | 公众满意度 | ≥80% |
""")
    table = Table([900, 1200, 1700, 2500, 1700, 1600]).extend(
        [
            ["项目名称", Cell(what, 5)],
            ["主管部门", Cell(unit, 2), "实施单位", Cell("临澜区环境监测站", 2)],
            [Cell("项目资金\v（万元）", 1, 3), Cell("年度资金总额", 2), Cell("72.00", 3)],
            [Cell("其中：财政拨款", 2), Cell("72.00", 3)],
            [Cell("      其他资金", 2), Cell("", 3)],
            ["总体目标", Cell("保障空气站稳定运行，数据真实、准确、完整。", 5)],
        ]
    )
    table.extend(block(rows, [*LEVELS, ("指标值", 1, target), ("备注", 1, more(0))], "绩\n效\n指\n标"))
    items = [("项目支出绩效目标表", "title"), ("（2024年度）", "title"), table, FOOT]
    about = "成本指标 as a level 1, with 经济成本, 社会成本 and 生态环境成本 below"
    return Sample("cost-level-one.docx", about, docx.document(*items)).form(rows, 2024, unit, what, "72.00")


def rural_transfer_fund():
    """Layout 24."""
    what = "农村饮水安全巩固提升专项"
    rows = tree("""
产出指标 | 数量指标 | 新建堤防、护岸长度 | 公里
" | " | 灌区节水改造面积 | 万亩
" | " | 农村饮水工程覆盖服务人口数 | 0.92万人
" | 质量指标 | 工程验收合格率 | ≧ 100%
" | " | 已建工程良性运行率 | ≧ %
" | 时效指标 | 截至2024年底投资完成率 | ≧ 90%
" | 成本指标 | 人均投资标准 | ≤543元/人
效果指标 | 经济效益指标 | 新增粮食产能 | 万公斤
" | 社会效益指标 | 农村自来水普及率 | ≧ 93%
" | 生态效益指标 | 水土流失治理面积 | 平方公里
" | 可持续影响指标 | 工程是否良性运行 | 是
" | 服务对象满意度指标 | 受益群众满意度 | ≧ 90%
""")
    table = Table([1300, 1300, 1600, 2600, 1500, 1000]).extend(
        [
            [Cell("专项（项目）名称", 2), Cell(what, 4)],
            [Cell("市级财政部门", 2), "云溪市财政局", "市级主管部门", Cell("云溪市水利局", 2)],
            [Cell("区级财政部门", 2), "临澜区财政局", "区级主管部门", Cell("临澜区水利局", 2)],
            [Cell("资金情况\v（万元）", 2, 3), "资金总额", Cell("500", 3)],
            ["其中：财政拨款", Cell("500", 3)],
            ["      其他资金", Cell("", 3)],
            ["总体目标", Cell("改善提升9200人饮水条件，巩固农村饮水安全成果。", 5)],
        ]
    )
    places = {}
    for row in rows:
        places.setdefault((row.level1, row.level2), []).append(row.name)
    label = lambda row: f"指标{places[(row.level1, row.level2)].index(row.name) + 1}：{row.name}"  # noqa: E731
    table.extend(block(rows, [*LEVELS[:2], ("三级指标", 1, label), ("指标值", 1, target), ("备注", 1, more(0))], "绩\v效\v指\v标"))
    items = [("2024年省级财政水利发展资金绩效目标表", "title"), ("（2024）年度", "title"), table]
    about = "Shaanxi, a rural fund (family 24) with several 主管部门, 效果指标 as a level 1, preprinted rows that have a unit and no number"
    return Sample("rural-transfer-fund.docx", about, docx.document(*items)).form(rows, 2024, "", what, "500")


def system_export_stars():
    """Layout 5. The fourth row's unit column contradicts its value."""
    unit, what = "青枫县残疾人联合会", "残疾人康复服务经费"
    rows = tree("""
产出指标 | 数量指标 | 康复服务人数 | ≥580人 | 定量 | ≥580 | 人 | 接受基本康复服务的残疾人数 | 每少1%扣0.5分
" | " | 适配辅具 | ≥210件 | 定量 | ≥210 | 件 | 适配辅助器具件数 | 未完成按比例扣分
" | 质量指标 | 康复档案完整率 | ≥95% | 定量 | ≥95 | % | 档案完整数/抽查数 | 每低1%扣1分
" | 成本指标 | 康复经费总成本 | 28.8万元% | 定量 | 28.8万元 | % | 年度经费控制 | 超支不得分
" | 时效指标 | 服务完成时间 | 12月31日前 | 定性 | 12月31日前 |  | 完成时限 | 逾期扣分
效益指标 | 社会效益指标 | 残疾人生活自理能力 | 提高 | 定性 | 提高 |  | 问卷和评估 | 酌情扣分
满意度指标 | 服务对象满意度指标 | 服务对象满意度 | ≥90% | 定量 | ≥90 | % | 满意人数/调查人数 | 每低1%扣1分
""")
    heads = ["指标值类型", "*指标值", "计量单位", "*指标解释", "*评（扣）分标准", "备注"]
    table = Table([700, 1300, 1500, 2000, 1000, 1300, 900, 2400, 2000, 800]).extend(
        [
            [Cell("*项目名称", 2), Cell(what, 3), Cell("*预算部门", 2), Cell(unit, 3)],
            [Cell("*年度本级预算金额（万元）", 2), Cell("28.80", 3), Cell("该项目支出上级资金（万元）", 2), Cell("0.00", 3)],
            [Cell("*本年度绩效目标", 2), Cell("为有需求的残疾人提供基本康复服务。", 8)],
        ]
    )
    stars = [("*一级指标", 1, None), ("*二级指标", 1, None), ("*三级指标", 1, name)]
    table.extend(block(rows, stars + [(head, 1, more(place)) for place, head in enumerate(heads)], "绩效指标"))
    items = [("2024年项目支出绩效目标表", "title"), table]
    about = "a budget system's export: stars in labels, the unit in a column of its own, once against the value"
    return Sample("system-export-stars.docx", about, docx.document(*items, wide=True)).form(rows, 2024, unit, what, "28.80")


def two_block_longterm_annual():
    """Layout 6."""
    unit, what = "松陌县科学技术局", "科技创新平台培育专项"
    long_term = tree("""
产出指标 | 数量指标 | 培育省级平台 | ≥5个
" | 质量指标 | 平台考核合格率 | ≥90%
效益指标 | 经济效益指标 | 带动研发投入 | ≥3000万元
" | 可持续影响指标 | 创新人才队伍 | 持续壮大
""")
    annual = tree("""
产出指标 | 数量指标 | 新增市级平台 | ≥3个
" | 时效指标 | 资金拨付时间 | 2024年6月底前
" | 成本指标 | 单个平台补助标准 | ≤20万元
效益指标 | 社会效益指标 | 服务企业 | ≥45家次
满意度指标 | 服务对象满意度指标 | 企业满意度 | ≥90%
""")
    table = Table([1200, 1300, 1700, 2600, 1700, 1000]).extend(
        [
            ["专项名称", Cell(what, 2), "专项属性", Cell("延续专项■ 新增专项□", 2)],
            ["部门名称", Cell(unit, 2), "专项实施期限", Cell("2023年-2025年", 2)],
            [Cell("资金总额\v（万元）"), Cell("60.00", 5)],
            ["专项长期绩效目标", Cell("形成布局合理的县域创新平台体系。", 5)],
            ["专项年度绩效目标", Cell("新增一批市级平台。", 5)],
        ]
    )
    columns = [*LEVELS[:2], ("指标内容", 1, name), ("指标值", 1, target), ("备注", 1, more(0))]
    table.extend(block(long_term, columns, "长期\n绩效\n指标")).extend(block(annual, columns, "年度\n绩效\n指标"))
    items = [("2024年专项资金绩效目标表", "title"), table, FOOT]
    sample = Sample("two-block-longterm-annual.docx", "a block for the long term and a block for the year, one below the other", docx.document(*items))
    return sample.form(long_term, 2024, unit, what, "60.00", period="lifetime").more_rows(annual)


def side_by_side():
    """Layout 7: the truth goes row by row, left before right."""
    unit, what = "云溪市体育局", "全民健身场地设施建设"
    both = tree("""
产出指标 | 数量指标 | 新建健身路径 | ≥30条 | 新建健身路径 | ≥10条
" | " | 新建体育公园 | 3个 | |
" | 质量指标 | 器材抽检合格率 | ≥98% | 器材抽检合格率 | ≥98%
" | 时效指标 | | | 年度工程完工时间 | 2024年11月30日
效益指标 | 社会效益指标 | 人均体育场地面积 | ≥2.6平方米 | 人均体育场地面积 | ≥2.4平方米
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 群众满意度 | ≥88%
""")
    table = Table([700, 1000, 1300, 1800, 1200, 1300, 1800, 1200]).extend(
        [
            [Cell("项目名称", 2), Cell(what, 6)],
            [Cell("主管部门", 2), Cell(unit, 2), Cell("实施单位", 2), Cell(unit, 2)],
            [Cell("项目资金（万元）", 2, 2), Cell("中期资金总额：", 2), "900", Cell("年度资金总额：", 2), "300"],
            [Cell("其中：财政拨款", 2), "900", Cell("其中：财政拨款", 2), "300"],
            [Cell("总\v体\v目\v标", 1, 2), Cell("中期目标（2024年—2026年）", 4), Cell("年度目标", 3)],
            [Cell("三年建成城区十五分钟健身圈。", 4), Cell("完成年度建设任务。", 3)],
        ]
    )
    lines = [["一级\v指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"]]
    firsts = same_runs([row.level1 for row in both])
    seconds = same_runs([(row.level1, row.level2) for row in both])
    for place, row in enumerate(both):
        level1 = [Cell(row.level1, 1, firsts[place])] if firsts[place] else []
        left = [Cell(row.level2, 1, seconds[place])] if seconds[place] else []
        right = [Cell(row.level2, 1, seconds[place])] if seconds[place] else []
        lines.append([*level1, *left, row.name, row.target, *right, row.at(0), row.at(1)])
    lines[0].insert(0, Cell("绩\v效\v指\v标", 1, len(lines)))
    table.extend(lines)
    items = [("项目支出绩效目标申报表", "title"), ("（2024年度）", "title"), table]
    sample = Sample("side-by-side.docx", "medium term on the left, the year on the right: a printed row is two indicators; halves may be blank", docx.document(*items))
    sample.form([], 2024, unit, what, "300")
    for row in both:
        if row.name:
            sample.more_rows([row], "lifetime")
        if row.at(0):
            sample.more_rows(tree(f"{row.level1} | {row.level2} | {row.at(0)} | {row.at(1)}"))
    return sample


def split_values():
    """Layout 13."""
    unit, what = "临澜区住房和城乡建设局", "老旧小区改造项目"
    rows = tree("""
产出指标 | 数量指标 | 改造小区 | =8个 | 正向 | = | 8 | 个 | 10 |
" | 质量指标 | 验收合格率 | =100% | 正向 | = | 100 | % | 15 |
" | 时效指标 | 完工日期 | =44,561 | 正向 | = | 44,561 | | 10 | 日期
" | 成本指标 | 户均改造成本 | ≤1.8万元/户 | 反向 | ≤ | 1.8 | 万元/户 | 15 |
效益指标 | 社会效益指标 | 受益居民 | ≥1260户 | 正向 | ≥ | 1260 | 户 | 30 |
满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 正向 | ≥ | 90 | % | 10 |
""")
    heads = ["指标性质", "指标方向", "目标值", "计量单位", "分值", "备注"]
    table = Table([1200, 1400, 2200, 1100, 1100, 1200, 1200, 900, 1100]).extend(
        [["项目名称", Cell(what, 3), "预算单位", Cell(unit, 4)], ["预算金额（万元）", Cell("2,300.00", 8)], ["年度目标", Cell("完成8个老旧小区改造。", 8)]]
    )
    table.extend(block(rows, [*LEVELS, *((head, 1, more(place)) for place, head in enumerate(heads))]))
    items = [("2021年项目支出绩效目标表", "title"), table]
    about = "指标性质 holds the direction (正向, 反向) and 指标方向 the operator; a date became a spreadsheet's day number"
    return Sample("split-values.docx", about, docx.document(*items, wide=True)).form(rows, 2021, unit, what, "2,300.00")


def wide_table_many_projects():
    """Layout 14: each project is a form."""
    unit = "青枫县民政局"
    projects = [
        ("高龄津贴发放", "326.00", "按月足额发放高龄津贴。", """
产出指标 | 数量指标 | 发放人数 | ≥5,430人 | ≥ | 5,430 | 人 | 40 | 正向
" | 时效指标 | 发放及时率 | =100% | = | 100 | % | 20 | 正向
效益指标 | 社会效益指标 | 老年人生活保障 | 定性有效保障 | 定性 | 有效保障 | | 20 | 正向
满意度指标 | 服务对象满意度指标 | 老年人满意度 | ≥90% | ≥ | 90 | % | 10 | 正向
"""),
        ("殡葬惠民补助", "58.60", "减轻群众丧葬负担。", """
产出指标 | 数量指标 | 补助户数 | ≥860户 | ≥ | 860 | 户 | 40 | 正向
" | 成本指标 | 户均补助 | ≤680元 | ≤ | 680 | 元 | 20 | 反向
效益指标 | 社会效益指标 | 火化率 | ≥99% | ≥ | 99 | % | 30 | 正向
"""),
    ]
    heads = ["单位名称", "项目名称", "预算数", "年度目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "指标方向性"]
    table = Table([1100, 1300, 900, 1800, 1100, 1300, 1600, 900, 1100, 800, 700, 900]).add(*heads)
    sample = Sample("wide-table-many-projects.docx", "one wide table: each project's cells are merged down over its indicator rows; a subtotal row", b"")
    trees = [(what, budget, words, tree(text)) for what, budget, words, text in projects]
    height = sum(len(rows) for *_, rows in trees)
    for number, (what, budget, words, rows) in enumerate(trees):
        columns = [*LEVELS, *((head, 1, more(place)) for place, head in enumerate(heads[7:]))]
        lines = block(rows, columns)[1:]
        lines[0][:0] = [Cell(text, 1, len(rows)) for text in (what, budget, words)]
        if number == 0:
            lines[0].insert(0, Cell(unit, 1, height))
        table.extend(lines)
        sample.form(rows, 2024, unit, what, budget)
    table.add("小计", "", "384.60", *[""] * 9)
    sample.data = docx.document(("2024年部门预算项目支出绩效目标表", "title"), "单位：万元", table, wide=True)
    return sample


def last_year_this_year():
    """Layout 18."""
    unit, what = "澄岚县融媒体中心", "节目采编与制作经费"
    rows = tree("""
产出指标 | 数量指标 | 制作专题节目 | ≥52期 | 48期 | 年度工作计划
" | 质量指标 | 播出事故率 | ≤0.02% | 0.03% | 行业标准
" | 时效指标 | 新闻当日播发率 | ≥95% | 93% | 历史标准
效益指标 | 社会效益指标 | 客户端用户数 | ≥6.8万户 | 5.9万户 | 后台统计
满意度指标 | 服务对象满意度指标 | 受众满意度 | 90％以上 | 89% | 问卷调查
""")
    heading = [
        [Cell("一级指标", 1, 2), Cell("二级指标", 1, 2), Cell("三级指标", 1, 2), Cell("指标值", 2), Cell("指标标准或依据", 1, 2)],
        ["2023年实际实现值", "预期2024年实现值"],
    ]
    columns = [*LEVELS, ("", 1, more(0)), ("", 1, target), ("", 1, more(1))]
    heading = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in line] for line in heading]
    table = Table([900, 1200, 1700, 2000, 1300, 1400, 1500]).extend(
        [
            ["项目名称", Cell(what, 3), "项目主管部门", Cell(unit, 2)],
            ["项目金额", Cell("86万元", 3), "项目属性", Cell("持续性项目■ 新增性项目□", 2)],
            ["年度绩效目标\v（文字）", Cell("提升节目质量和传播力。", 6)],
        ]
    )
    table.extend(block(rows, columns, "绩效指标", heading=heading))
    items = [("项目支出绩效目标批复表", "title"), ("（2024年度）", "title"), table]
    return Sample("last-year-this-year.docx", "指标值 over two columns: last year's value and this year's", docx.document(*items)).form(rows, 2024, unit, what, "86万元")


def four_grades():
    """Layout 19: the first grade is what is aimed at."""
    unit, what = "松陌县人力资源和社会保障局", "公益性岗位补贴"
    rows = tree("""
产出指标 | | 补贴发放率 | 100% | 应发人员是否发放 | 95% | 90% | <90% | 工作计划
" | | 发放及时率 | ≥98% | 按月发放的比率 | ≥90% | ≥80% | <80% | 工作计划
效果指标 | | 岗位人员稳定率 | ≥85% | 在岗满一年比率 | ≥80% | ≥70% | <70% | 历史数据
满意度指标 | | 岗位人员满意度 | ≥90% | 问卷调查 | ≥85% | ≥75% | <75% | 问卷调查
""")
    heading = [
        [*(Cell(head, 1, 2) for head in ["绩效指标分类", "绩效指标", "绩效指标描述"]), Cell("评价标准", 4), Cell("评价标准确定依据", 1, 2)],
        [Cell(head) for head in "优良中差"],
    ]
    table = Table([1400, 1700, 2200, 900, 900, 900, 900, 1400])
    table.add("项目名称", Cell(what, 3), "主管部门", Cell(unit, 3)).add("绩效目标", Cell("按时足额发放公益性岗位补贴。", 7)).extend(heading)
    firsts = same_runs([row.level1 for row in rows])
    for place, row in enumerate(rows):
        level1 = [Cell(row.level1, 1, firsts[place])] if firsts[place] else []
        table.add(*level1, row.name, row.at(0), row.target, *row.more[1:])
    items = [("2019年预算项目绩效目标表", "title"), table]
    about = "four grades (优, 良, 中, 差) in place of a target value: the first is the target"
    return Sample("four-grades.docx", about, docx.document(*items)).form(rows, 2019, unit, what, "")


def two_levels():
    """Layout 20."""
    unit, what = "云溪市司法局", "法律援助办案补贴"
    rows = tree("""
产出指标 | | 办理法律援助案件 | ≥1,050件 | 全年受理并指派
" | | 案件质量评查合格率 | 不低于95% | 组织同行评估
" | | 补贴发放时间 | 结案后30日内 | 按季度汇总
效益指标 | | 挽回经济损失 | ≥1.2亿元 | 受援人
满意度指标 | | 受援人满意度 | ≥九成 | 电话回访
""")
    table = Table([1700, 3000, 2000, 2600])
    table.add("项目名称", what, "主管部门", unit).add("预算金额（万元）", "94.5", "年度", "2024").add("年度绩效目标", Cell("应援尽援，保障困难群众合法权益。", 3))
    table.add("指标类型", "指标名称", "指标值", "指标描述")
    firsts = same_runs([row.level1 for row in rows])
    for place, row in enumerate(rows):
        level1 = [Cell(row.level1, 1, firsts[place])] if firsts[place] else []
        table.add(*level1, row.name, row.target, row.at(0))
    items = [("项目绩效目标表", "title"), table]
    return Sample("two-levels.docx", "two levels only: type and name", docx.document(*items)).form(rows, 2024, unit, what, "94.5")


def duty_table():
    """Layout 21."""
    unit = "临澜区地方志编纂室"
    rows = tree("""
产出指标 | 数量指标 | 编纂年鉴 | 1部 | 公开出版的年鉴
" | 质量指标 | 审稿率 | 100% | 审核字数/总字数
" | 时效指标 | 年鉴出版时间 | 2024年12月 | 计划标准
" | 成本指标 | 印刷成本 | ≤8万元 | 招标限价
效益指标 | 社会效益指标 | 赠阅单位 | ≥120家 | 赠阅清单
满意度指标 | 服务对象满意度指标 | 读者满意度 | ≥90% | 问卷
""")
    table = Table([1200, 1200, 1500, 2200, 2000, 1400]).extend(
        [
            [Cell("部门（单位）名称", 2), Cell(unit, 2), "部门预算编码", "000001"],
            [Cell("年度\v预算\v安排\v（万元）", 1, 3), Cell("资金总额", 2), Cell("72.40", 3)],
            [Cell("项目支出", 2), Cell("12.00", 3)],
            [Cell("基本支出", 2), Cell("60.40", 3)],
            ["年度\v总体\v目标", Cell("目标1：保障人员工资和机构运转；\n目标2：完成年鉴编纂出版。", 5)],
            [Cell("年度\v履职\v目标", 1, 3), Cell("部门职能", 2), "年度目标任务", "支出项目名称", "预算金额（万元）"],
            [Cell("编纂地方志和年鉴", 2), "出版年鉴1部", "年鉴编纂出版经费", "12.00"],
            [Cell("保障机构运转", 2), "按时发放工资", "基本支出", "60.40"],
        ]
    )
    columns = [*LEVELS, ("指标解释", 1, more(0)), ("目标值", 1, target)]
    table.extend(block(rows, columns, "年度\v绩效\v指标"))
    items = [("部门整体支出绩效目标表", "title"), ("（2024年度）", "title"), table]
    return Sample("duty-table.docx", "Fujian, a department form (family 21) with a table of duties, tasks, projects and amounts inside", docx.document(*items)).form(
        rows, 2024, unit, "", "72.40"
    )


def explained_indicators():
    """Layout 3."""
    unit, what = "青枫县信访局", "信访积案化解专项经费"
    rows = tree("""
产出指标 | 数量指标 | 化解积案 | ≥35件 | 县级领导包案数 | 结案数
" | 质量指标 | 一次性化解率 | ≥85% | 初次信访办结情况 | 办结数÷受理数×100%
" | 时效指标 | 按期办结率 | ≥98% | 法定期限内办结 | 按期办结数/应办结数
效益指标 | 社会效益指标 | 重复信访量 | 同比下降10% | 与上年比较 | （上年-本年）/上年
满意度指标 | 服务对象满意度指标 | 信访群众满意度 | ≥92% | 系统评价 | 满意件/评价件
""")
    table = Table([1100, 1200, 1500, 2200, 2000, 2200, 1600]).extend(
        [
            ["项目支出名称", Cell(what, 3), "预算部门", Cell(unit, 2)],
            ["年度本级\v预算金额", Cell("22.5", 3), "该项目支出上级资金", Cell("", 2)],
            ["本年度绩效目标", Cell("推动信访积案化解，维护群众合法权益。", 6)],
        ]
    )
    columns = [*LEVELS, ("指标解释", 1, more(0)), ("指标说明及公式", 1, more(1)), ("预期达到目标", 1, target)]
    table.extend(block(rows, columns, "本年度\n绩效指标"))
    items = [("2024年项目支出绩效目标表", "title"), "单位：万元", table, FOOT]
    return Sample("explained-indicators.docx", "explanation and formula columns before the target", docx.document(*items, wide=True)).form(
        rows, 2024, unit, what, "22.5"
    )


def packed_cells():
    """Layout 15: the tree of each project in one cell, a paragraph an indicator."""
    unit = "云溪市大数据管理中心"
    projects = [
        ("政务云机房租赁", "186.00", """
产出指标 | 数量指标 | 机柜数量 | ≥77台
" | 质量指标 | 机房可用率 | ≥99.9%
效益指标 | 社会效益指标 | 支撑政务系统 | ≥120个
满意度指标 | 服务对象满意度指标 | 使用单位满意度 | ≥90%
"""),
        ("电子政务外网运维", "64.80", """
产出指标 | 数量指标 | 接入单位 | =356家
" | 时效指标 | 故障恢复时间 | ≤4小时
效益指标 | 可持续影响指标 | 网络安全等级 | 不低于三级
"""),
    ]
    table = Table([600, 2400, 1400, 5200]).add("序号", "项目名称", "预算数（万元）", "绩效指标")
    sample = Sample("packed-cells.docx", "a row a project, all its indicators packed into one cell: 【产出指标-数量指标】指标1:机柜数量(≥77台)", b"")
    for number, (what, budget, text) in enumerate(projects, 1):
        rows = tree(text)
        lines = [f"【{row.level1}-{row.level2}】指标1:{row.name}({row.target})" for row in rows]
        table.add(str(number), what, budget, "\n".join(lines))
        sample.form(rows, 2024, unit, what, budget)
    sample.data = docx.document(("2024年部门预算项目支出绩效目标表", "title"), f"部门名称：{unit}", table)
    return sample


def make():
    """The samples of this family."""
    return [
        packed_cells(),
        cost_level_one(),
        rural_transfer_fund(),
        system_export_stars(),
        two_block_longterm_annual(),
        side_by_side(),
        split_values(),
        wide_table_many_projects(),
        last_year_this_year(),
        four_grades(),
        two_levels(),
        duty_table(),
        explained_indicators(),
    ]
