"""The table model that every writer shares, and the truth that belongs to a sample."""

from dataclasses import dataclass, field


@dataclass
class Cell:
    """One printed cell: `\\n` parts paragraphs, `\\v` is a line break inside one. `content` replaces the text (nested tables)."""

    text: str = ""
    cols: int = 1
    rows: int = 1
    content: list | None = None
    wrap: str = ""  # "control": the cell stands inside a content control
    open_edges: str = ""  # "top", "bottom" or both: the edges that are not drawn
    marked: str = ""  # text that is no text any more: hidden, or deleted under revision marks


@dataclass
class Table:
    """Rows of cells as HTML writes them: a cell covered from above is not repeated."""

    widths: list
    rows: list = field(default_factory=list)
    deleted: set = field(default_factory=set)  # rows taken out under revision marks
    controlled: set = field(default_factory=set)  # rows inside a content control

    def add(self, *cells):
        """Adds a row; plain strings are cells of one column."""
        self.rows.append([cell if isinstance(cell, Cell) else Cell(cell) for cell in cells])
        return self

    def extend(self, rows):
        """Adds rows."""
        for row in rows:
            self.add(*row)
        return self

    def laid_out(self):
        """For each row the cells in column order: (column, cell, True where it is printed here, False where it continues from above)."""
        width = len(self.widths)
        above = {}  # start column → (cell, rows still to come)
        lines = []
        for number, row in enumerate(self.rows, 1):
            waiting = list(row)
            line, column = [], 0
            while column < width:
                cell, left = above.get(column, (None, 0))
                if left:
                    line.append((column, cell, False))
                    above[column] = (cell, left - 1)
                elif waiting:
                    cell = waiting.pop(0)
                    line.append((column, cell, True))
                    above[column] = (cell, cell.rows - 1)
                else:
                    raise ValueError(f"row {number} is short: {[c.text for c in row]}")
                column += cell.cols
            if waiting or column != width:
                raise ValueError(f"row {number} is long: {[c.text for c in row]}")
            lines.append(line)
        return lines


@dataclass
class Row:
    """One indicator as it is meant: what the truth file says."""

    level1: str
    level2: str
    name: str
    target: str
    more: list

    def at(self, place):
        """A further column, blank where the row has none."""
        return self.more[place] if place < len(self.more) else ""


def tree(text):
    """Reads `level1 | level2 | name | target | more …`, a line each; `"` in a level repeats the one above."""
    rows, last = [], ["", ""]
    for line in text.strip().splitlines():
        parts = [part.strip() for part in line.split("|")]
        parts += [""] * (4 - len(parts))
        for place in (0, 1):
            if parts[place] == '"':
                parts[place] = last[place]
        last = parts[:2]
        rows.append(Row(parts[0], parts[1], parts[2], parts[3], parts[4:]))
    return rows


@dataclass
class Sample:
    """A sample file and what a correct program must find in it."""

    name: str
    about: str
    data: bytes
    truth: list = field(default_factory=list)  # (form_no, Row, period)
    facts: list = field(default_factory=list)  # (form_no, year, department, project, budget_total)
    has_truth: bool = True

    def form(self, rows, year="", department="", project="", budget="", period="annual"):
        """Says that the next form holds these rows, in order."""
        number = len(self.facts) + 1
        self.facts.append((number, year, department, project, budget))
        return self.more_rows(rows, period)

    def more_rows(self, rows, period="annual"):
        """Says that the form named last holds these rows too."""
        number = len(self.facts)
        self.truth += [(number, row, period) for row in rows]
        return self


def same_runs(keys):
    """For each place how many rows the run that starts there has, 0 inside a run."""
    lengths = [0] * len(keys)
    start = 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or keys[place] != keys[start]:
            lengths[start] = place - start
            start = place
    return lengths


def block(rows, columns, spine=None, level1=str, level2=str, heading=None):
    """An indicator block with merged levels.

    `columns` are (heading, grid columns, text of a Row); the first two are the levels, whose texts are dressed by
    `level1` and `level2`. `spine` is a cell that runs down the left side of the whole block.
    """
    lines = [[Cell(head, cols) for head, cols, _ in columns]] if heading is None else [list(line) for line in heading]
    firsts = same_runs([row.level1 for row in rows])
    seconds = same_runs([(row.level1, row.level2) for row in rows])
    for place, row in enumerate(rows):
        line = []
        if firsts[place]:
            line.append(Cell(level1(row.level1), columns[0][1], firsts[place]))
        if seconds[place]:
            line.append(Cell(level2(row.level2), columns[1][1], seconds[place]))
        line += [Cell(text(row), cols) for _, cols, text in columns[2:]]
        lines.append(line)
    if spine is not None:
        lines[0].insert(0, Cell(spine, 1, len(lines)))
    return lines


def name(row):
    """The indicator's name."""
    return row.name


def target(row):
    """The target value."""
    return row.target


def more(place):
    """A further column of a row."""
    return lambda row: row.at(place)


LEVELS = [("一级指标", 1, None), ("二级指标", 1, None), ("三级指标", 1, name)]
