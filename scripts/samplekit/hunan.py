"""The Hunan department and project target forms (layouts 1 and 2), as .docx and as text exports."""

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
        whole("tika-text-export.txt", "a Word document as Apache Tika prints it: a cell is a tab and its lines (UTF-8)", WOMEN, WOMEN_PROJECTS, lambda items: texts.tika(items).encode()),
        whole("tika-text-export-gb18030.txt", "the same in GB18030", WOMEN, WOMEN_PROJECTS, lambda items: texts.tika(items).encode("gb18030")),
        whole("tab-rows-utf16.txt", "a row a line, cells parted by tabs (UTF-16LE with byte order mark)", WOMEN, WOMEN_PROJECTS, lambda items: b"\xff\xfe" + texts.tab_rows(items).encode("utf-16-le")),
        whole("markdown-table.md.txt", "Markdown pipe tables in a .txt; merged cells repeat their text", WOMEN, WOMEN_PROJECTS, lambda items: texts.pipes(items).encode()),
        whole("cell-marks.txt", "Word's own cell marks (U+0007) in plain text", WOMEN, WOMEN_PROJECTS, lambda items: texts.cell_marks(items).encode()),
    ]
