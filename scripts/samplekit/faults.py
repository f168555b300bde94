"""Forms with faults on purpose: what the checks are to find. Their rows are read like any other's."""

from . import docx
from .model import LEVELS, Cell, Sample, Table, block, target, tree
from .selfevals import FOOT, NINE, SCORED, objective, project_head


def self_evaluation():
    """A project's self-evaluation in which little agrees."""
    unit, what = "青枫县水利服务中心", "小型水库巡查管护"
    rows = tree("""
产出指标 | 数量指标 | 巡查水库次数 | 2280次 | 280次 | 15 | 15 |
" | " | 清理溢洪道 | ≥12处 | 9处 | 10 | 10 |
" | 质量指标 | 隐患整改率 | ≥100% | ≥100% | 10 | 10 |
" | " | 巡查记录完整率 | ≥95% | 135% | 5 | 8 |
" | 时效指标 | 巡查任务完成率 | ≤95% | 97% | 10 | 10 |
" | 成本指标 | 管护总成本 | ≤600万元 | 57.6万元 | 5 | 5 |
效益指标 | 社会效益指标 | 下游村庄预警覆盖率 | 1 | 100% | 20 | 20 |
" | 可持续影响指标 | 管护员留任比例 | ≥80% | 88% | 20 | 17 |
满意度指标 | 服务对象满意度指标 | 沿线群众满意度 | ≥90% | 94% | 10 | 10 |
""")
    table = Table(NINE).extend(project_head(what, unit, "60", "57.60", "98%", "9.8"))
    table.extend(objective("全年巡查水库280次以上。", "巡查任务全部完成。"))
    columns = [*LEVELS, *SCORED]
    table.extend(block(rows, columns, "绩效指标"))
    table.add(Cell("总分", 6), "100", "98.6", "")
    foot = FOOT.replace("2024年3月15日", "2022年3月15日")
    items = [("项目支出绩效自评表", "title"), ("(2023年度)", "title"), table, foot]
    about = "faults on purpose: weights, scores, rates, comparators and the date disagree"
    return Sample("self-evaluation-with-faults.docx", about, docx.document(*items, wide=True)).form(rows, 2023, unit, what, "60")


def targets():
    """A project's targets copied from last year's form, and handed in twice."""
    unit, what = "澄岚县公共交通服务站", "城乡公交候车亭维护"
    rows = tree("""
产出指标 | 数量指标 | 维护候车亭 | ≥46座
" | " | 维护候车亭 | ≥40座
" | 质量指标 | 验收合格率 | ≥120%
" | " | 设施完好率 | ≥**%
" | 时效指标 | 完工时间 | 2023年11月底前
" | 成本指标 | 年度维护费用 | ≥30万元
效益指标 | 社会效益指标 | 不发生安全责任事故 | ≤1起
" | " | 全年开放 | ≥366天
""")
    columns = [*LEVELS, ("指标值", 1, target)]
    tables = []
    for _ in range(2):
        table = Table([1600, 1900, 3600, 2600]).extend(
            [
                ["项目名称", Cell(what, 3)],
                ["主管部门", unit, "年度资金总额（万元）", "36.00"],
                ["年度目标", Cell("候车亭整洁安全。", 3)],
            ]
        )
        tables.append(table.extend(block(rows, columns)))
    title = ("2023年项目支出绩效目标表", "title")
    about = "faults on purpose: a form handed in twice, a row twice, template text, impossible and contradictory targets"
    sample = Sample("targets-with-faults.docx", about, docx.document(title, tables[0], title, tables[1]))
    for _ in tables:
        sample.form(rows, 2023, unit, what, "36.00")
    return sample


def make():
    """The samples of this family."""
    return [self_evaluation(), targets()]
