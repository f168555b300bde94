//! Files whose names, or whose forms, say that they are versions of one another.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use crate::across::names::{Names, Number};
use crate::across::versions::{Marks, goodness, split};
use crate::finding::{Finding, codes};
use crate::model::{Form, Format, Status, Submission};
use crate::text::fold;

codes! {
    RESUBMISSION = "resubmission", Warning, "A file seems to be another version of one before it: their names and their forms agree.",
        says "this seems to be another version of {first}: apart from version marks they have the same name, and their forms are about the same ({what})",
        hint "by its name {later} is the one that counts: remove the other, or leave it out with --prefer latest",
        why "what stands in both is counted twice. `--prefer latest` keeps the later one by its name: one with a final mark (最终版, 定稿, 上报稿) before one that is revised or numbered (修改稿, 第二稿, v2) before a dated one before a copy ((1), 副本) before one without a mark before a draft; of two alike the higher number, then the later date (one without a year comes before all with one), then the higher copy, then .docx before .doc before other formats, then the name that sorts last. When a file was saved makes no difference",
        example "绩效目标表.doc and 绩效目标表（修改稿）.docx in one folder, both with the 2024 form of one project";
    POSSIBLE = "possible-resubmission", Info, "A file is called like one before it, and one of the two has no form to compare.",
        says "apart from version marks and the ending it has the name of {first}; one of the two has no form that could be compared",
        hint "look whether the two hold the same; both stay",
        why "a scan beside its Word file is no second submission, and a second submission may be a scan",
        example "绩效目标表.docx and 绩效目标表(盖章).pdf";
    OTHER_FORMS = "version-of-other-forms", Info, "A file is marked as a version of one before it, but their forms are not about the same.",
        says "by their names this and {first} are versions of one another, but their forms are not about the same",
        hint "look whether a year, a department or a project was changed or misspelt; both stay",
        why "a project that is renamed in the second submission is counted twice",
        example "绩效目标表.docx with three projects, and 绩效目标表（修改稿）.docx with one more";
    FORM_IN_TWO_FILES = "form-in-two-files", Warning, "A form is about the same as a form of another file.",
        says "{forms} of its forms have the type, year, department and project of forms of {first}: {what}",
        hint "if it is one submission, remove the file that no longer counts; if both count, name what tells them apart",
        why "what stands in both is counted twice",
        example "a department's document, and the form of one of its projects once more as a file of its own";
}

/// Formats that hold files: what is in them counts, not what they are called.
const ARCHIVES: [&str; 4] = ["archive", "zip", "tar", "gzip"];
/// Other files named for one file; beyond them the file is a collection.
const MOST_NAMED: usize = 3;

/// What is remembered of the files so far: some hundred bytes a file beside its name, and sixteen a form.
#[derive(Debug)]
pub struct Twins {
    marks: Marks,
    files: Names,
    /// By folder and stem, the files of that name.
    names: HashMap<u64, Namesakes>,
    /// By folder and stem and what their forms are about, the first such file, with how good its format is.
    versions: HashMap<(u64, u64), (Number, u8)>,
    /// By what a form is about, the first file that holds one.
    forms: HashMap<u64, Number>,
}

/// The first files of one name, of each sort.
#[derive(Debug, Default)]
struct Namesakes {
    read: Option<Number>,
    unread: Option<Number>,
    no_picture: Option<Number>,
    any: Option<Number>,
}

impl Twins {
    /// Nothing seen so far.
    pub fn new(marks: Marks) -> Self {
        let files = Names::default();
        Self { marks, files, names: HashMap::new(), versions: HashMap::new(), forms: HashMap::new() }
    }

    /// Looks at the next file, and adds what is to be said of it.
    pub fn look(&mut self, submission: &mut Submission) {
        if submission.status == Status::Duplicate || submission.is_of_run() {
            return;
        }
        let Some(file) = self.files.push(&submission.source_file) else { return };
        let (by_name, version_of) = self.by_name(submission, file).unzip();
        let by_form = self.by_form(submission, file, version_of.flatten());
        submission.findings.extend(by_name);
        submission.findings.extend(by_form);
        submission.findings.sort_by_key(|finding| finding.place);
    }

    /// What the names say, and the file that this one is a version of.
    fn by_name(&mut self, submission: &Submission, file: Number) -> Option<(Finding, Option<Number>)> {
        let is_archive = ARCHIVES.contains(&submission.format);
        let key = group(&submission.source_file, &self.marks).filter(|_| !is_archive)?;
        let about = about(submission, &self.marks);
        let is_picture = submission.format == Format::Image.name();
        let format = u8::try_from(goodness(submission.format)).unwrap_or(u8::MAX);
        let key = digest([key.as_str()]);
        let same = about.and_then(|about| self.versions.get(&(key, about)).copied());
        if let (Some(about), None) = (about, same) {
            self.versions.insert((key, about), (file, format));
        }
        let earlier = self.names.entry(key).or_default();
        // Numbered pictures are the pages of one document.
        let open = match about {
            Some(_) => earlier.unread,
            None if is_picture => earlier.no_picture,
            None => earlier.any,
        };
        let other = about.and(earlier.read);
        earlier.note(file, about.is_some(), is_picture);
        if let Some((same, its_format)) = same {
            let (first, this) = (self.name(same), submission.source_file.clone());
            let rank = |name: &String| self.marks.name(name).rank;
            let is_later = (rank(&this), format, &this) > (rank(&first), its_format, &first);
            let values = vec![
                ("later", if is_later { this } else { first.clone() }),
                ("first", first),
                ("what", submission.forms.first().map(what).unwrap_or_default()),
            ];
            return Some((Finding::of(&RESUBMISSION, values), Some(same)));
        }
        let marked = |name: &str| self.marks.name(name).rank.is_marked();
        let other = other.filter(|&other| marked(&submission.source_file) || marked(&self.name(other)));
        let said = other.map(|other| (&OTHER_FORMS, other)).or(open.map(|open| (&POSSIBLE, open)));
        said.map(|(code, first)| (Finding::of(code, vec![("first", self.name(first))]), None))
    }

    fn name(&self, file: Number) -> String {
        self.files.get(file).to_owned()
    }

    /// What the forms say, beside that the file is a version of another.
    fn by_form(&mut self, submission: &Submission, file: Number, version_of: Option<Number>) -> Vec<Finding> {
        let mut others: BTreeMap<Number, (usize, &Form)> = BTreeMap::new();
        for form in submission.forms.iter().filter(|form| is_one_of_its_kind(form, &self.marks)) {
            let about =
                digest([&*form.region, &*form.form_type, &*form.fiscal_year, &*form.department, &*form.project]);
            let first = *self.forms.entry(about).or_insert(file);
            if first != file && Some(first) != version_of {
                others.entry(first).or_insert((0, form)).0 += 1;
            }
        }
        let finding = |(first, (forms, form)): (Number, (usize, &Form))| {
            let values = vec![("forms", forms.to_string()), ("first", self.name(first)), ("what", what(form))];
            let mut finding = Finding::of(&FORM_IN_TWO_FILES, values).at(form.place);
            finding.form_id.clone_from(&form.form_id);
            finding
        };
        others.into_iter().take(MOST_NAMED).map(finding).collect()
    }
}

impl Namesakes {
    fn note(&mut self, file: Number, has_forms: bool, is_picture: bool) {
        if has_forms { &mut self.read } else { &mut self.unread }.get_or_insert(file);
        if !is_picture {
            self.no_picture.get_or_insert(file);
        }
        self.any.get_or_insert(file);
    }
}

/// What files of one name have in common: folder and stem; nothing where a name is but marks.
pub fn group(source_file: &str, marks: &Marks) -> Option<String> {
    let stem = marks.name(source_file).stem;
    (!stem.is_empty()).then(|| format!("{}{stem}", split(source_file).0))
}

/// What the forms of a file are about, all together; nothing where that does not tell it from others.
pub fn about(submission: &Submission, marks: &Marks) -> Option<u64> {
    let telling = |form: &Form| is_told_apart(form, marks);
    if !submission.forms.iter().any(telling) || submission.forms.iter().any(|form| marks.is_repeated(&form.form_type)) {
        return None;
    }
    let one = |form: &Form| digest([&*form.form_type, &*form.fiscal_year, &*form.department, &*form.project]);
    let mut all: Vec<String> = submission.forms.iter().map(|form| one(form).to_string()).collect();
    all.sort_unstable();
    Some(digest(all.iter().map(String::as_str)))
}

/// True where a form says whose it is, and of which project.
fn is_told_apart(form: &Form, marks: &Marks) -> bool {
    match form.project.is_empty() {
        true => marks.is_whole_department(&form.form_type) && !form.department.is_empty(),
        false => true,
    }
}

/// True where there can be no other form like it in a county.
fn is_one_of_its_kind(form: &Form, marks: &Marks) -> bool {
    let said = !form.form_type.is_empty() && !form.fiscal_year.is_empty() && !form.department.is_empty();
    said && is_told_apart(form, marks) && !marks.is_repeated(&form.form_type)
}

/// A form in a few words.
fn what(form: &Form) -> String {
    let parts = [&form.fiscal_year, &form.form_type, &form.department, &form.project];
    parts.map(|part| part.trim()).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Texts, folded, as a number that is the same in every run.
fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(fold(text));
        digest.update([0]);
    }
    let bytes: [u8; 32] = digest.finalize().into();
    bytes.first_chunk().map_or(0, |first: &[u8; 8]| u64::from_be_bytes(*first))
}
