"""The Hunan department and project target forms (layouts 1 and 2), and the samples that show what can befall them."""

from . import docx, texts
from .model import LEVELS, Cell, Sample, Table, block, more, name, target, tree

WIDTHS = [1500, 1000, 1500, 900, 1900, 2000]
FOOT = "填表人：样例甲   联系电话：000-0000  填报日期：2024年1月10日  单位负责人签字："


def department_form(unit, money, duty, objective, rows, year=2024, stamp="填报单位：（盖章）"):
    """Title, table and foot of a department form; `money` is (total, general, fund, account, other, basic, project)."""
    total, general, fund, account, other, basic, project = money
    form = Table(WIDTHS).extend(
        [
            ["部门名称", Cell(unit + "　", 5)],
            [Cell("年度预算申请\v（万元）", 1, 6), Cell(f"资金总额：{total}", 5)],
            [Cell("按收入性质分：", 3), Cell("按支出性质分：", 2)],
            [Cell(f"其中：  一般公共预算：{general}", 3), Cell(f"其中： 基本支出：{basic}", 2)],
            [Cell(f"       政府性基金拨款：{fund}", 3), Cell(f"       项目支出：{project}", 2)],
            [Cell(f"纳入专户管理的非税收入拨款：{account}", 3), Cell("", 2)],
            [Cell(f"             其他资金：{other}", 3), Cell("", 2)],
            ["部门职能\n职责概述", Cell(duty, 5)],
            ["整体绩效目标", Cell(objective, 5)],
        ]
    )
    columns = [LEVELS[0], LEVELS[1], ("三级指标", 2, name), ("指标值及单位", 1, target)]
    form.extend(block(rows, columns, spine="部门整体支出\n年度绩效指标"))
    return [(f"{year}年部门整体支出绩效目标表", "title"), stamp, form, FOOT]


def project_table(project, budget, objective, rows, superior="0", department="", spine="本年度\n绩效指标"):
    """The table of a project form."""
    form = Table(WIDTHS).extend(
        [
            [Cell("填报单位：（盖章）                                  单位：万元", 6)],
            ["项目支出名称", Cell(project, 3), "预算部门", department],
            ["年度本级\n预算金额", Cell(f"　{budget}", 3), "该项目支出上级资金", superior],
            ["项目支出实施期", Cell("一年", 5)],
            ["实施期绩效目标", Cell(objective, 5)],
            ["本年度绩效目标", Cell(objective + "　", 5)],
        ]
    )
    columns = [*LEVELS, ("指标值及单位", 1, target), ("绩效标准", 1, more(0))]
    columns[2] = ("三级指标", 1, name)
    return form.extend(block(rows, columns, spine=spine))


def project_form(project, budget, objective, rows, year=2024, **other):
    """Title, table and foot of a project form."""
    return [(f"{year}年项目支出绩效目标表", "title"), project_table(project, budget, objective, rows, **other), FOOT]


def whole(sample_name, about, department, projects, write=docx.document, year=2024):
    """A department form and its project forms in one document; `department` and each of `projects` are the arguments of their form."""
    unit, money = department[0], department[1]
    items = department_form(*department, year=year)
    sample = Sample(sample_name, about, b"").form(department[4], year, unit, "", money[0])
    for project in projects:
        items += project_form(*project, year=year)
        sample.form(project[3], year, unit, project[0], project[1])
    sample.data = write(items)
    return sample


def as_docx(items):
    """A .docx of the items."""
    return docx.document(*items)


EMERGENCY = (
    "青枫县应急管理局",
    ("412.60", "402.60", "", "0", "10.00", "298.40", "114.20"),
    "承担全县安全生产综合监督管理、防灾减灾救灾和应急救援的组织协调工作；指导乡镇和部门应对突发事件；统筹应急物资储备与调拨。",
    "压实安全生产责任，提升防灾减灾救灾能力，全年不发生较大及以上生产安全事故。",
    tree("""
产出指标 | 数量指标 | 开展安全生产综合督查 | ≥12次
" | " | 检查重点企业家数 | >=180家
" | " | 举办应急救援演练 | 4场
" | 质量指标 | 重大隐患整改率 | ＝100%
" | " | 应急值守到岗率 | ≧98％
" | 时效指标 | 突发事件信息报送 | 不超过30分钟
" | 成本指标 | 部门支出总额控制 | ≤412.60万元
效益指标 | 经济效益指标 | …… |
" | 社会效益指标 | 较大及以上生产安全事故 | 0起
" | 生态效益指标 | …… |
" | 可持续影响指标 | 基层应急体系覆盖乡镇 | 不少于１４个
" | 社会公众或服务对象满意度 | 受灾群众救助满意度 | ≥90%
"""),
)
EMERGENCY_PROJECTS = [
    (
        "“应急指挥平台”运行维护经费",
        "45.00",
        "保障县应急指挥平台全年稳定运行。",
        tree("""
产出指标 | 数量指标 | 维护视频会商终端 | ≥38台 |
" | 质量指标 | 平台可用率 | 高质量运行≥99.5% |
" | 时效指标 | 故障响应时间 | ≤2小时 |
" | 成本指标 | 年度运维成本 | ≤45万元 |
效益指标 | 经济效益指标 | …… | |
" | 社会效益指标 | 指挥调度中断事件 | ≤1次 |
" | 生态效益指标 | …… | |
" | 可持续影响指标 | …… | |
" | 社会公众或服务对象满意度指标 | 使用单位满意度 | ≥95% |
"""),
    ),
    (
        "安全生产监管执法专项经费",
        "32.60",
        "开展执法检查和专家查隐患，推动企业落实主体责任。",
        tree("""
产出指标 | 数量指标 | 执法检查企业 | 180—200家 | 年度执法计划
" | " | 聘请专家查隐患 | ≥60人次 |
" | 质量指标 | 执法案卷合格率 | 95%以上 | 案卷评查
" | 时效指标 | 完成年度执法计划 | 2024年12月31日前 |
" | 成本指标 | 控制执法专项成本 | ≤32.6万元 |
效益指标 | 经济效益指标 | …… | |
" | 社会效益指标 | 企业主体责任意识 | 明显提升 |
" | 生态效益指标 | / | / |
" | 可持续影响指标 | …… | |
" | 社会公众或服务对象满意度指标 | 受检企业满意度 | ≥90% |
"""),
    ),
    (
        "救灾物资储备与轮换经费",
        "21.60",
        "按标准储备救灾物资，满足灾后12小时内应急保障需要。",
        tree("""
产出指标 | 数量指标 | 储备帐篷、棉被等物资 | ≥1,500件 |
" | 质量指标 | 物资完好率 | ≥98% |
" | 时效指标 | 物资到位时间 | 灾后12小时以内 |
" | 成本指标 | 储备成本 | 不高于21.6万元 |
效益指标 | 经济效益指标 | …… | |
" | 社会效益指标 | 受灾群众基本生活保障率 | 100% |
" | 生态效益指标 | …… | |
" | 可持续影响指标 | 储备制度健全 | 是 |
" | 社会公众或服务对象满意度指标 | 受灾群众满意度 | ≥90% |
"""),
    ),
    (
        "应急科普与全民培训经费",
        "15.00",
        "普及应急知识，提高群众自救互救能力。",
        tree("""
产出指标 | 数量指标 | 举办应急知识讲座 | ≥24场 |
" | " | 培训群众 | ≥0.3万人次 |
" | 质量指标 | 培训合格率 | ≥95% |
" | 时效指标 | 完成时间 | 2024年1月至11月 |
" | 成本指标 | 人均培训成本 | ≤50元/人 |
效益指标 | 经济效益指标 | …… | |
" | 社会效益指标 | 群众应急知识知晓率 | ≥85% |
" | 生态效益指标 | …… | |
" | 可持续影响指标 | …… | |
" | 社会公众或服务对象满意度指标 | 参训群众满意度 | ≥95% |
"""),
    ),
]
ARCHIVE = (
    "云溪市档案馆",
    ("186.50", "186.50", "0", "0", "0", "121.30", "68.20"),
    "集中统一管理全市重要档案，提供档案利用服务，监督指导机关单位档案工作。",
    "推进数字档案馆建设，确保档案实体与信息安全。",
    tree("""
产出指标 | 数量指标 | 接收档案进馆 | ≥6000卷
" | " | 数字化加工档案 | ≥25万页
" | 质量指标 | 数字化质检合格率 | ≥99%
" | 时效指标 | 查档当日办结率 | ≥95%
" | 成本指标 | 三公经费 | ≤上年数
效益指标 | 经济效益指标 | …… |
" | 社会效益指标 | 接待查档群众 | ≥800人次
" | 生态效益指标 | …… |
" | 可持续影响指标 | 档案安全事故 | 0起
" | 社会公众或服务对象满意度 | 查档群众满意度 | ≥95%
"""),
)
ARCHIVE_PROJECTS = [
    (
        "馆藏档案数字化项目",
        "30",
        "完成25万页馆藏档案的扫描、著录和挂接。",
        tree("""
产出指标 | 数量指标 | 扫描加工页数 | ≥25万页 |
" | 质量指标 | 抽检差错率 | ≤3‰ |
" | 时效指标 | 项目完成时间 | 2024年10月底前 |
" | 成本指标 | 单页加工成本 | ≤1.2元/页 |
效益指标 | 社会效益指标 | 在线查档比例 | ≥40% |
" | 社会公众或服务对象满意度指标 | 利用者满意度 | ≥95% |
"""),
    ),
    (
        "档案库房安全运行经费",
        "20.20",
        "保障恒温恒湿、消防和安防设备正常运行。",
        tree("""
产出指标 | 数量指标 | 巡检库房设备 | ≥52次 |
" | 质量指标 | 温湿度达标率 | ≥98% |
" | 时效指标 | 故障处置时间 | ≤24小时 |
" | 成本指标 | 运行成本 | ≤20.2万元 |
效益指标 | 社会效益指标 | 档案安全事故 | 0起 |
" | 社会公众或服务对象满意度指标 | 移交单位满意度 | ≥90% |
"""),
    ),
    (
        "地方志编研出版经费",
        "15.00",
        "完成年度编研任务并公开出版。",
        tree("""
产出指标 | 数量指标 | 编研成果 | 2部 |
" | 质量指标 | 出版物审校合格 | 合格 |
" | 时效指标 | 出版时间 | 2024年12月 |
" | 成本指标 | 出版成本 | ≤15万元 |
效益指标 | 社会效益指标 | 发行册数 | ≥1000册 |
" | 社会公众或服务对象满意度指标 | 读者满意度 | ≥90% |
"""),
    ),
]


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


WOMEN = (
    "澄岚县妇女联合会",
    ("98.40", "98.40", "0", "0", "0", "61.90", "36.50"),
    "团结、引导和服务全县妇女，维护妇女儿童合法权益。",
    "服务妇女发展和家庭建设，维护妇女儿童合法权益。",
    tree("""
产出指标 | 数量指标 | 开展维权宣传 | ≥10场次
" | " | 培训妇女骨干 | ≥150人
" | 质量指标 | 信访事项办结率 | ≥98%
" | 时效指标 | 年度任务完成时间 | 2024年12月底
" | 成本指标 | 日常工作成本 | ≤全年预算数
效益指标 | 社会效益指标 | 维权案件调处率 | ≥95%
" | 可持续影响指标 | …… |
" | 社会公众或服务对象满意度 | 服务对象满意度 | ≥95%
"""),
)
WOMEN_PROJECTS = [
    (
        "妇女“两癌”检查宣传经费",
        "16.50",
        "提高适龄妇女“两癌”检查知晓率。",
        tree("""
产出指标 | 数量指标 | 发放宣传资料 | ≥1.2万份 |
" | 质量指标 | 宣传覆盖乡镇率 | 100% |
" | 成本指标 | 单份资料成本 | ≤2元 |
效益指标 | 社会效益指标 | 适龄妇女知晓率 | ≥80% |
" | 社会公众或服务对象满意度指标 | 妇女群众满意度 | ≥90% |
"""),
    ),
    (
        "家庭教育指导服务经费",
        "20.00",
        "建设家庭教育指导站点，开展公益讲座。",
        tree("""
产出指标 | 数量指标 | 公益讲座 | ≥20场 |
" | 质量指标 | 讲师持证率 | ≥90% |
" | 时效指标 | 按时完成各项任务 | 拖延次数≤1次 |
效益指标 | 社会效益指标 | …… | |
" | 社会公众或服务对象满意度指标 | 家长满意度 | ≥95% |
"""),
    ),
]


def make():
    """The samples of this family."""
    return [
        whole("hunan-department-and-projects.docx", "a department form and four project forms in one document; 预算部门 is blank; the sums are right", EMERGENCY, EMERGENCY_PROJECTS, as_docx),
        whole("hunan-money-mismatch.docx", "项目支出 of the department form is off by 3.00, and the project forms show by the same amount which cell it is", ARCHIVE, ARCHIVE_PROJECTS, as_docx),
        split_over_pages(),
        nested_and_content_controls(),
        many_forms_one_table(),
        middle_label(),
        blank_template(),
        contacts(),
        whole("tika-text-export.txt", "a Word document as Apache Tika prints it: a cell is a tab and its lines (UTF-8)", WOMEN, WOMEN_PROJECTS, lambda items: texts.tika(items).encode()),
        whole("tika-text-export-gb18030.txt", "the same in GB18030", WOMEN, WOMEN_PROJECTS, lambda items: texts.tika(items).encode("gb18030")),
        whole("tab-rows-utf16.txt", "a row a line, cells parted by tabs (UTF-16LE with byte order mark)", WOMEN, WOMEN_PROJECTS, lambda items: b"\xff\xfe" + texts.tab_rows(items).encode("utf-16-le")),
        whole("markdown-table.md.txt", "Markdown pipe tables in a .txt; merged cells repeat their text", WOMEN, WOMEN_PROJECTS, lambda items: texts.pipes(items).encode()),
        whole("cell-marks.txt", "Word's own cell marks (U+0007) in plain text", WOMEN, WOMEN_PROJECTS, lambda items: texts.cell_marks(items).encode()),
    ]
