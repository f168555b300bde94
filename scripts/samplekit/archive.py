"""An archive of many submissions, made from the samples: something to measure, and as uneven as a real one.

Every file is of a year, a department and a project of its own. They are .docx, .doc, .rtf, .odt, .html, workbooks and text,
in a folder for each year and county, some counties in a zip. Some are broken, some are copies of others under another
name, some are revised versions of the file before.
"""

import io
import zipfile
from itertools import product
from multiprocessing import get_context
from pathlib import Path

YEARS = [str(year) for year in range(2016, 2026)]
CHARACTERS = "安北昌东恩福广和吉开兰明宁平庆荣三泰同文西新兴永玉远云泽正中"  # of invented names
PER_FOLDER = 100
BROKEN, COPY, REVISED = 41, 23, 67  # every so many files
ZIPPED = 7  # every so many folders


class Template:
    """A sample whose texts can be exchanged for others of the same length, whatever its format."""

    def __init__(self, name, data, facts):
        self.ending = name.rsplit(".", 1)[-1]
        self.stem = Path(name).stem
        self.data = data
        self.words = self.changing(facts)
        self.members = None
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self.members = [(info.filename, archive.read(info)) for info in archive.infolist()]
            # What holds none of the words is packed once and for all: only one member of a document changes.
            self.fixed = [not any(word.encode() in body for word in self.words) for _, body in self.members]

    @staticmethod
    def changing(facts):
        """The year, departments and projects that the sample states."""
        words = []
        for _, year, department, project, _ in facts:
            words += [str(year), department, project]
        return sorted({word for word in words if len(word) >= 4}, key=len, reverse=True)

    def copy(self, number, year):
        """The sample's bytes with other names, different for every number."""
        pairs = [(word, year if word.isdigit() else renamed(word, number)) for word in self.words]
        if self.members is None:
            return exchanged(self.data, pairs)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for (name, body), fixed in zip(self.members, self.fixed):
                archive.writestr(zipfile.ZipInfo(name), body if fixed else exchanged(body, pairs, ["utf-8"]), zipfile.ZIP_DEFLATED)
            archive.comment = b"%d" % number
        return out.getvalue()


def renamed(word, number):
    """A name of the same length: its first characters count."""
    count = len(CHARACTERS)
    first = "".join(CHARACTERS[number // count**place % count] for place in range(min(4, len(word) - 1)))
    return first + word[len(first) :]


def exchanged(data, pairs, encodings=("utf-8", "utf-16-le", "gb18030")):
    """Bytes with each word in place of another, in whatever encoding it stands there; the length stays."""
    for (old, new), encoding in product(pairs, encodings):
        data = data.replace(old.encode(encoding), new.encode(encoding))
    return data


def templates(samples, formats):
    """Sound samples, and what an office program made of them in other formats."""
    sound = [sample for sample in samples if sample.truth and sample.facts and "bundle" not in sample.name]
    found = [Template(sample.name, sample.data, sample.facts) for sample in sound]
    facts = {Path(sample.name).stem: sample.facts for sample in sound}
    for path in sorted(formats.iterdir()):
        if path.stem in facts:
            found.append(Template(path.name, path.read_bytes(), facts[path.stem]))
    return found


def submission(found, number):
    """The name and the bytes of a submission, by its number."""
    if number % COPY == COPY - 1:
        name, data = submission(found, number - COPY // 2)
        return f"{number:06}-" + name.split("-", 1)[1], data
    revised = number % REVISED == REVISED - 1
    origin = number - 1 if revised else number
    template = found[origin * 7919 % len(found)]
    data = template.copy(origin, YEARS[origin // PER_FOLDER % len(YEARS)])
    name = f"{origin:06}-{template.stem}" + ("（修改稿）" if revised else "")
    if revised:
        data = data[:-1] + b"1" if data.startswith(b"PK") else data + b"\n"
    if number % BROKEN == BROKEN - 1:
        data = data[: len(data) * 6 // 10]
    return f"{name}.{template.ending}", data


_found = []  # the templates; the processes that write inherit them


def _folder(job):
    """Writes the submissions of one folder, or of one zip."""
    begin, end, root = job
    folder = begin // PER_FOLDER
    year, county = YEARS[folder % len(YEARS)], renamed("样例县样例局", folder)[:4]
    made = [submission(_found, number) for number in range(begin, end)]
    place = Path(root) / year / f"{folder:05}-{county}"
    if folder % ZIPPED == ZIPPED - 1:
        place.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(f"{place}.zip", "w", zipfile.ZIP_STORED) as archive:
            for name, data in made:
                archive.writestr(zipfile.ZipInfo(name), data)
    else:
        place.mkdir(parents=True, exist_ok=True)
        for name, data in made:
            (place / name).write_bytes(data)
    return end - begin


def write(samples, formats, count, root):
    """Writes `count` submissions below a folder, on all processors."""
    _found[:] = templates(samples, formats)
    jobs = [(begin, min(begin + PER_FOLDER, count), str(root)) for begin in range(0, count, PER_FOLDER)]
    with get_context("fork").Pool() as pool:
        for _ in pool.imap_unordered(_folder, jobs, chunksize=4):
            pass
