"""The same tables as tools export them to text."""

from .model import Table


def lines_of(item):
    """A paragraph's lines."""
    text = item[0] if isinstance(item, tuple) else item
    return text.replace("\v", "\n").split("\n")


def tika(items):
    """A .doc as Apache Tika prints it: a cell is a tab and its lines, covered cells are a lone tab, an empty line ends the row."""
    out = [""]
    for item in items:
        if not isinstance(item, Table):
            out += [*lines_of(item), ""]
            continue
        out.append("")
        for line in item.laid_out():
            for _, cell, printed in line:
                paragraphs = cell.text.split("\n") if printed else [""]
                out.append("\t" + "\n\n".join(paragraphs).replace("\v", "\n"))
            out.append("")
        out.append("")
    return "\n".join(out) + "\n"


def tab_rows(items):
    """A row a line, cells parted by tabs, covered cells blank: as Apache POI and short Python scripts do it."""
    out = []
    for item in items:
        if not isinstance(item, Table):
            out += lines_of(item)
            continue
        for line in item.laid_out():
            out.append("\t".join(cell.text.replace("\v", "").replace("\n", "") if printed else "" for _, cell, printed in line))
    return "\n".join(out) + "\n"


def pipes(items):
    """Markdown pipe tables: every grid position has a cell, merged ones repeat their text."""
    out = []
    for item in items:
        if not isinstance(item, Table):
            out += [*lines_of(item), ""]
            continue
        for number, line in enumerate(item.laid_out()):
            cells = [cell.text.replace("\v", " ").replace("\n", " ").replace("|", "\\|") for _, cell, _ in line for _ in range(cell.cols)]
            out.append("| " + " | ".join(cells) + " |")
            if number == 0:
                out.append("|" + " --- |" * len(cells))
        out.append("")
    return "\n".join(out) + "\n"


def cell_marks(items):
    """Word's own characters: every cell ends in U+0007, every row in one more."""
    out = []
    for item in items:
        if not isinstance(item, Table):
            out += [line + "\r" for line in lines_of(item)]
            continue
        for line in item.laid_out():
            for _, cell, printed in line:
                out.append((cell.text.replace("\v", "\x0b").replace("\n", "\r") if printed else "") + "\x07")
            out.append("\x07")
    return "".join(out)
