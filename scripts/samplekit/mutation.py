"""Changes real documents so that they stay nearly sound: what a bad disk, a bad program or a bad person makes of them."""

import re
import zipfile
from io import BytesIO

NUMBERS = ["0", "-1", "1", "2", "3", "62", "63", "64", "255", "999", "32767", "65536", "2147483647", "4294967296", "9" * 24, "1.5", "x", ""]
TEXTS = [
    "", " ", "\t", "一级指标", "二级指标", "三级指标", "指标值", "年度目标", "项目名称", "部门名称", "合计", "≥95%", "=1+1", "@SUM(A1)",
    "-2+3", "\u202e万元", "\u200b", "\ufeff", "\U0001f4a3", "\x7f\x1b[31m", "<b>&amp;", "２０２４年", "……", "/", "1,234.5万元",
    "九十九", "2024-02-30", "★", "A" * 5000, "数" * 3000, "产出指标\n质量指标", "|", "\u3000", "\r\n\r\n", "0" * 400, "1e308",
]  # fmt: skip
STRAYS = [b"&bomb;", b"&#0;", b"&#x110000;", b"<![CDATA[", b"<!--", b"]]>", b"<?x"]
MARKS = [b"{", b"}", b"\n", b"\t", b"|", b"\n\n", b"\\row", b"\\cell ", b"\\trowd", b"\\itap2", b"\\bin99 ", b"\\u-1?", b"\\'81"]
TAG = re.compile(rb"<[^<>]{1,2000}>|[^<]+|<")
RTF = re.compile(rb"\\[a-z]+-?\d*|\\'..|\\.|[{}]|[^\\{}]+", re.DOTALL)
LINE = re.compile(rb"[^\n\t|]+|[\n\t|]")
NAME = re.compile(rb"<(/?)([A-Za-z_][\w:.-]*)")
NUMBER = re.compile(rb"-?\d+")
LARGEST = 200_000_000
PACKED = (b"PK\x03\x04",)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def mutate(data, chance):
    """One to a few changes to a document of any format."""
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        data = once(data, chance)
        if len(data) > LARGEST:
            break
    return data


def once(data, chance):
    """One change, of a kind that suits the format."""
    if not data or chance.random() < 0.06:
        return raw(data, chance)
    if data.startswith(PACKED):
        return parts(data, chance)
    if data.startswith(COMPOUND):
        return chance.choice([sectors, sectors, words, raw])(data, chance)
    if data.startswith(b"{\\rtf"):
        return tokens(data, RTF, chance)
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n").lower()
    if head.startswith((b"<?xml", b"<html", b"<!doctype", b"<table")) or b"<html" in head:
        return markup(data, chance)
    if data.startswith((b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2000]:
        return raw(data, chance)
    return tokens(data, LINE, chance)


def raw(data, chance):
    """Bytes, whatever they are."""
    if not data:
        return chance.randbytes(chance.randrange(200))
    at, to = sorted(chance.randrange(len(data) + 1) for _ in "12")
    to = min(to, at + chance.choice([1, 1, 2, 8, 64, 1000]))
    return chance.choice(
        [
            lambda: data[:at] + chance.randbytes(to - at) + data[to:],
            lambda: data[:at] + bytes([chance.choice([0, 1, 0x7F, 0x80, 0xFF])]) * (to - at) + data[to:],
            lambda: data[:at] + data[to:],
            lambda: data[:to] + data[at:],
            lambda: data[:at],
            lambda: data + chance.randbytes(to - at),
        ]
    )()


def words(data, chance):
    """Little-endian numbers of a binary file."""
    at = chance.randrange(max(1, len(data) - 4))
    size = chance.choice([1, 2, 4])
    value = chance.choice([0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, chance.getrandbits(16)])
    return data[:at] + (value % 256**size).to_bytes(size, "little") + data[at + size :]


def sectors(data, chance):
    """Sectors of a compound file: swapped, repeated, cleared, cut off; or numbers in the tables that chain them."""
    count = len(data) // 512
    if count < 4:
        return raw(data, chance)
    at, other = (512 * chance.randrange(count) for _ in "12")
    sector, there = data[at : at + 512], data[other : other + 512]
    put = lambda place, bytes_: data[:place] + bytes_ + data[place + len(bytes_) :]  # noqa: E731
    kind = chance.randrange(6)
    if kind == 0:
        return put(at, there)
    if kind == 1:
        data = put(at, there)
        return data[:other] + sector + data[other + 512 :]
    if kind == 2:
        return put(at, bytes(512))
    if kind == 3:
        return data[: at + 512]
    if kind == 4:  # a link of a chain
        slot = at + 4 * chance.randrange(128)
        return put(slot, chance.choice([0, 1, count - 1, count, 0xFFFFFFFE, 0xFFFFFFFF, chance.randrange(count)]).to_bytes(4, "little"))
    return words(data[:512], chance) + data[512:]


def parts(data, chance):
    """A part of a package, or the package."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zipfile.zlib.error):
        return raw(data, chance)
    if not members:
        return raw(data, chance)
    big = max(members, key=lambda name: (name.endswith(("document.xml", "content.xml")), len(members[name])))
    name = big if chance.random() < 0.75 else chance.choice(sorted(members))
    roll = chance.random()
    if roll < 0.03:
        del members[name]
    elif roll < 0.05:
        members[chance.choice(["../out.xml", "/abs", name.upper(), name + "/x", "表.xml"])] = members[name]
    elif roll < 0.07:
        other = chance.choice(sorted(members))
        members[name], members[other] = members[other], members[name]
    else:
        members[name] = once(members[name], chance)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, archive.compression)
    return target.getvalue()


def tokens(data, pattern, chance):
    """Words of a text or of RTF."""
    found = pattern.findall(data)
    if len(found) < 3:
        return raw(data, chance)
    at, to = sorted(chance.randrange(len(found)) for _ in "12")
    to = min(to, at + chance.choice([1, 1, 3, 20, 300]))
    other = chance.randrange(len(found))
    kind = chance.randrange(9)
    if kind == 0:
        del found[at:to]
    elif kind == 1:
        found[other:other] = repeated(found[at:to], chance.choice([1, 1, 2, 50]))
    elif kind == 2:
        found[at], found[other] = found[other], found[at]
    elif kind == 3:
        found[at] = some_text(chance)
    elif kind in (4, 5):
        found[at:] = change_number(found[at:], chance)
    elif kind == 6:
        found[at:at] = repeated([found[at]], chance.choice([10, 1000, 5000]))
    elif kind == 7:
        found = found[:at]
    else:
        found[at:at] = [chance.choice(MARKS)]
    return b"".join(found)


def repeated(words, times):
    """The words so many times, as long as they stay a document that can be held."""
    return words * min(times, LARGEST // max(1, sum(map(len, words))))


def some_text(chance):
    """A text of the list, as bytes of one encoding or another."""
    return chance.choice(TEXTS).encode(chance.choice(["utf-8", "utf-8", "gb18030"]), "replace")


def change_number(found, chance):
    """Another number where the next one stands."""
    for place, token in enumerate(found):
        if NUMBER.search(token):
            new = chance.choice(NUMBERS).encode()
            found[place] = NUMBER.sub(lambda _: new, token, count=1)
            break
    return found


def markup(data, chance):
    """Elements, attributes and text of XML or HTML."""
    found = TAG.findall(data)
    opened = [place for place, token in enumerate(found) if NAME.match(token) and not token.startswith(b"</")]
    if not opened:
        return raw(data, chance)
    at = chance.choice(opened)
    end = closing(found, at)
    kind = chance.randrange(13)
    if kind == 0:
        del found[at : end + 1]
    elif kind == 1:
        found[at:at] = found[at : end + 1] * chance.choice([1, 1, 2, 40])
    elif kind == 2:
        other = chance.choice(opened)
        found[other:other] = found[at : end + 1]
    elif kind == 3:
        del found[at]
    elif kind == 4:
        close = b"</" + NAME.match(found[at])[2] + b">"
        times = chance.choice([2, 40, 300, 3000])
        found[at : end + 1] = [found[at]] * times + found[at : end + 1] + [close] * times
    elif kind == 5:
        found[at] = attribute(found[at], chance)
    elif kind in (6, 7):
        found[at:] = change_attribute_number(found[at:], chance)
    elif kind == 8:
        found = swap_texts(found, chance)
    elif kind in (9, 10):
        texts = [place for place, token in enumerate(found) if not token.startswith(b"<")]
        if texts:
            found[chance.choice(texts)] = some_text(chance)
    elif kind == 11:
        found[max(1, at) :] = [] if chance.random() < 0.5 else [chance.choice(STRAYS), *found[max(1, at) :]]
    else:
        other = found[chance.choice(opened)]
        found[at] = NAME.sub(lambda match: match[0].replace(match[2], NAME.match(other)[2]), found[at], count=1)
    return b"".join(found)


def closing(found, at):
    """Where the element that opens here is closed; here, where it never is."""
    name = NAME.match(found[at])[2]
    if found[at].endswith(b"/>"):
        return at
    depth = 0
    for place in range(at, len(found)):
        match = NAME.match(found[place])
        if match and match[2] == name and not found[place].endswith(b"/>"):
            depth += -1 if match[1] else 1
            if not depth:
                return place
    return at


def attribute(tag, chance):
    """A tag with an attribute less, twice, or with another value."""
    attributes = list(re.finditer(rb"""\s[\w:.-]+\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", tag))
    if not attributes:
        return tag
    one = chance.choice(attributes)
    new = chance.choice([b"", one[0] * 2, one[0].replace(one[1], b'"' + chance.choice(NUMBERS).encode() + b'"')])
    return tag[: one.start()] + new + tag[one.end() :]


def change_attribute_number(found, chance):
    """Another number in the next tag that has one between quotes."""
    for place, token in enumerate(found):
        if token.startswith(b"<") and re.search(rb'="?-?\d+', token):
            new = chance.choice(NUMBERS).encode()
            found[place] = re.sub(rb'(=["\']?)-?\d+', lambda match: match[1] + new, token, count=1)
            break
    return found


def swap_texts(found, chance):
    """Two texts change places."""
    texts = [place for place, token in enumerate(found) if not token.startswith(b"<") and token.strip()]
    if len(texts) > 1:
        one, other = chance.sample(texts, 2)
        found[one], found[other] = found[other], found[one]
    return found


def mutate_items(items, chance):
    """Changes a document of paragraphs and grids; each grid position stays covered by one cell."""
    copies = {}
    copy = lambda grid: [[copies.setdefault(id(cell), [cell[0]]) for cell in line] for line in grid]  # noqa: E731
    fresh = [copy(item) if isinstance(item, list) else item for item in items]
    for _ in range(chance.choice([1, 2, 3, 6, 12])):
        grids = [item for item in fresh if isinstance(item, list)]
        if not grids:
            break
        grid = chance.choice(grids)
        at, column = chance.randrange(len(grid)), chance.randrange(len(grid[0]))
        other, there = chance.randrange(len(grid)), chance.randrange(len(grid[0]))
        kind = chance.randrange(9)
        if kind == 0:
            grid[at][column][0] = chance.choice(TEXTS[:30]).replace("\r\n", "\n").replace("\x7f\x1b", "")
        elif kind == 1:
            one, two = grid[at][column], grid[other][there]
            one[0], two[0] = two[0], one[0]
        elif kind == 2 and len(grid) > 2:
            del grid[at]
        elif kind == 3:
            split = {}
            spans = {id(cell) for line in (grid[at - 1 : at] + grid[at + 1 : at + 2]) for cell in line}
            line = [cell if id(cell) in spans else split.setdefault(id(cell), [cell[0]]) for cell in grid[at]]
            grid.insert(at, line)
        elif kind == 4 and len(grid[0]) > 2:
            for line in grid:
                del line[column]
        elif kind == 5:  # a merged cell falls apart
            cell = grid[at][column]
            for line in grid:
                line[:] = [[cell[0]] if made is cell else made for made in line]
        elif kind == 6:
            merge(grid, at, min(at + 1, len(grid) - 1), column, column)
        elif kind == 7:
            merge(grid, at, at, column, min(column + 1, len(grid[0]) - 1))
        else:
            grid[at], grid[other] = swap_lines(grid, at, other)
    return fresh


def merge(grid, top, bottom, left, right):
    """Makes one cell of two, where their edges fit."""
    one, two = grid[top][left], grid[bottom][right]
    if one is two:
        return
    places = [(row, column) for row, line in enumerate(grid) for column, cell in enumerate(line) if cell is one or cell is two]
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    if len(places) != len(rows) * len(columns):
        return
    cell = [one[0] or two[0]]
    for row, column in places:
        grid[row][column] = cell


def swap_lines(grid, at, other):
    """Two rows change places, where no cell reaches beyond either."""
    for line in (at, other):
        beyond = [cell for place, row in enumerate(grid) if place != line for cell in row]
        if any(cell is there for cell in grid[line] for there in beyond):
            return grid[at], grid[other]
    return grid[other], grid[at]
