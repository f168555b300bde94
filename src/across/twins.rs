//! Files whose names, or whose forms, say that they are versions of one another.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::across::seen::{Namesakes, Number, Seen};
use crate::across::versions::{Marks, goodness, split};
use crate::error::Result;
use crate::finding::{Finding, codes};
use crate::model::{Form, Format, Status, Submission};
use crate::scratch::Scratch;
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

/// What is remembered of the files so far.
#[derive(Debug)]
pub struct Twins {
    marks: Marks,
    seen: Seen,
}

impl Twins {
    /// Nothing seen so far.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn new(marks: Marks, scratch: &Arc<Scratch>) -> Result<Self> {
        Ok(Self { marks, seen: Seen::new(scratch)? })
    }

    /// Looks at the next file, and adds what is to be said of it.
    ///
    /// # Errors
    /// When there is no room for what must be remembered of it.
    pub fn look(&self, submission: &mut Submission) -> Result<()> {
        if submission.status == Status::Duplicate || submission.is_of_run() {
            return Ok(());
        }
        let file = self.seen.add(&submission.source_file)?;
        let (by_name, version_of) = self.by_name(submission, file)?.unzip();
        let by_form = self.by_form(submission, file, version_of.flatten())?;
        submission.findings.extend(by_name);
        submission.findings.extend(by_form);
        submission.findings.sort_by_key(|finding| finding.place);
        Ok(())
    }

    /// What the names say, and the file that this one is a version of.
    fn by_name(&self, submission: &Submission, file: Number) -> Result<Option<(Finding, Option<Number>)>> {
        let is_archive = ARCHIVES.contains(&submission.format);
        let Some(key) = group(&submission.source_file, &self.marks).filter(|_| !is_archive) else { return Ok(None) };
        let about = about(submission, &self.marks);
        let is_picture = submission.format == Format::Image.name();
        let format = u8::try_from(goodness(submission.format)).unwrap_or(u8::MAX);
        let key = digest([key.as_str()]);
        let same = about.map(|about| self.seen.version(key, about, (file, format))).transpose()?.flatten();
        let earlier = self.seen.namesakes(key, Namesakes::one(file, about.is_some(), is_picture))?;
        if let Some((same, its_format)) = same {
            let (first, this) = (self.seen.name(same)?, submission.source_file.clone());
            let rank = |name: &String| self.marks.name(name).rank;
            let is_later = (rank(&this), format, &this) > (rank(&first), its_format, &first);
            let values = vec![
                ("later", if is_later { this } else { first.clone() }),
                ("first", first),
                ("what", submission.forms.first().map(what).unwrap_or_default()),
            ];
            return Ok(Some((Finding::of(&RESUBMISSION, values), Some(same))));
        }
        // Numbered pictures are the pages of one document.
        let open = match about {
            Some(_) => earlier.unread,
            None if is_picture => earlier.no_picture,
            None => earlier.any,
        };
        let marked = |name: &str| self.marks.name(name).rank.is_marked();
        let other = about.and(earlier.read).map(|other| self.seen.name(other)).transpose()?;
        let other = other.filter(|other| marked(&submission.source_file) || marked(other));
        let said = match other {
            Some(other) => Some((&OTHER_FORMS, other)),
            None => open.map(|open| self.seen.name(open)).transpose()?.map(|open| (&POSSIBLE, open)),
        };
        Ok(said.map(|(code, first)| (Finding::of(code, vec![("first", first)]), None)))
    }

    /// What the forms say, beside that the file is a version of another.
    fn by_form(&self, submission: &Submission, file: Number, version_of: Option<Number>) -> Result<Vec<Finding>> {
        let mut others: BTreeMap<Number, (usize, &Form)> = BTreeMap::new();
        for form in submission.forms.iter().filter(|form| is_one_of_its_kind(form, &self.marks)) {
            let about =
                digest([&*form.region, &*form.form_type, &*form.fiscal_year, &*form.department, &*form.project]);
            let first = self.seen.form(about, file)?;
            if first != file && Some(first) != version_of {
                others.entry(first).or_insert((0, form)).0 += 1;
            }
        }
        let finding = |(first, (forms, form)): (Number, (usize, &Form))| {
            let values = vec![("forms", forms.to_string()), ("first", self.seen.name(first)?), ("what", what(form))];
            let mut finding = Finding::of(&FORM_IN_TWO_FILES, values).at(form.place);
            finding.form_id.clone_from(&form.form_id);
            Ok(finding)
        };
        others.into_iter().take(MOST_NAMED).map(finding).collect()
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
