"""A county's collection: versions of one form under several names, two years, and the list of departments."""

from . import docx, oddities, texts
from .hunan import FOOT, project_table
from .model import Sample, tree

SCHOOLS = ("农村学校食堂改造项目", "86.00", "改造农村学校食堂，保障学生用餐安全。")
DYKES = ("小型水库除险加固项目", "152.00", "完成病险水库除险加固，保障下游安全。")


def school_rows(canteens):
    """The indicators of the schools' form."""
    return tree(f"""
产出指标 | 数量指标 | 改造学校食堂 | ≥{canteens}所 |
" | 质量指标 | 工程验收合格率 | 100% |
" | 时效指标 | 完工时间 | 8月底前 |
" | 成本指标 | 单个食堂改造成本 | ≤10万元 |
效益指标 | 社会效益指标 | 受益学生 | ≥3200人 |
" | 社会公众或服务对象满意度指标 | 学生和家长满意度 | ≥90% |
""")


DYKE_ROWS = tree("""
产出指标 | 数量指标 | 加固小型水库 | 4座 |
" | 质量指标 | 单位工程合格率 | 100% |
" | 时效指标 | 主汛期前完工率 | ≥75% |
" | 成本指标 | 工程总成本 | ≤152万元 |
效益指标 | 生态效益指标 | 恢复蓄水库容 | ≥40万立方米 |
" | 社会公众或服务对象满意度指标 | 受益村民满意度 | ≥90% |
""")


def form(path, about, unit, facts, rows, year, write=docx.document):
    """A project form as a file of the collection."""
    project, budget, objective = facts
    title = (f"{year}年项目支出绩效目标表", "title")
    items = [title, project_table(project, budget, objective, rows, department=unit), FOOT]
    return Sample(f"offices/{path}", about, write(*items)).form(rows, year, unit, project, budget)


def departments():
    """The list, with region codes that no place has."""
    lines = [
        ("单位编码", "单位名称", "简称", "行政区划代码", "地区"),
        ("105001", "教育局", "教体局；教育和体育局", "439921", "澄岚县"),
        ("112001", "水利局", "", "439921", "澄岚县"),
        ("118001", "文化旅游广电局", "文旅局", "439921", "澄岚县"),
    ]
    text = "".join(",".join(line) + "\r\n" for line in lines)
    return Sample("offices/departments.csv", "the departments that should have handed in, with codes; one of them has not", text.encode("gb18030"))


def make():
    """The samples of this family."""
    schools, dykes = "澄岚县教育局", "澄岚县水利局"
    scan = oddities.scanned().data
    return [
        departments(),
        form("2023/教育局绩效目标表.docx", "the year before; 水利局 has none", schools, SCHOOLS, school_rows(6), 2023),
        form("2024/教育局绩效目标表.docx", "handed in first", schools, SCHOOLS, school_rows(8), 2024),
        form("2024/教育局绩效目标表（修改稿）.docx", "the same form, worked over: `resubmission`", schools, SCHOOLS, school_rows(9), 2024),
        form("2024/水利局绩效目标表.docx", "handed in as a Word document …", dykes, DYKES, DYKE_ROWS, 2024),
        form("2024/水利局绩效目标表.txt", "… and as its text export: the same form in two formats", dykes, DYKES, DYKE_ROWS, 2024, lambda *items: texts.tika(items).encode()),
        Sample("offices/2024/水利局绩效目标表(盖章).pdf", "… and once more as a scan, which is not read: `possible-resubmission`", scan),
    ]
